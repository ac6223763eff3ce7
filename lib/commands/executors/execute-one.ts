import type { Mode } from "../../../kernel/enforcement";
import { type Action, validateChange, valueText } from "../../../kernel/revenue";
import { type Actor, type GovernedTransaction, governedWrite } from "../../db/governed-write";
import type { Transaction } from "../../db/tenant-transaction";
import { abort } from "../../failures";
import { addDays, isoDate } from "../../queries/cycle-calendar";
import { loadSituation, type PresentSituation } from "../../queries/situation";
import { mayActOnActions } from "./acting-on-actions";
import { type ActionMove, actionEntry, moveOf } from "./action-entry";
import { writeBaselines } from "./baselines";
import { presentValue, type Standing, storedStanding } from "./executor";
import { gateRefusal, type Refusal, recordRefusal, refusalFor } from "./gate-again";
import {
  dailySpend,
  type Guardrails,
  guardrailFaults,
  holdDailySpend,
  loadGuardrails,
  spendRefusal,
} from "./guardrails";
import { type HeldAction, holdAction, readAction } from "./held-action";
import { unpaidRefusal } from "./paid-by-cuts";
import { type FoundPlace, findPlace } from "./registry";

/** Whatever holds a row that a change needs is given a few seconds before the attempt is given up and made again. */
export async function limitWaiting(tx: Transaction): Promise<void> {
  await tx.$executeRaw`set local lock_timeout = '2s'`;
}

/** Why an action is not up for execution; null when it is. */
export function whyNotDue({ status, request }: HeldAction): string | null {
  if (status === "pending") return null;
  if (status !== "awaiting_signoff") return `The action is ${status} already.`;
  if (request?.status === "APPROVED") return null;
  return `It waits for signatures on ${request?.reference ?? "its request"}.`;
}

/**
 * One action in one transaction: held, decided again on what holds now, changed, measured and logged; or failed, with
 * the reason, and the row that it would have changed left as it was.
 */
export function executeOne(
  actor: Actor,
  actionId: string,
  { attempt, at }: { attempt: number; at: Date },
): Promise<ActionMove> {
  return governedWrite(actor, async (governed) => {
    const { tx } = governed;
    await limitWaiting(tx);
    await mayActOnActions(tx, actor);
    const held = await holdAction(tx, actor.tenantId, actionId);
    const waits = whyNotDue(held);
    if (waits) return abort("CONFLICT", waits);
    const present = await loadSituation(tx, actor.tenantId);
    const action = readAction(held);
    if ("refused" in action)
      return failAction(governed, actor, held, present, refusalFor(action.refused), { attempt, at });
    const refusal =
      (await gateRefusal(tx, held, action, present, at)) ??
      (await makeChange(tx, actor, held, action, { mode: present.situation.mode, at }));
    if ("reason" in refusal) return failAction(governed, actor, held, present, refusal, { attempt, at });
    return begin(governed, actor, held, action, present, refusal, { attempt, at });
  });
}

type Change = { old: Standing; written: string };

/** Writes the new value if everything allows it; what does not is put in words and nothing is left written. */
async function makeChange(
  tx: Transaction,
  actor: Actor,
  held: HeldAction,
  action: Action,
  { mode, at }: { mode: Mode; at: Date },
): Promise<Change | Refusal> {
  const found = findPlace(held);
  if ("refused" in found) return refusalFor(found.refused);
  const guardrails = await loadGuardrails(tx, held.tenantId);
  if (!guardrails) return refusalFor("No guardrails are set, so nothing is changed.", ["guardrails"]);
  const spends = found.executor.spends(held.field);
  if (spends) await holdDailySpend(tx, held.tenantId);
  const standing = await found.place.hold(tx, held);
  if ("unreadable" in standing) return refusalFor(standing.unreadable);
  const faults = [
    ...guardrailFaults(action, guardrails),
    ...(await limitFaults(tx, held, action, found, { standing, guardrails, at })),
  ];
  if (faults.length > 0) return refusalFor(faults.join(" "));
  return write(tx, actor, held, action, found, { standing, guardrails, spends, mode, at });
}

