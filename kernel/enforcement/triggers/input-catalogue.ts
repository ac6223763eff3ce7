/** The inputs that contract A5.2 names, with their kinds and units; any other name is a company's own. */
import type { Unit } from "../vocabulary";

/** `monthly` and `weekly` are series, `amount` a number, `target` a number or one for each month of the plan. */
export type InputKind = "monthly" | "weekly" | "amount" | "target";

export interface InputName {
  readonly name: string;
  readonly kind: InputKind;
  readonly unit: Unit;
}

const of = (kind: InputKind, unit: Unit, names: string): InputName[] =>
  names.split(" ").map((name) => ({ name, kind, unit }));

export const CONTRACT_INPUTS: ReadonlyMap<string, InputName> = new Map(
  [
    ...of("monthly", "USD", "OperatingCashFlow Capex Revenue COGS Opex_excl_DA NetBurn"),
    ...of("target", "USD", "TargetFCF_3mo_avg TargetEBITDA_3mo_avg"),
    ...of("amount", "percent", "ARR_Growth_Rate_TTM EBITDA_Margin_TTM GrossMargin"),
    ...of("amount", "USD", "CashBalance StartingARR Expansion Contraction Churn CAC NewARR_per_month"),
    ...of("amount", "USD", "NetBurn_3mo_avg BookingsTarget_next_quarter"),
    ...of("weekly", "USD", "QualifiedPipelineAmount_next_quarter"),
  ].map((input) => [input.name, input]),
);
