import { businessDaysBetween, type Mode, type ReasonCode, type TriggerState } from "../../kernel/enforcement";
import { can } from "../auth/permissions";
import type { Viewer } from "../auth/viewer";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { type ActivePolicy, loadActivePolicy } from "../policy/active-policy";
import { certificationCodes } from "./certification";
import { type CloseBase, closeBase, type StateChange, stateChanges } from "./close-base";
import { closeBridges, type MonthBridge } from "./close-bridges";
import { type CloseChecklist, closeChecklist } from "./close-checklist";
import { type CloseClock, closeClock } from "./close-clock";
import { type Commentary, commentariesOf, outstandingChanges } from "./close-commentary";
import { type Member, membersToAssign } from "./close-owners";
import { type RunningMonth, runningMonth } from "./close-running";
import { type CloseStage, closeStage } from "./close-stage";
import {
  type CertifiedClose,
  type CloseStates,
  certifiedClose,
  closeStates,
  statesById,
} from "./close-states";
import { addMonths, isoDate, monthIndexOf, type Period, periodOf } from "./cycle-calendar";
import { type CycleRun, runCycle } from "./cycle-run";
import { onlyTheCfo } from "./earlier-delivery";

export type CloseVersion = {
  id: string;
  version: number;
  status: "OPEN" | "CLOSED";
  isCertified: boolean;
  deliveredAt: string | null;
  at: Date;
  by: string | null;
  reason: string | null;
  reasonCodes: ReasonCode[];
};

export type CloseComparison = {
  cycleKey: string;
  isCertified: boolean;
  mode: Mode;
  triggers: Record<string, { state: TriggerState; value: number | null }>;
};

/** A month that is over and belongs to the plan. */
export type ClosingMonth = {
  monthIndex: number;
  certified:
    | (Pick<
        CertifiedClose,
        "id" | "version" | "certifiedAs" | "certifiedAt" | "certifiedBy" | "deliveredAt"
      > & {
        /** On which business day. */
        deliveredOn: number;
      })
    | null;
  /** As certified; before that, as it would be now. */
  states: CloseStates;
  /** What a certification of this moment would be answered with; empty when it would go through. */
  refusedWith: ReasonCode[];
  /** Why only the CFO can certify it with the day of delivery that is proposed; null where FP&A can as well. */
  onlyTheCfo: string | null;
  /** The day of delivery that is proposed: the one that an earlier version has, else today. */
  delivery: string;
  checklist: CloseChecklist;
  base: CloseComparison | null;
  bridges: MonthBridge[];
  changes: StateChange[];
  outstanding: StateChange[];
  commentaries: Commentary[];
  versions: CloseVersion[];
  reopenings: { version: number; reason: string; by: string; at: Date }[];
  members: Member[];
};

export type CloseMonth = {
  cycleKey: string;
  period: Period;
  stage: CloseStage;
  clock: CloseClock;
  /** Null while the month runs or lies before the plan's start: nothing can be closed. */
  closing: ClosingMonth | null;
  /** The month that runs, as far as it can be told; null for every other. */
  running: RunningMonth | null;
  isBeforePlan: boolean;
  /** Neighbouring months, where they belong to the plan and have begun. */
  previous: string | null;
  next: string | null;
};

type Person = Pick<Viewer, "tenantId" | "userId" | "role">;

export function loadCloseMonth(person: Person, cycleKey: string, at: Date): Promise<Result<CloseMonth>> {
  return settle(() =>
    inTenant(person, async (tx) => {
      if (!can(person.role, "company.read")) return abort("FORBIDDEN");
      const period = periodOf("monthly_close", cycleKey);
      if (period === null) return abort("NOT_FOUND");
      const tenant = await tx.tenant.findUniqueOrThrow({
        where: { id: person.tenantId },
        select: { planStart: true, holidays: true },
      });
      const policy = await loadActivePolicy(tx, person.tenantId);
      const clock = closeClock(policy, period.end, tenant.holidays, at);
      const [first, running] = [isoDate(tenant.planStart).slice(0, 7), isoDate(at).slice(0, 7)];
      const isBeforePlan = cycleKey < first;
      const month = { cycleKey, monthIndex: monthIndexOf(first, cycleKey) };
      const setting = { policy, clock, holidays: tenant.holidays, at };
      const closing =
        clock.isOver && !isBeforePlan ? await closingMonth(tx, person.tenantId, month, setting) : null;
      const isRunning = cycleKey === running && !isBeforePlan;
      return {
        cycleKey,
        period,
        clock,
        closing,
        running: isRunning ? await runningMonth(tx, person.tenantId, { ...month, ...setting, period }) : null,
        isBeforePlan,
        stage: closeStage({
          isOver: clock.isOver,
          isOverdue: clock.isOverdue,
          closed: closing && closedOf(closing),
          reopenings: closing?.reopenings.length ?? 0,
          outstanding: closing?.certified ? closing.outstanding.length : 0,
        }),
        previous: cycleKey > first ? addMonths(cycleKey, -1) : null,
        next: cycleKey < running ? addMonths(cycleKey, 1) : null,
      };
    }),
  );
}

