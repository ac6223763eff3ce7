import {
  type CompiledPolicy,
  type GateRequest,
  type Situation,
  type SituationFacts,
  situationOf,
} from "../../kernel/enforcement";
import { signaturePath } from "./signature-path";

/** One way through the gate: what would have to be otherwise, and what it would then still need. */
export type WayToPass = {
  /** Null when the request can stay as it is. */
  change: string | null;
  /** `roi_case`, `offset`, `exception:retention_protection`, `signoff:CFO`. */
  brings: string[];
};

export type WaysToPass = {
  ways: WayToPass[];
  /** Short ids of the triggers that would have to pass for the request to go through as it is; null if none would do. */
  triggers: string[] | null;
};

type Change = { gate: GateRequest["gate_id"]; words: string; details: Record<string, unknown> };

/** What people change about requests. The kernel is asked about each; nothing here knows which of them helps. */
const CHANGES: readonly Change[] = [
  { gate: "G1_HEADCOUNT", words: "It is in the approved hiring plan", details: { in_approved_plan: true } },
  { gate: "G1_HEADCOUNT", words: "It replaces somebody who left", details: { classification: "backfill" } },
  {
    gate: "G1_HEADCOUNT",
    words: "The role is retention-critical",
    details: { classification: "retention-critical" },
  },
  {
    gate: "G1_HEADCOUNT",
    words: "It is a CS role that mitigates churn, under the retention exception",
    details: { function: "CS", mitigates_churn: true },
  },
  {
    gate: "G2_GTM_SPEND",
    words: "It moves budget to proven channels",
    details: { kind: "reallocation", evidence: "proven" },
  },
  {
    gate: "G2_GTM_SPEND",
    words: "It moves budget to retention",
    details: { kind: "reallocation", purpose: "retention" },
  },
  { gate: "G2_GTM_SPEND", words: "It is contracted already", details: { kind: "commitment" } },
  {
    gate: "G3_PRODUCT_AND_RND",
    words: "It is retention-critical",
    details: { classification: "retention-critical" },
  },
  { gate: "G3_PRODUCT_AND_RND", words: "It cannot cause churn", details: { risks_churn: false } },
  {
    gate: "G4_VENDOR_AND_NON_LABOR",
    words: "It is mission-critical, with a written justification",
    details: { mission_critical: true, justification: "As written" },
  },
];

/** Codes that say that facts are missing: then those are what to give, and there is nothing else to say yet. */
const FACTS_MISSING = ["CFO-20", "CFO-22", "CFO-24", "CFO-33"];
const MOST_ROUNDS = 5;

/** Finds what would open the gate by asking the kernel again with one thing changed at a time. Pure. */
export function waysToPass(policy: CompiledPolicy, facts: SituationFacts, request: GateRequest): WaysToPass {
  const situation = situationOf(policy, facts);
  const path = signaturePath(policy, situation, request);
  if (path.isSignable || path.unsigned.reason_codes.some((code) => FACTS_MISSING.includes(code)))
    return { ways: [], triggers: null };
  const asItIs = completion(policy, situation, request);
  if (asItIs) return { ways: [{ change: null, brings: asItIs }], triggers: null };
  const ways = CHANGES.filter(({ gate }) => gate === request.gate_id).flatMap(({ words, details }) => {
    const brings = completion(policy, situation, withDetails(request, details));
    return brings ? [{ change: words, brings }] : [];
  });
  return { ways, triggers: triggersToPass(policy, facts, request) };
}

/** What the kernel asks for until it allows the request, or null when it never does. */
function completion(policy: CompiledPolicy, situation: Situation, bare: GateRequest): string[] | null {
  const brings = new Set<string>();
  let request = bare;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const { isSignable, requiredRoles, signed } = signaturePath(policy, situation, request);
    if (isSignable) return [...brings, ...requiredRoles.map((role) => `signoff:${role}`)];
    const next = signed.missing.filter(
      (item) =>
        (item === "roi_case" || item === "offset" || item.startsWith("exception:")) && !brings.has(item),
    );
    if (next.length === 0) return null;
    for (const item of next) {
      brings.add(item);
      request = supplied(request, item);
    }
  }
  return null;
}

function supplied(request: GateRequest, item: string): GateRequest {
  if (item === "roi_case")
    return { ...request, roi_case: { summary: "As written", expected_roi_band: [1, 2] } };
  if (item.startsWith("exception:")) {
    const exception_id = item.slice("exception:".length);
    return { ...request, exceptions: [...(request.exceptions ?? []), { exception_id, offset: null }] };
  }
  const offset = { description: "As written", amount_usd: 1 };
  return { ...request, exceptions: (request.exceptions ?? []).map((each) => ({ ...each, offset })) };
}

function withDetails(request: GateRequest, change: Record<string, unknown>): GateRequest {
  // Each change is written for the gate of the request, so its details stay those of that gate.
  return { ...request, details: { ...request.details, ...change } } as GateRequest;
}

/** The fewest triggers whose passing opens the gate: one alone if one will do, else all that do not pass. */
function triggersToPass(
  policy: CompiledPolicy,
  facts: SituationFacts,
  request: GateRequest,
): string[] | null {
  const failing = policy.triggers.map(({ shortId }) => shortId).filter((id) => facts.states[id] !== "PASS");
  const opens = (ids: readonly string[]) => {
    const states = { ...facts.states, ...Object.fromEntries(ids.map((id) => [id, "PASS" as const])) };
    const isCalm = policy.criticalTriggers.every((id) => states[id] === "PASS" || states[id] === "WATCH");
    const situation = situationOf(policy, { ...facts, states, mode: isCalm ? "NORMAL" : facts.mode });
    return completion(policy, situation, request) !== null;
  };
  const alone = failing.find((id) => opens([id]));
  if (alone) return [alone];
  if (!opens(failing)) return null;
  // Drop each that is not needed, in order, so that what is left is needed.
  return failing.reduce<string[]>(
    (needed, id) =>
      opens(needed.filter((other) => other !== id)) ? needed.filter((other) => other !== id) : needed,
    failing,
  );
}
