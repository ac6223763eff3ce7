import type { Exact } from "../exact";
import type { Unit } from "../vocabulary";
import type { Inputs } from "./inputs";

/** What a formula yields: every value it names, and the one on which the state is decided. */
export interface Computed {
  readonly values: Readonly<Record<string, Exact | null>>;
  readonly decisive: Exact | null;
}

/** The one signature of the eight triggers. */
export interface TriggerFormula {
  readonly shortId: string;
  /** Input names whose absence lets a weekly cycle carry the monthly state: all but targets and month_index. */
  readonly inputs: readonly string[];
  /** The unit of the decisive value. */
  readonly unit: Unit;
  readonly compute: (inputs: Inputs) => Computed;
}
