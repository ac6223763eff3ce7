import { divide, mean } from "../exact";
import type { TriggerFormula } from "./formula";

const PIPELINE = "QualifiedPipelineAmount_next_quarter";

/** T6: qualified pipeline / bookings target of the next quarter, x; a weekly series counts by its last four. */
export const T6_PIPELINE_COVERAGE: TriggerFormula = {
  shortId: "T6",
  inputs: [PIPELINE, "BookingsTarget_next_quarter"],
  unit: "x",
  compute(inputs) {
    const weekly = inputs.lengthOf(PIPELINE) === null ? null : inputs.last(PIPELINE, 4);
    const pipeline =
      inputs.lengthOf(PIPELINE) === null ? inputs.number(PIPELINE, "USD") : weekly && mean(weekly);
    const target = inputs.positive("BookingsTarget_next_quarter", "USD");
    const decisive = pipeline && target && divide(pipeline, target);
    return { values: { PipelineCoverage: decisive }, decisive };
  },
};
