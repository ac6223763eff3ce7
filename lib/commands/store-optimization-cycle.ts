import { randomUUID } from "node:crypto";
import type { Action, KernelInput, KernelOutput } from "../../kernel/revenue";
import { insertRows } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import type { PresentSituation } from "../queries/situation";

/** Who proposed candidates: the catalogue alone, or a language model as well; and why not, where it was asked in vain. */
export type Proposer = { proposer: "catalogue" | "model"; note: string | null };

export type CycleToStore = {
  input: KernelInput;
  output: KernelOutput;
  present: PresentSituation;
  proposer: Proposer;
  /** The request that each action waits for, by action id; an action without one may run. */
  requests: ReadonlyMap<string, { id: string; reference: string }>;
  at: Date;
};

export type StoredAction = {
  id: string;
  actionId: string;
  status: "pending" | "awaiting_signoff";
  requestReference: string | null;
};

/** The cycle as it stood, what it read and what it said; the database lets none of it change. */
export async function storeCycle(
  tx: Transaction,
  { input, output, present, proposer, at }: CycleToStore,
): Promise<void> {
  const { binding_constraint, priority_metric, confidence } = output.cycle_summary;
  await insertRows(tx, "optimization_cycles", [
    {
      tenant_id: output.tenant_id,
      id: output.cycle_id,
      trigger_type: input.trigger.type,
      trigger_source: input.trigger.source,
      version: output.version,
      binding_constraint,
      priority_metric,
      confidence: Number(confidence.toFixed(4)),
      mode: present.situation.mode,
      evaluation_cycle_id: present.cycle?.id ?? null,
      policy_version: present.policy.version,
      policy_hash: present.policy.hash,
      proposer: proposer.proposer,
      proposer_note: proposer.note,
      executed_at: at.toISOString(),
      input,
      output,
    },
  ]);
}

/** The actions of the cycle: those that a person has to sign wait, and the database lets none of them run unsigned. */
export async function storeActions(
  tx: Transaction,
  { output, requests, at }: CycleToStore,
): Promise<StoredAction[]> {
  const stored = output.actions.map((action) => ({ action, id: randomUUID() }));
  await insertRows(
    tx,
    "optimization_actions",
    stored.map(({ action, id }) =>
      actionRow(output, action, id, requests.get(action.action_id)?.id ?? null, at),
    ),
  );
  return stored.map(({ action, id }) => {
    const request = requests.get(action.action_id);
    return {
      id,
      actionId: action.action_id,
      status: request ? "awaiting_signoff" : "pending",
      requestReference: request?.reference ?? null,
    };
  });
}

function actionRow(output: KernelOutput, action: Action, id: string, requestId: string | null, at: Date) {
  return {
    tenant_id: output.tenant_id,
    id,
    cycle_id: output.cycle_id,
    action_key: action.action_id,
    priority: action.priority,
    owner_subsystem: action.owner_subsystem,
    action_type: action.type,
    status: requestId === null ? "pending" : "awaiting_signoff",
    action,
    lens: action.lens,
    target_metric: action.target_metric,
    entity_type: action.target_entity.type,
    entity_id: action.target_entity.id,
    field: action.proposed_change.field,
    request_id: requestId,
    attempts: 0,
    created_at: at.toISOString(),
    updated_at: at.toISOString(),
  };
}
