import type { Transaction } from "../db/tenant-transaction";
import type { ActionStatus } from "./action-status";
import { findRequest } from "./request-row";
import { type DecisionStep, timelineOf } from "./request-timeline";

/** A step in the life of an action, as the decision log holds it. */
export type ActionStep =
  | { kind: "asked"; at: Date; logSeq: number | null }
  | {
      kind: "request";
      at: Date;
      by: string;
      action: DecisionStep["action"];
      as: string | null;
      reason: string | null;
      logSeq: number;
    }
  | { kind: "moved"; at: Date; by: string; to: ActionStatus; reason: string | null; logSeq: number };

type Stored = {
  id: string;
  cycleId: string;
  executedAt: Date;
  updatedAt: Date;
  reference: string | null;
};

const MOST_ENTRIES = 50;

/** From the cycle that asked for it to its end, oldest first, each with its entry in the log. */
export async function actionSteps(tx: Transaction, tenantId: string, action: Stored): Promise<ActionStep[]> {
  const steps = [
    await askedBy(tx, tenantId, action),
    ...(await requestSteps(tx, tenantId, action.reference)),
    ...(await moves(tx, tenantId, action)),
  ];
  return steps.sort(
    (one, other) => one.at.getTime() - other.at.getTime() || Number(one.logSeq) - Number(other.logSeq),
  );
}

async function askedBy(
  tx: Transaction,
  tenantId: string,
  { cycleId, executedAt }: Stored,
): Promise<ActionStep> {
  const [entry] = await tx.$queryRaw<{ seq: number }[]>`
    select seq::int as seq from decision_log_entries, lateral (select content::jsonb as body) as parsed
    where tenant_id = ${tenantId}::uuid and kind = 'optimization_cycle' and occurred_at = ${executedAt}
      and body ->> 'optimization_cycle_id' = ${cycleId} limit 1`;
  return { kind: "asked", at: executedAt, logSeq: entry?.seq ?? null };
}

async function requestSteps(
  tx: Transaction,
  tenantId: string,
  reference: string | null,
): Promise<ActionStep[]> {
  const request = reference ? await findRequest(tx, tenantId, reference) : null;
  if (!request) return [];
  const timeline = await timelineOf(tx, request);
  return timeline.flatMap((step) =>
    step.kind === "decision"
      ? [
          {
            kind: "request" as const,
            at: step.at,
            by: step.by,
            action: step.action,
            as: step.signedAs,
            reason: step.reason,
            logSeq: step.logSeq,
          },
        ]
      : [],
  );
}

/** An action's row bears the moment of its last step, so no entry before or after it is looked at. */
function moves(
  tx: Transaction,
  tenantId: string,
  { id, executedAt, updatedAt }: Stored,
): Promise<ActionStep[]> {
  return tx.$queryRaw<Extract<ActionStep, { kind: "moved" }>[]>`
    select 'moved' as kind, seq::int as "logSeq", actor as "by", occurred_at as at,
      body ->> 'status_after' as "to", body ->> 'reason' as reason
    from decision_log_entries, lateral (select content::jsonb as body) as parsed
    where tenant_id = ${tenantId}::uuid and kind = 'optimization_action'
      and occurred_at between ${executedAt} and ${updatedAt} and body ->> 'action_id' = ${id}
    order by seq limit ${MOST_ENTRIES}`;
}
