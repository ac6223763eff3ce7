/**
 * The only door to the Revenue OS kernel. Pure: no clock, file, network, random source or database. A cycle is one call
 * of `runCycle`; results are measured with `measure`; changes are held against `validateChange` before they are made.
 */

export { actionIdOf, leverAndEntity, leverOf, valueText } from "./action-identity";
export { type Candidate, candidateSchema } from "./candidate";
export { CATALOGUE } from "./catalogue";
export type { CatalogueEntry } from "./catalogue-entry";
export { type ChangeFacts, LEVER_LIMITS, type ProposedChange, validateChange } from "./change-rules";
export * from "./contract";
export { runCycle } from "./cycle";
export type { CycleRequest, CycleResult, GatedAction, SpendRequestContent } from "./cycle-result";
export { DEVIATION_RULES, type Deviation, deviationsOf } from "./deviation";
export * from "./levers";
export {
  BASELINE_DAYS,
  confidenceOf,
  type Measured,
  meanOf,
  measure,
  meetsExpectation,
  type Outcome,
  outcomeOf,
  sharedWith,
} from "./measure";
export * from "./metric-ids";
export * from "./metrics";
