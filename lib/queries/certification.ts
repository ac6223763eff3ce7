import { ordinaryRequests, type ReasonCode, reasonCode } from "../../kernel/enforcement";
import { historyOf } from "./cycle-history";
import { type CycleRun, KEEPS_OPEN, runOn } from "./cycle-run";

/** Of the codes that can stand against a certification, those the kernel answers with only when somebody rests on it. */
const PIPELINE_GATING: ReasonCode = "CFO-33";

/**
 * Every code that stands against certifying a run's states as final, as the kernel gives them: its own on the run, and
 * CFO-33 where it would answer so to an ordinary request that rests on the pipeline triggers (RUNTIME-A9-3). States that
 * no decision may rest on are not final; they can still close without being certified.
 */
export function certificationCodes(run: CycleRun): ReasonCode[] {
  const codes = run.report.final_outcome.reason_codes;
  return restsOnPipeline(run) ? [...codes, PIPELINE_GATING].sort() : [...codes];
}

/** An evaluation whose codes keep the cycle open is kept as such; any other code refuses the certification as a whole. */
export const refusesWhole = (codes: readonly ReasonCode[]): boolean =>
  codes.some((code) => !KEEPS_OPEN.includes(code));

function restsOnPipeline({ policy, document, earlier }: CycleRun): boolean {
  const growth = ordinaryRequests(policy.compiled).find(
    ({ request }) => request.gate_id === "G2_GTM_SPEND" && request.details?.kind === "increase",
  );
  if (!growth) return false;
  const {
    gate_decisions: [answer],
  } = runOn(policy, { ...document, requests: [growth.request] }, historyOf(earlier));
  return answer?.reason_codes.includes(PIPELINE_GATING) ?? false;
}

/** `CFO-33: CRM hygiene does not support a decision on pipeline figures. Enforce …` */
export function codeWithRemedy(code: ReasonCode): string {
  const { title, remedy } = reasonCode(code);
  return `${code}: ${title}. ${remedy}`;
}
