import * as z from "zod";
import { valueText } from "../../../kernel/revenue";
import type { Actor } from "../../db/governed-write";
import type { Transaction } from "../../db/tenant-transaction";
import { presentValue, type Standing, storedStanding } from "./executor";
import { whyNotGivenBack } from "./given-back";
import { dailySpend, holdDailySpend } from "./guardrails";
import type { HeldAction } from "./held-action";
import { findPlace } from "./registry";

const storedSchema = z.union([
  z.strictObject({ value: z.json() }),
  z.strictObject({ absent: z.enum(["field", "row"]) }),
]);

/** What stands there again; or, in words, why the field was left alone. */
export type TakenBack = { restored: Standing } | { conflict: string };

/** Whether one of the action's own conditions ends it, which were there when it was decided, or somebody's wish. */
export type EndedBy = "condition" | "wish";

/**
 * Puts back exactly what an action found, unless the field has moved on since: by a later action, or by a person's
 * hand. Whoever changed it last knew what they were doing. Nor is money spent or a discount given again on the way back
 * that would need a signature on the way there.
 */
export async function takeBack(
  tx: Transaction,
  actor: Actor,
  held: HeldAction,
  { at, endedBy }: { at: Date; endedBy: EndedBy },
): Promise<TakenBack> {
  const found = findPlace(held);
  if ("refused" in found) return { conflict: found.refused };
  const spends = found.executor.spends(held.field);
  if (spends) await holdDailySpend(tx, held.tenantId);
  const standing = await found.place.hold(tx, held);
  if ("unreadable" in standing) return { conflict: standing.unreadable };
  const later = await laterAction(tx, held);
  if (later)
    return {
      conflict: `A later action (${later}) has changed ${held.field}; it is ${textOf(standing)} now.`,
    };
  if (!(await isAsWritten(tx, held, standing)))
    return {
      conflict: `${held.field} has been changed since: it is ${textOf(standing)} now, not the ${writtenText(held)} that this action wrote.`,
    };
  const old = await oldStanding(tx, held);
  const before = spends ? await dailySpend(tx, held.tenantId, at) : 0;
  await tx.$executeRaw`savepoint before_taking_back`;
  const restored = await found.place.put(tx, held, old, { userId: actor.userId, at });
  const after = spends ? await dailySpend(tx, held.tenantId, at) : 0;
  const refusal = await whyNotGivenBack(tx, actor, held, { before, after, endedBy });
  if (refusal === null) return { restored };
  await tx.$executeRaw`rollback to savepoint before_taking_back`;
  return { conflict: refusal };
}

/** The newest other action that wrote the same field after this one and still stands. */
async function laterAction(tx: Transaction, held: HeldAction): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ actionKey: string }[]>`
    select other.action_key as "actionKey" from optimization_actions own
    join optimization_actions other on other.tenant_id = own.tenant_id and other.entity_type = own.entity_type
      and other.entity_id = own.entity_id and other.field = own.field and other.id <> own.id
    where own.tenant_id = ${held.tenantId}::uuid and own.id = ${held.id}::uuid
      and other.owner_subsystem = own.owner_subsystem and other.started_at >= own.started_at
      and other.status in ('executing', 'completed', 'failed')
    order by other.started_at desc limit 1`;
  return row?.actionKey ?? null;
}

/** Compared by the database, to the last digit. */
async function isAsWritten(tx: Transaction, held: HeldAction, standing: Standing): Promise<boolean> {
  if (!("json" in standing)) return false;
  const [row] = await tx.$queryRaw<{ same: boolean }[]>`
    select ${standing.json}::jsonb = new_value as same from optimization_actions
    where tenant_id = ${held.tenantId}::uuid and id = ${held.id}::uuid`;
  return row?.same ?? false;
}

/** Read in the database's own text, because a number read as one may lose digits. */
async function oldStanding(tx: Transaction, held: HeldAction): Promise<Standing> {
  const stored = storedSchema.parse(JSON.parse(held.oldValue ?? "null"));
  if ("absent" in stored) return stored;
  const [row] = await tx.$queryRaw<{ json: string }[]>`
    select (old_value -> 'value')::text as json from optimization_actions
    where tenant_id = ${held.tenantId}::uuid and id = ${held.id}::uuid`;
  if (!row) throw new Error("the action is held and still there");
  return row;
}

const textOf = (standing: Standing) => ("json" in standing ? valueText(presentValue(standing)) : "not set");
const writtenText = ({ newValue }: HeldAction) => valueText(presentValue({ json: newValue ?? "null" }));

/** For the log: what stands in the field after it was taken back. */
export function restoredFacts(restored: Standing): Record<string, unknown> {
  return { restored: JSON.parse(storedStanding(restored)) };
}

export const restoredText = (restored: Standing): string => textOf(restored);
