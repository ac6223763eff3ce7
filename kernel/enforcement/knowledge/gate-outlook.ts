/**
 * The four gates as a person asks about them: which ordinary requests get through, and what they must bring.
 */
import type { GateRequest } from "../document";
import type { ExplanationStep } from "../gates/consideration";
import { decideRequest, explainDecision } from "../gates/decide-request";
import type { Situation } from "../gates/situation";
import type { CompiledGate, CompiledPolicy } from "../policy";
import type { ReasonCode } from "../reason-codes";
import { GATE_IDS, type GateId, type TriggerState } from "../vocabulary";
import { ordinaryRequests } from "./ordinary-requests";

/** Whether one kind of request gets through its gate today, and what it must bring. */
export type Prospect = {
  label: string;
  verdict: "OPEN" | "CONDITIONAL" | "CLOSED";
  /** `signoff:CFO`, `roi_case`, `offset`: what the kernel names as missing until it allows the request. */
  brings: string[];
  /** The kernel's own steps that decided: why it is closed, or which rule lets it through. */
  reasons: Reason[];
};

export type Reason = {
  rule: string;
  text: string;
  code?: ReasonCode;
  /** The triggers behind the rule that do not pass. */
  notPassing: { trigger: string; state: TriggerState }[];
};

export type GateOutlook = {
  gateId: GateId;
  scope: string;
  verdict: "OPEN" | "PARTLY_OPEN" | "CLOSED";
  prospects: Prospect[];
};

// A request needs at most signatures, then a case, then an offset; one more round shows that nothing is left.
const ROUNDS = 4;

/**
 * The four gates as they stand: the kernel itself decides one complete, ordinary request of each kind. Nothing
 * here knows a rule; what the kernel calls missing is supplied, and it is asked again.
 */
export function gateOutlook(policy: CompiledPolicy, situation: Situation): GateOutlook[] {
  return GATE_IDS.map((gateId) => {
    const prospects = ordinaryRequests(policy)
      .filter(({ request }) => request.gate_id === gateId)
      .map(({ label, request }) => ({
        isException: (request.exceptions ?? []).length > 0,
        ...prospectOf(policy, situation, label, request),
      }))
      // An exception is worth a line only while it holds.
      .filter(({ isException, verdict }) => !isException || verdict !== "CLOSED")
      .map(({ isException: _, ...prospect }) => prospect);
    const closed = prospects.filter(({ verdict }) => verdict === "CLOSED").length;
    return {
      gateId,
      scope: policy.gates[gateId].scope,
      verdict: closed === 0 ? "OPEN" : closed === prospects.length ? "CLOSED" : "PARTLY_OPEN",
      prospects,
    };
  });
}

function prospectOf(
  policy: CompiledPolicy,
  situation: Situation,
  label: string,
  bare: GateRequest,
): Prospect {
  const brings: string[] = [];
  let request = bare;
  for (let round = 0; round < ROUNDS; round += 1) {
    const { decision, missing } = decideRequest(policy, situation, request);
    if (decision === "ALLOWED") break;
    const next = missing.filter((item) => canBring(item) && !brings.includes(item));
    if (next.length === 0) break;
    brings.push(...next);
    request = next.reduce(supply, request);
  }
  const { decision, steps } = explainDecision(policy, situation, request);
  const allowed = decision.decision === "ALLOWED";
  return {
    label,
    verdict: allowed ? (brings.length === 0 ? "OPEN" : "CONDITIONAL") : "CLOSED",
    brings: allowed ? brings : [],
    reasons: allowed
      ? steps.filter(({ effect }) => effect === "allows").map((step) => reasonOf(step, steps))
      : whyClosed(policy.gates[bare.gate_id], steps),
  };
}

/** A refusal by default is explained by what the gate would have allowed instead. */
function whyClosed(gate: CompiledGate, steps: readonly ExplanationStep[]): Reason[] {
  const blocking = steps.filter(({ effect }) => effect === "blocks");
  const byDefault = blocking.length === 1 && blocking[0]?.rule.endsWith(".default_deny");
  if (!byDefault) return blocking.map((step) => reasonOf(step, steps));
  const condition = (holds: boolean) =>
    gate.allowedIf.find(({ rule, when }) =>
      steps.some((step) => step.rule === rule && step.text === when && (step.holds === true) === holds),
    );
  const tooNarrow = condition(true);
  if (tooNarrow) return [{ ...reasonOf({ rule: tooNarrow.rule, text: tooNarrow.effect }, steps) }];
  const unmet = condition(false);
  if (unmet) return [reasonOf({ rule: unmet.rule, text: `Opens when ${unmet.when}` }, steps)];
  return blocking.map((step) => reasonOf(step, steps));
}

/** The condition and the effect of a rule are two steps; both together say what it rests on. */
function reasonOf(
  { rule, text, code }: Pick<ExplanationStep, "rule" | "text" | "code">,
  steps: readonly ExplanationStep[],
): Reason {
  const behind = steps.filter((step) => step.rule === rule).flatMap(({ restsOn }) => restsOn);
  const states = new Map(behind.map(({ trigger, state }) => [trigger, state]));
  return {
    rule,
    text,
    ...(code && { code }),
    notPassing: [...states].flatMap(([trigger, state]) => (state === "PASS" ? [] : [{ trigger, state }])),
  };
}

function canBring(item: string): boolean {
  return item.startsWith("signoff:") || item === "roi_case" || item === "offset";
}

function supply(request: GateRequest, item: string): GateRequest {
  if (item === "roi_case") {
    return { ...request, roi_case: { summary: "A written case", expected_roi_band: [1, 2] } };
  }
  if (item === "offset") {
    const offset = { description: "A cut elsewhere", amount_usd: 1 };
    return { ...request, exceptions: (request.exceptions ?? []).map((each) => ({ ...each, offset })) };
  }
  const role = item.slice("signoff:".length);
  return { ...request, signoffs: [...(request.signoffs ?? []), { role, by: `the ${role}` }] };
}