function closedOf({ versions }: ClosingMonth): { isCertified: boolean } | null {
  return versions.find(({ status }) => status === "CLOSED") ?? null;
}

type Setting = { policy: ActivePolicy; clock: CloseClock; holidays: readonly Date[]; at: Date };

async function closingMonth(
  tx: Transaction,
  tenantId: string,
  { cycleKey, monthIndex }: { cycleKey: string; monthIndex: number },
  { clock, holidays, at }: Setting,
): Promise<ClosingMonth> {
  const versions = await versionsOf(tx, tenantId, cycleKey);
  const certified = await certifiedClose(tx, tenantId, cycleKey);
  const deliveredAt = versions.find((version) => version.deliveredAt)?.deliveredAt ?? isoDate(at);
  const run = await runCycle(
    tx,
    tenantId,
    { cadence: "monthly_close", cycleKey, certifyFinal: true, deliveredAt },
    at,
  );
  const compiled = certified?.compiled ?? run.policy.compiled;
  const states = closeStates(compiled, certified?.report ?? run.report);
  const base = await closeBase(tx, tenantId, cycleKey);
  const changes = stateChanges(base, statesById(states));
  const commentaries = await commentariesOf(tx, tenantId, cycleKey);
  const inputs = certified?.inputs ?? inputsOf(run);
  return {
    monthIndex,
    certified: certified && {
      ...certified,
      deliveredOn: businessDaysBetween(clock.periodEnd, certified.deliveredAt, holidays.map(isoDate)),
    },
    states,
    refusedWith: certified ? [] : certificationCodes(run),
    onlyTheCfo: certified ? null : await onlyTheCfo(tx, run, deliveredAt, at),
    delivery: deliveredAt,
    checklist: await closeChecklist(tx, run, { clock, holidays, cycleId: certified?.id ?? null, at }),
    base: base && comparisonOf(base),
    bridges: base ? closeBridges(compiled, base, { inputs, monthIndex }) : [],
    changes,
    outstanding: outstandingChanges(changes, commentaries),
    commentaries,
    versions,
    reopenings: await reopeningsOf(tx, tenantId, cycleKey),
    members: await membersToAssign(tx, tenantId),
  };
}

const inputsOf = ({ document }: CycleRun): Record<string, unknown> => document.inputs ?? {};

const comparisonOf = ({ cycleKey, isCertified, mode, triggers }: CloseBase): CloseComparison => ({
  cycleKey,
  isCertified,
  mode,
  triggers,
});

function versionsOf(tx: Transaction, tenantId: string, cycleKey: string): Promise<CloseVersion[]> {
  return tx.$queryRaw<CloseVersion[]>`
    select c.id, c.version, c.status, c.certified_final as "isCertified", c.delivered_at::text as "deliveredAt",
      c.evaluated_at as at, u.name as by, c.reason, c.reason_codes as "reasonCodes"
    from evaluation_cycles c left join users u on u.id = c.evaluated_by
    where c.tenant_id = ${tenantId}::uuid and c.cadence = 'monthly_close' and c.cycle_key = ${cycleKey}
    order by c.version desc limit 50`;
}

function reopeningsOf(tx: Transaction, tenantId: string, cycleKey: string) {
  return tx.$queryRaw<ClosingMonth["reopenings"]>`
    select r.version, r.reason, u.name as by, r.reopened_at as at
    from close_reopenings r join users u on u.id = r.reopened_by
    where r.tenant_id = ${tenantId}::uuid and r.cycle_key = ${cycleKey} order by r.version desc`;
}
