// Who takes part in the stories: the demonstration's people, by company and role.
export const PASSWORD = "breakeven-in-12-months";

export type Company = "larkfield" | "brackwater";
/** `company` is the slug in its addresses: one of the two, or of a company that a story has made. */
export type Person = { email: string; name: string; company: string; role: string; password?: string };

const at =
  (company: Company) =>
  (mailbox: string, name: string, role: string): Person => ({
    email: `${mailbox}@${company}.example`,
    name,
    company,
    role,
  });
const inLarkfield = at("larkfield");
const inBrackwater = at("brackwater");

/** Larkfield Software, healthy: one critical trigger on WATCH, no critical FAIL. */
export const larkfield = {
  cfo: inLarkfield("cfo", "Naledi Okonkwo", "CFO"),
  ceo: inLarkfield("ceo", "Viktor Halloran", "CEO"),
  sales: inLarkfield("sales", "Camille Desrosiers", "Head of Sales/Marketing"),
  product: inLarkfield("product", "Rajesh Subramaniam", "CPO/CTO"),
  lead: inLarkfield("lead.growth", "Jonas Weatherby", "Team lead"),
  otherLead: inLarkfield("lead.platform", "Aoife Ní Dhomhnaill", "Team lead"),
  fpa: inLarkfield("fpa", "Mei-Lin Castellanos", "FP&A"),
  admin: inLarkfield("admin", "Oskar Lindgren", "Administrator"),
  auditor: inLarkfield("audit", "Ruth Adeyemi", "Auditor"),
} as const;

/** Brackwater Systems, in DEFENSIVE mode: critical FAILs, net revenue retention on WATCH. */
export const brackwater = {
  cfo: inBrackwater("cfo", "Solveig Marchetti", "CFO"),
  ceo: inBrackwater("ceo", "Darius Whitcombe", "CEO"),
  sales: inBrackwater("sales", "Paloma Iturbe", "Head of Sales/Marketing"),
  product: inBrackwater("product", "Hiroshi Lindqvist", "CPO/CTO"),
  lead: inBrackwater("lead.success", "Maximiliane von Hohenstein-Oberwiesenthal", "Team lead"),
  otherLead: inBrackwater("lead.platform", "Kwame Asante", "Team lead"),
  fpa: inBrackwater("fpa", "Ewa Nowakowska", "FP&A"),
  admin: inBrackwater("admin", "Lars Breitner", "Administrator"),
  auditor: inBrackwater("audit", "Joaquín Prado", "Auditor"),
} as const;

/** Reads both companies. */
export const groupAuditor: Person = {
  email: "auditor@cfo-office.example",
  name: "Theodora Papadimitriou",
  company: "larkfield",
  role: "Auditor",
};

/** Runs the platform and belongs to no company. */
export const platformOperator: Omit<Person, "company"> = {
  email: "operator@revenue-os.example",
  name: "Robin Platt",
  role: "Platform operator",
};

export const companyName: Record<Company, string> = {
  larkfield: "Larkfield Software",
  brackwater: "Brackwater Systems",
};
