import type { Cadence } from "../vocabulary";

/** So many consecutive FAILs, in cycles of one cadence, of any one of the triggers. */
export interface EscalationCondition {
  readonly consecutive: number;
  readonly cadence: Cadence;
  readonly triggers: readonly string[];
}
