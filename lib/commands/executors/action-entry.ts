import { KERNEL_VERSION } from "../../../kernel/enforcement";
import type { Actor, LogEntry } from "../../db/governed-write";
import type { ActivePolicy } from "../../policy/active-policy";
import type { HeldAction } from "./held-action";

/** Where an action has got to, for whoever moved it. */
export type ActionMove = { actionId: string; actionKey: string; status: string; reason: string | null };

export function moveOf({ id, actionKey }: HeldAction, status: string, reason: string | null): ActionMove {
  return { actionId: id, actionKey, status, reason };
}

/** The entry of the log for a step of an action: what it changes, from which state to which, and why. */
export function actionEntry(
  actor: Actor,
  held: HeldAction,
  step: {
    policy: Pick<ActivePolicy, "version" | "hash">;
    title: string;
    status: string;
    reason: string | null;
    at: Date;
    reasonCodes?: readonly string[];
    facts?: Record<string, unknown>;
  },
): LogEntry {
  return {
    kind: "optimization_action",
    occurredAt: step.at,
    title: `${held.subsystem}.${held.field}: ${step.title}`,
    source: sourceOf(actor),
    policyVersion: step.policy.version,
    policyHash: step.policy.hash,
    kernelVersion: KERNEL_VERSION,
    reasonCodes: step.reasonCodes ?? [],
    facts: {
      action_id: held.id,
      action_key: held.actionKey,
      optimization_cycle_id: held.cycleId,
      lever: `${held.subsystem}.${held.field}`,
      target_entity: { type: held.entityType, id: held.entityId },
      request: held.request?.reference ?? null,
      status_before: held.status,
      status_after: step.status,
      reason: step.reason,
      ...step.facts,
    },
  };
}

function sourceOf({ userId, role }: Actor): LogEntry["source"] {
  if (role === "API key") return "api";
  return userId === undefined || role === "Optimizer" ? "system" : "application";
}