async function limitFaults(
  tx: Transaction,
  held: HeldAction,
  action: Action,
  { executor, entityType }: FoundPlace,
  { standing, guardrails, at }: { standing: Standing; guardrails: Guardrails; at: Date },
): Promise<string[]> {
  const { field, current_value: assumed, new_value: newValue } = action.proposed_change;
  const now = presentValue(standing);
  // The effect was foreseen, and signed for, from the value that the cycle saw.
  if (valueText(now) !== valueText(assumed))
    return [`${field} has been changed since: it was ${valueText(assumed)} and is ${valueText(now)}.`];
  return validateChange({
    subsystem: executor.subsystem,
    type: action.type,
    field,
    newValue,
    currentValue: now,
    facts: {
      maxDailySpend: guardrails.max_daily_spend,
      today: isoDate(at),
      entityType,
      ...(await executor.facts(tx, held, at)),
    },
  });
}

async function write(
  tx: Transaction,
  actor: Actor,
  held: HeldAction,
  action: Action,
  { place }: FoundPlace,
  now: { standing: Standing; guardrails: Guardrails; spends: boolean; mode: Mode; at: Date },
): Promise<Change | Refusal> {
  const { standing, guardrails, spends, mode, at } = now;
  const before = spends ? await dailySpend(tx, held.tenantId, at) : 0;
  if (spends) await tx.$executeRaw`savepoint before_change`;
  const wanted = { json: JSON.stringify(action.proposed_change.new_value) };
  const written = await place.put(tx, held, wanted, { userId: actor.userId, at });
  const after = spends ? await dailySpend(tx, held.tenantId, at) : 0;
  const refusal =
    spendRefusal(action, guardrails, { before, after, mode }) ??
    (await unpaidRefusal(tx, held, { before, after }));
  if (refusal) {
    await tx.$executeRaw`rollback to savepoint before_change`;
    return refusal;
  }
  if (!("json" in written)) throw new Error(`${held.field} was written and is not there`);
  return { old: standing, written: written.json };
}

type Moment = { attempt: number; at: Date };

async function begin(
  { tx, append }: GovernedTransaction,
  actor: Actor,
  held: HeldAction,
  action: Action,
  present: PresentSituation,
  { old, written }: Change,
  { attempt, at }: Moment,
): Promise<ActionMove> {
  const windowEndsOn = addDays(isoDate(at), action.observation_window_days);
  await tx.$executeRaw`
    update optimization_actions set status = 'executing', old_value = ${storedStanding(old)}::jsonb,
      new_value = ${written}::jsonb, started_at = ${at.toISOString()}::timestamptz,
      window_ends_on = ${windowEndsOn}::date, attempts = ${attempt}, status_reason = null,
      updated_at = ${at.toISOString()}::timestamptz
    where tenant_id = ${held.tenantId}::uuid and id = ${held.id}::uuid`;
  await writeBaselines(tx, held, action, at);
  await append([
    actionEntry(actor, held, {
      policy: present.policy,
      title: `changed from ${valueText(presentValue(old))} to ${valueText(presentValue({ json: written }))}`,
      status: "executing",
      reason: null,
      at,
      facts: {
        type: action.type,
        mode: present.situation.mode,
        old_value: JSON.parse(storedStanding(old)),
        new_value: JSON.parse(written),
        window_ends_on: windowEndsOn,
        attempts: attempt,
      },
    }),
  ]);
  return moveOf(held, "executing", null);
}

/** Ends an action that never took effect. A no of the gate goes to the log as the decision that it is. */
export async function failAction(
  governed: GovernedTransaction,
  actor: Actor,
  held: HeldAction,
  present: PresentSituation,
  refusal: Refusal,
  { attempt, at }: Moment,
): Promise<ActionMove> {
  await recordRefusal(governed, actor, held, present, refusal, at);
  await governed.tx.optimizationAction.update({
    where: { tenantId_id: { tenantId: held.tenantId, id: held.id } },
    data: {
      status: "failed",
      statusReason: refusal.reason,
      finishedAt: at,
      updatedAt: at,
      attempts: attempt,
    },
  });
  await governed.append([
    actionEntry(actor, held, {
      policy: present.policy,
      title: "not carried out",
      status: "failed",
      reason: refusal.reason,
      at,
      reasonCodes: refusal.codes,
      facts: { rules: refusal.rules, mode: present.situation.mode, attempts: attempt },
    }),
  ]);
  return moveOf(held, "failed", refusal.reason);
}
