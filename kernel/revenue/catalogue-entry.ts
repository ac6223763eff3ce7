/** The shape in which the catalogue holds an idea: what it pulls, when it makes sense, and what it should do. */
import type { Purpose } from "./cfo-gates";
import type { ActionType, LeverValue } from "./contract";
import type { Subsystem } from "./levers";
import type { MetricId } from "./metric-ids";
import type { Lens } from "./metrics";
import type { PreconditionName } from "./preconditions";

/** How the new value follows from the present one and from the tenant's figures. Percent of the present value. */
export type ValueRule =
  /** More the further the return lies over the average, never beyond what the spend gate's policy allows. */
  | { readonly rule: "raise_budget"; readonly leastPct: number; readonly mostPct: number }
  /** More the further the return lies under the average. */
  | { readonly rule: "cut_budget"; readonly leastPct: number; readonly mostPct: number }
  /** More the further its domain is off target. `unset` where no value stands yet. */
  | {
      readonly rule: "step";
      readonly direction: 1 | -1;
      readonly leastPct: number;
      readonly mostPct: number;
      readonly from: number;
      readonly to: number;
      readonly unset: number;
    }
  | { readonly rule: "set"; readonly value: LeverValue }
  | { readonly rule: "one_of"; readonly values: readonly string[] }
  | { readonly rule: "best_segment" }
  | { readonly rule: "cap_total"; readonly days: readonly number[] }
  | { readonly rule: "end_in_days"; readonly days: readonly number[] }
  | { readonly rule: "scale_list"; readonly pcts: readonly number[] }
  | { readonly rule: "other_template" }
  | { readonly rule: "tilt_weights" }
  | { readonly rule: "text_for_segment"; readonly texts: readonly string[]; readonly most: number };

/** Relative change at the full step and over the whole company, percent: negative is down. */
export interface Effect {
  readonly metric: MetricId;
  readonly low: number;
  readonly high: number;
}

/** Ends the action when the metric has gone wrong by so much, percent of its present value. */
export interface AbortRule {
  readonly metric: MetricId;
  readonly wrong: "falls" | "rises";
  readonly byPct: number;
  readonly days: number;
}

export interface CatalogueEntry {
  readonly id: string;
  readonly subsystem: Subsystem;
  readonly field: string;
  readonly type: Exclude<ActionType, "revert">;
  readonly on: "campaign" | "campaign_channel" | "settings";
  readonly lens: Lens;
  readonly purpose: Purpose;
  /** What it is: a sentence for a person, in which `{entity}`, `{from}` and `{to}` are filled in. */
  readonly says: string;
  /** All of them have to hold. */
  readonly when: readonly PreconditionName[];
  readonly value: ValueRule;
  /** The first is the target of the action. */
  readonly effects: readonly [Effect, ...Effect[]];
  readonly windowDays: number;
  readonly aborts: readonly [AbortRule, ...AbortRule[]];
  /** Only beside cuts of the same cycle that free at least as much. */
  readonly paidByCuts?: true;
  /** Of an experiment: least number of leads, mails or visitors in each arm. */
  readonly minimumSample?: number;
}
