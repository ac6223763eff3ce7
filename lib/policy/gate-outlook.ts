import {
  type CompiledPolicy,
  decideRequest,
  type ExplanationStep,
  explainDecision,
  GATE_IDS,
  type GateId,
  type GateRequest,
  type Situation,
} from "../../kernel/enforcement";
import { representativeRequests } from "./representative-requests";

/** Whether one kind of request gets through its gate today, and what it must bring. */
export type Prospect = {
  label: string;
  verdict: "OPEN" | "CONDITIONAL" | "CLOSED";
  /** `signoff:CFO`, `roi_case`, `offset`: what the kernel names as missing until it allows the request. */
  brings: string[];
  /** Why it is closed, or what it rests on: the kernel's own steps that decided. */
  reasons: Pick<ExplanationStep, "rule" | "text" | "restsOn" | "code">[];
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
    const prospects = representativeRequests(policy)
      .filter(({ request }) => request.gate_id === gateId)
      .map(({ label, request }) => prospectOf(policy, situation, label, request));
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
    reasons: steps
      .filter(({ effect }) => effect === (allowed ? "allows" : "blocks"))
      .map(({ rule, text, restsOn, code }) => ({ rule, text, restsOn, ...(code && { code }) })),
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
