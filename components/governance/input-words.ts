/**
 * What the inputs of the triggers are called where a person reads them, for the middle of a sentence. Formulas, the
 * log, exports and the API keep the exact names.
 */
const WORDS: Readonly<Record<string, string>> = {
  OperatingCashFlow: "operating cash flow",
  Capex: "capex",
  Revenue: "revenue",
  COGS: "COGS",
  Opex_excl_DA: "opex before D&A",
  NetBurn: "net burn",
  TargetFCF_3mo_avg: "average target FCF over 3 months",
  TargetEBITDA_3mo_avg: "average target EBITDA over 3 months",
  ARR_Growth_Rate_TTM: "ARR growth over 12 months",
  EBITDA_Margin_TTM: "EBITDA margin over 12 months",
  GrossMargin: "gross margin",
  CashBalance: "cash balance",
  StartingARR: "starting ARR",
  Expansion: "expansion of ARR",
  Contraction: "contraction of ARR",
  Churn: "churn of ARR",
  CAC: "CAC",
  NewARR_per_month: "new ARR a month",
  NetBurn_3mo_avg: "average net burn over 3 months",
  BookingsTarget_next_quarter: "bookings target next quarter",
  QualifiedPipelineAmount_next_quarter: "qualified pipeline next quarter",
};

/** `CashBalance` as cash balance; a company's own input by its capitals and underscores, a field in words as it is. */
export function inputInWords(name: string): string {
  if (Object.hasOwn(WORDS, name)) return WORDS[name] ?? name;
  if (name.includes(" ")) return name;
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .split(/[_ ]+/)
    .filter((word) => word !== "")
    .map((word) => (/^[A-Z][a-z]+$/.test(word) ? word.toLowerCase() : word))
    .join(" ");
}

/** The same at the beginning of a line. */
export function inputTitle(name: string): string {
  const words = inputInWords(name);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Several as one: what a step of a bridge replaces together. */
export const inputsTogether = (names: readonly string[]): string => {
  const words = names.map(inputInWords).join(" and ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** In words and exactly, for a control that has to say which of the policy's inputs it is of. */
export function inputNamed(name: string): string {
  const title = inputTitle(name);
  return title === name ? title : `${title} (${name})`;
}

/** The tables that inputs are read from; what is none of them is said as it stands. */
const TABLES: Readonly<Record<string, string>> = {
  events_raw: "events of the books",
  revenue_events: "revenue events of the books",
  spine_opportunities: "deals of the CRM",
  optimizer_configs: "settings",
};

/** `revenue_events, events_raw` as what a finance person calls it. */
export const sourceInWords = (tables: string): string =>
  tables
    .split(/,\s*/)
    .map((table) => TABLES[table] ?? table)
    .join(", ");
