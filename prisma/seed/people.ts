import type { Role } from "../../lib/auth/permissions";
import { storyA, storyB, TENANT_A, TENANT_B } from "./generator/stories";

export { DEMO_PASSWORD, DEMO_TENANT_IDS } from "../../lib/auth/demo-accounts";

export type DemoMembership = { tenantId: string; role: Role; team?: string };
export type DemoPerson = {
  email: string;
  name: string;
  isOperator?: boolean;
  memberships: readonly DemoMembership[];
};

const inA = (email: string, name: string, role: Role, team?: string): DemoPerson => ({
  email: `${email}@${storyA.emailDomain}`,
  name,
  memberships: [{ tenantId: TENANT_A, role, ...(team && { team }) }],
});
const inB = (email: string, name: string, role: Role, team?: string): DemoPerson => ({
  email: `${email}@${storyB.emailDomain}`,
  name,
  memberships: [{ tenantId: TENANT_B, role, ...(team && { team }) }],
});

/** Everybody in the demonstration: each role in each company, one auditor of both, and the platform's operator. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  inA("cfo", "Naledi Okonkwo", "CFO"),
  inA("ceo", "Viktor Halloran", "CEO"),
  inA("sales", "Camille Desrosiers", "Head of Sales/Marketing"),
  inA("product", "Rajesh Subramaniam", "CPO/CTO"),
  inA("lead.growth", "Jonas Weatherby", "Team lead", "Growth marketing"),
  inA("lead.platform", "Aoife Ní Dhomhnaill", "Team lead", "Platform engineering"),
  inA("fpa", "Mei-Lin Castellanos", "FP&A"),
  inA("admin", "Oskar Lindgren", "Administrator"),
  inA("audit", "Ruth Adeyemi", "Auditor"),
  inB("cfo", "Solveig Marchetti", "CFO"),
  inB("ceo", "Darius Whitcombe", "CEO"),
  inB("sales", "Paloma Iturbe", "Head of Sales/Marketing"),
  inB("product", "Hiroshi Lindqvist", "CPO/CTO"),
  inB(
    "lead.success",
    "Maximiliane von Hohenstein-Oberwiesenthal",
    "Team lead",
    "Customer success and renewals",
  ),
  inB("lead.platform", "Kwame Asante", "Team lead", "Platform engineering"),
  inB("fpa", "Ewa Nowakowska", "FP&A"),
  inB("admin", "Lars Breitner", "Administrator"),
  inB("audit", "Joaquín Prado", "Auditor"),
  {
    email: "auditor@cfo-office.example",
    name: "Theodora Papadimitriou",
    memberships: [
      { tenantId: TENANT_A, role: "Auditor", team: "Group CFO office" },
      { tenantId: TENANT_B, role: "Auditor", team: "Group CFO office" },
    ],
  },
  { email: "operator@revenue-os.example", name: "Robin Platt", isOperator: true, memberships: [] },
];
