import { addBusinessDays, KERNEL_VERSION, triggerShortId } from "../../kernel/enforcement";
import type { LogEntry } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import type { ActivePolicy } from "../policy/active-policy";
import { isoDate } from "../queries/cycle-calendar";
import type { StoredCycle } from "./store-cycle";

/** Business days that the owners of the mandated actions have from the day the mode is entered. */
const ACTION_BUSINESS_DAYS = 5;

/** Whose action it is, by what it speaks of; the CFO's where it says nothing of people or of the market. */
const OWNERS: readonly [RegExp, string][] = [
  [/hiring|headcount/i, "CEO"],
  [/GTM|marketing|sales/i, "Head of Sales/Marketing"],
];
const DEFAULT_OWNER = "CFO";

/**
 * Lets the mode on record follow the newest closed cycle: ends the stretch that holds and begins the next
 * where the kernel's mode differs, and puts the contract's four actions in place on entering DEFENSIVE
 * (RUNTIME-A7-1). Stretches that have ended stay as they were: they are what decisions of their time rested
 * on, whatever a later correction of an old cycle says about them.
 */
export async function followMode(
  tx: Transaction,
  policy: ActivePolicy,
  cycle: StoredCycle,
  at: Date,
): Promise<LogEntry[]> {
  const { tenantId } = cycle.record;
  const mode = cycle.report.mode.after;
  const open = await tx.modePeriod.findFirst({ where: { tenantId, endedAt: null } });
  if (open?.mode === mode) return [];
  if (open) {
    await tx.modePeriod.update({
      where: { tenantId_id: { tenantId, id: open.id } },
      data: { endedAt: at, endedByCycle: cycle.id },
    });
  }
  const cause = causeOf(policy, cycle);
  const period = await tx.modePeriod.create({
    data: { tenantId, mode, startedAt: at, startedByCycle: cycle.id, cause },
  });
  const actions = mode === "DEFENSIVE" ? await mandateActions(tx, policy, tenantId, period.id, at) : [];
  return [
    {
      kind: "mode_change",
      occurredAt: at,
      title: `Mode ${open ? `changed from ${open.mode} to` : "begins as"} ${mode}: ${cause}`,
      source: "application",
      policyVersion: policy.version,
      policyHash: policy.hash,
      kernelVersion: KERNEL_VERSION,
      facts: {
        mode_before: open?.mode ?? null,
        mode_after: mode,
        cadence: cycle.record.cadence,
        cycle_id: cycle.record.cycleKey,
        cause,
        defensive_actions: actions,
      },
    },
  ];
}

function causeOf(policy: ActivePolicy, { report }: StoredCycle): string {
  const failing = report.trigger_evaluation
    .map(({ trigger_id, state }) => ({ short: triggerShortId(trigger_id), state }))
    .filter(
      ({ short, state }) => policy.compiled.criticalTriggers.includes(short) && /FAIL|UNKNOWN/.test(state),
    );
  if (failing.length > 0) return failing.map(({ short, state }) => `${short} ${state}`).join(", ");
  if (report.mode.after === "DEFENSIVE")
    return "two cycles in a row with every critical trigger PASS are still wanted";
  return report.mode.before === "DEFENSIVE"
    ? "every critical trigger PASS in two cycles in a row"
    : "no critical trigger FAIL or UNKNOWN";
}

async function mandateActions(
  tx: Transaction,
  policy: ActivePolicy,
  tenantId: string,
  modePeriodId: string,
  at: Date,
) {
  const { holidays } = await tx.tenant.findUniqueOrThrow({
    where: { id: tenantId },
    select: { holidays: true },
  });
  const members = await tx.membership.findMany({
    where: { tenantId, endedAt: null },
    orderBy: [{ createdAt: "asc" }, { userId: "asc" }],
    select: { userId: true, role: true },
  });
  const dueOn = addBusinessDays(isoDate(at), ACTION_BUSINESS_DAYS, holidays.map(isoDate));
  const actions = policy.compiled.defensiveActions.map((action, index) => {
    const role = OWNERS.find(([words]) => words.test(action))?.[1] ?? DEFAULT_OWNER;
    const ownerId = members.find((member) => member.role === role)?.userId ?? null;
    return { position: index + 1, action, role, ownerId };
  });
  await tx.defensiveAction.createMany({
    data: actions.map(({ position, action, ownerId }) => ({
      tenantId,
      modePeriodId,
      position,
      action,
      ownerId,
      dueOn: new Date(dueOn),
    })),
  });
  return actions.map(({ action, role, ownerId }) => ({
    action,
    owner_role: role,
    owner_id: ownerId,
    due_on: dueOn,
  }));
}
