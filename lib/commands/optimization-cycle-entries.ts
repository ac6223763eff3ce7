import { randomUUID } from "node:crypto";
import canonicalize from "canonicalize";
import { type GateRequest, KERNEL_VERSION } from "../../kernel/enforcement";
import type { GatedAction } from "../../kernel/revenue";
import {
  type Actor,
  type GovernedTransaction,
  hashContent,
  insertRows,
  type LogEntry,
} from "../db/governed-write";
import type { PresentSituation } from "../queries/situation";
import { OPTIMIZER_NAME } from "./optimizer-member";
import { rationaleOf, statesOf } from "./record-decision";
import type { CycleToStore } from "./store-optimization-cycle";

const policyOf = ({ policy }: PresentSituation) => ({
  policyVersion: policy.version,
  policyHash: policy.hash,
  kernelVersion: KERNEL_VERSION,
});

/** What the cycle said, under the hash: constraint, gates, actions, and what was held back by which codes and rules. */
export function cycleEntry(
  { input, output, present, proposer, requests, at }: CycleToStore,
  askedBy: Actor,
): LogEntry {
  const { cycle_summary: summary, actions, suppressed_actions: suppressed } = output;
  const count = `${actions.length} ${actions.length === 1 ? "action" : "actions"}`;
  return {
    kind: "optimization_cycle",
    occurredAt: at,
    title: `Revenue cycle: ${summary.binding_constraint.replace("_", " ")} binds, ${count}, ${suppressed.length} suppressed`,
    source: sourceOf(askedBy),
    ...policyOf(present),
    reasonCodes: [...new Set(suppressed.flatMap(({ reason_codes }) => reason_codes))].sort(),
    facts: {
      optimization_cycle_id: output.cycle_id,
      contract_version: output.version,
      asked_by: { id: askedBy.userId ?? null, name: askedBy.name, role: askedBy.role },
      trigger: input.trigger,
      analysis_window: input.analysis_window,
      mode: present.situation.mode,
      cycle_id: present.cycle?.cycleKey ?? null,
      trigger_states: statesOf(present),
      ...summary,
      actions: actions.map((action) => ({
        action_id: action.action_id,
        priority: action.priority,
        type: action.type,
        target_entity: action.target_entity,
        proposed_change: action.proposed_change,
        requires_human: action.requires_human,
        request: requests.get(action.action_id)?.reference ?? null,
      })),
      suppressed_actions: suppressed,
      data_quality_actions: output.data_quality_actions,
      proposer: proposer.proposer,
      proposer_note: proposer.note,
      // Input and output stand in the cycle's row; their hashes here make an altered row show.
      input_sha256: sha256(input),
      output_sha256: sha256(output),
    },
  };
}

/** A person from the application, a key from the API, or the system's own clock. */
export function sourceOf(actor: Actor): LogEntry["source"] {
  if (actor.userId) return "application";
  return actor.role === "API key" ? "api" : "system";
}

const sha256 = (value: unknown): string => hashContent(canonicalize(value) ?? "");

/**
 * Puts on record what the gates refused (RUNTIME-A10-1). Such an action never became a request: the decision
 * stands for itself, under the action's own id, as those of outside systems do.
 */
export async function recordBlocked(
  { tx, append }: GovernedTransaction,
  { output, present, at }: CycleToStore,
  blocked: readonly GatedAction[],
): Promise<void> {
  const decisions = blocked.map((each) => ({ ...each, id: randomUUID() }));
  const positions = await append(decisions.map((each) => blockedEntry(each, output.cycle_id, present, at)));
  const rows = decisions.map(({ action_id, request, decision, id }, index) => ({
    tenant_id: output.tenant_id,
    id,
    request_ref: action_id,
    gate_id: request.gate_id,
    action: "EXTERNAL",
    decision: decision.decision,
    reason_codes: decision.reason_codes,
    blocked_by: decision.blocked_by,
    missing: decision.missing,
    report: decision,
    asked_for: askedFor(action_id, request),
    states: statesOf(present),
    mode: present.situation.mode,
    cycle_id: present.cycle?.id ?? null,
    policy_version: present.policy.version,
    policy_hash: present.policy.hash,
    kernel_version: KERNEL_VERSION,
    decided_at: at.toISOString(),
    log_seq: Number(positions[index]?.seq),
  }));
  await insertRows(tx, "gate_decisions", rows);
}

/** As the kernel put it to the gate: in its own name, with nobody's signature. */
function askedFor(actionId: string, { gate_id, details, roi_case }: GatedAction["request"]): GateRequest {
  return {
    request_id: actionId,
    gate_id,
    requested_by: OPTIMIZER_NAME,
    details,
    roi_case,
    signoffs: [],
    exceptions: [],
  };
}

function blockedEntry(
  { id, action_id, request, decision }: GatedAction & { id: string },
  cycleId: string,
  present: PresentSituation,
  at: Date,
): LogEntry {
  return {
    kind: "gate_decision",
    occurredAt: at,
    title: `Not proposed, the gate says no: ${request.title}`,
    source: "system",
    ...policyOf(present),
    reasonCodes: decision.reason_codes,
    decision: {
      id,
      requestRef: action_id,
      gateId: request.gate_id,
      outcome: decision.decision,
      triggerStates: statesOf(present),
      rationale: rationaleOf(decision, "The Revenue OS kernel asked before it proposed."),
      signoffs: [],
      expectedRoiBand: request.roi_case?.expected_roi_band ?? null,
      report: decision,
    },
    facts: {
      action: "EXTERNAL",
      optimization_cycle_id: cycleId,
      request_title: request.title,
      request_details: request.details,
      mode: present.situation.mode,
      cycle: present.cycle?.cycleKey ?? null,
      blocked_by: decision.blocked_by,
      missing: decision.missing,
    },
  };
}
