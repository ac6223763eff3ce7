import type { DriverKind, Scenario } from "./forecast";

export const SCENARIO_WORDS: Record<Scenario, string> = {
  downside: "Downside",
  base: "Base",
  upside: "Upside",
};

/** What each driver is, and how it is measured over the window. */
export const DRIVER_WORDS: Record<DriverKind, { name: string; measured: string }> = {
  new_arr: { name: "New ARR a month", measured: "Mean of the window's months" },
  expansion: {
    name: "Expansion a month",
    measured: "Expansion in percent of the ARR at the months' beginning",
  },
  contraction: {
    name: "Contraction a month",
    measured: "Contraction in percent of the ARR at the months' beginning",
  },
  churn: { name: "Churn a month", measured: "Churned ARR in percent of the ARR at the months' beginning" },
  recognised: {
    name: "Revenue recognised",
    measured: "Revenue in percent of a twelfth of the months' average ARR",
  },
  gross_margin: { name: "Gross margin", measured: "Revenue less COGS in percent of revenue" },
  opex_growth: {
    name: "Growth of operating expense a month",
    measured:
      "Mean of the window's second half against its first, by month; from the last three months' level",
  },
  collections: {
    name: "Collections and payments",
    measured: "Operating cash flow less EBITDA, in percent of revenue",
  },
  capex: { name: "Capex a month", measured: "Mean of the window's months" },
};

export const driverName = (driver: { kind: DriverKind; function: string | null }): string =>
  driver.function === null
    ? DRIVER_WORDS[driver.kind].name
    : `${DRIVER_WORDS[driver.kind].name}, ${driver.function}`;
