import { compile, type SituationFacts, situationOf } from "../../enforcement";
import { standing } from "../../enforcement/testing/reference-document";
import { referenceArtifacts } from "../../enforcement/testing/reference-policy";
import type { Candidate } from "../candidate";
import type { KernelInput } from "../contract";
import { runCycle } from "../cycle";
import type { CycleResult } from "../cycle-result";
import { CYCLE_ID, EXECUTED_AT } from "./inputs";

export const referencePolicy = compile(referenceArtifacts);

/** A cycle under the reference policy; every trigger passes unless the facts say otherwise. */
export function cycleOf(
  input: KernelInput,
  facts: SituationFacts = standing(),
  proposals?: readonly Candidate[],
): CycleResult {
  return runCycle({
    input,
    cycleId: CYCLE_ID,
    executedAt: EXECUTED_AT,
    policy: referencePolicy,
    situation: situationOf(referencePolicy, facts),
    ...(proposals && { proposals }),
  });
}
