import type * as z from "zod";
import { type Action, actionSchema } from "../../../kernel/revenue";
import type { Transaction } from "../../db/tenant-transaction";
import { abort } from "../../failures";
import { findRequest, type RequestRow } from "../../queries/request-row";

/** An action as it stands, held with its request until the transaction ends. */
export type HeldAction = {
  tenantId: string;
  id: string;
  cycleId: string;
  actionKey: string;
  status: string;
  subsystem: string;
  entityType: string;
  entityId: string;
  field: string;
  /** What the cycle asked for, as it stands in the action's row. */
  stored: unknown;
  /** `storedStanding` of what stood there before, and the JSON that was written; null before it took effect. */
  oldValue: string | null;
  newValue: string | null;
  requestId: string | null;
  request: RequestRow | null;
  /** YYYY-MM-DD. */
  startedOn: string | null;
  windowEndsOn: string | null;
};

/**
 * The request is held before the action and the action before the log, here and where a request ends, so that no
 * two of them can wait for each other.
 */
export async function holdAction(tx: Transaction, tenantId: string, actionId: string): Promise<HeldAction> {
  const [named] = await tx.$queryRaw<{ reference: string }[]>`
    select reference from requests where tenant_id = ${tenantId}::uuid and id = (
      select request_id from optimization_actions where tenant_id = ${tenantId}::uuid and id = ${actionId}::uuid)
    for update`;
  const [row] = await tx.$queryRaw<Omit<HeldAction, "request">[]>`
    select tenant_id as "tenantId", id, cycle_id as "cycleId", action_key as "actionKey", status,
      owner_subsystem as subsystem, entity_type as "entityType", entity_id as "entityId", field, action as stored,
      old_value::text as "oldValue", new_value::text as "newValue", request_id as "requestId",
      to_char(started_at at time zone 'UTC', 'YYYY-MM-DD') as "startedOn",
      to_char(window_ends_on, 'YYYY-MM-DD') as "windowEndsOn"
    from optimization_actions where tenant_id = ${tenantId}::uuid and id = ${actionId}::uuid for update`;
  if (!row) return abort("NOT_FOUND", "There is no such action in this company.");
  return { ...row, request: named ? await findRequest(tx, tenantId, named.reference) : null };
}

/** What the cycle asked for; in words, why it cannot be made out. */
export function readAction(held: HeldAction): Action | { refused: string } {
  const parsed = actionSchema.safeParse(held.stored);
  if (!parsed.success) return { refused: `The action is not in its shape: ${firstFault(parsed.error)}` };
  const { owner_subsystem, target_entity, proposed_change, action_id } = parsed.data;
  const isItsRow =
    action_id === held.actionKey &&
    owner_subsystem === held.subsystem &&
    target_entity.type === held.entityType &&
    target_entity.id === held.entityId &&
    proposed_change.field === held.field;
  return isItsRow ? parsed.data : { refused: "The action's row says other than the cycle asked for." };
}

function firstFault(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue ? `${issue.path.join(".")}: ${issue.message}` : "unreadable.";
}
