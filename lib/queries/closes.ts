import { businessDaysBetween, type Mode, type TriggerState } from "../../kernel/enforcement";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { type Result, settle } from "../failures";
import { loadActivePolicy } from "../policy/active-policy";
import { stateChanges } from "./close-base";
import { type CloseClock, closeClock } from "./close-clock";
import { outstandingChanges } from "./close-commentary";
import { type CloseStage, closeStage } from "./close-stage";
import { addMonths, isoDate, periodOf } from "./cycle-calendar";
import type { Person } from "./waiting";

export type CloseLine = {
  cycleKey: string;
  stage: CloseStage;
  clock: CloseClock;
  /** The newest closed version. */
  closed: {
    version: number;
    deliveredAt: string | null;
    /** On which business day it was delivered. */
    deliveredOn: number | null;
    at: Date;
    by: string | null;
    mode: Mode;
  } | null;
  /** What keeps the newest attempt open. */
  heldUpBy: string[];
  reopenings: number;
  /** Changes of state without a commentary, by full trigger id. */
  outstanding: string[];
};

export type Closes = { months: CloseLine[]; holidays: string[]; isCut: boolean };

const SHOWN = 36;

/** The months of the plan up to the one that runs, newest first, each with where its close stands. */
export function listCloses(person: Person, at: Date): Promise<Result<Closes>> {
  return settle(() =>
    inTenant(person, async (tx) => {
      const { tenantId } = person;
      const policy = await loadActivePolicy(tx, tenantId);
      const tenant = await tx.tenant.findUniqueOrThrow({
        where: { id: tenantId },
        select: { planStart: true, holidays: true },
      });
      const facts = await closeFacts(tx, tenantId);
      const months = monthsUntil(isoDate(at).slice(0, 7), isoDate(tenant.planStart).slice(0, 7));
      const holidays = tenant.holidays.map(isoDate);
      return {
        months: months.slice(0, SHOWN).map((cycleKey) => {
          const clock = closeClock(
            policy,
            periodOf("monthly_close", cycleKey)?.end ?? "",
            tenant.holidays,
            at,
          );
          return lineOf(cycleKey, { facts, clock, holidays });
        }),
        holidays,
        isCut: months.length > SHOWN,
      };
    }),
  );
}

function monthsUntil(last: string, first: string): string[] {
  const months: string[] = [];
  for (let month = last; month >= first; month = addMonths(month, -1)) months.push(month);
  return months;
}

type ClosedRow = {
  cycleKey: string;
  version: number;
  isCertified: boolean;
  deliveredAt: string | null;
  at: Date;
  by: string | null;
  mode: Mode;
  states: Record<string, TriggerState>;
};
type Facts = {
  closed: Map<string, ClosedRow>;
  heldUp: Map<string, string[]>;
  reopenings: Map<string, number>;
  written: {
    cycleKey: string;
    triggerId: string;
    stateBefore: TriggerState | null;
    stateNow: TriggerState;
  }[];
};

async function closeFacts(tx: Transaction, tenantId: string): Promise<Facts> {
  const closed = await tx.$queryRaw<ClosedRow[]>`
    with newest as (
      select distinct on (c.cycle_key) c.* from evaluation_cycles c
      where c.tenant_id = ${tenantId}::uuid and c.cadence = 'monthly_close' and c.status = 'CLOSED'
      order by c.cycle_key, c.version desc
    )
    select n.cycle_key as "cycleKey", n.version, n.certified_final as "isCertified",
      n.delivered_at::text as "deliveredAt", n.evaluated_at as at, u.name as by, n.mode_after as mode,
      (select coalesce(jsonb_object_agg(t.trigger_id, t.state), '{}') from trigger_evaluations t
       where t.tenant_id = n.tenant_id and t.cycle_id = n.id) as states
    from newest n left join users u on u.id = n.evaluated_by`;
  const attempts = await tx.$queryRaw<{ cycleKey: string; status: string; codes: string[] }[]>`
    select distinct on (cycle_key) cycle_key as "cycleKey", status, reason_codes as codes from evaluation_cycles
    where tenant_id = ${tenantId}::uuid and cadence = 'monthly_close' order by cycle_key, version desc`;
  const reopened = await tx.closeReopening.groupBy({ by: ["cycleKey"], where: { tenantId }, _count: true });
  const written = await tx.closeCommentary.findMany({
    where: { tenantId },
    select: { cycleKey: true, triggerId: true, stateBefore: true, stateNow: true },
  });
  return {
    closed: new Map(closed.map((row) => [row.cycleKey, row])),
    heldUp: new Map(
      attempts.flatMap(({ cycleKey, status, codes }) =>
        status === "OPEN" ? [[cycleKey, codes] as const] : [],
      ),
    ),
    reopenings: new Map(reopened.map(({ cycleKey, _count }) => [cycleKey, _count])),
    written: written as Facts["written"],
  };
}

type LineFacts = { facts: Facts; clock: CloseClock; holidays: readonly string[] };

function lineOf(cycleKey: string, { facts, clock, holidays }: LineFacts): CloseLine {
  const closed = facts.closed.get(cycleKey) ?? null;
  const reopenings = facts.reopenings.get(cycleKey) ?? 0;
  const outstanding = closed?.isCertified ? outstandingOf(cycleKey, closed, facts) : [];
  return {
    cycleKey,
    stage: closeStage({
      isOver: clock.isOver,
      isOverdue: clock.isOverdue,
      closed,
      reopenings,
      outstanding: outstanding.length,
    }),
    clock,
    closed: closed && {
      version: closed.version,
      deliveredAt: closed.deliveredAt,
      deliveredOn: closed.deliveredAt
        ? businessDaysBetween(clock.periodEnd, closed.deliveredAt, holidays)
        : null,
      at: closed.at,
      by: closed.by,
      mode: closed.mode,
    },
    heldUpBy: facts.heldUp.get(cycleKey) ?? [],
    reopenings,
    outstanding,
  };
}

/** Against the newest certified close before the month, as on its own page. */
function outstandingOf(cycleKey: string, { states }: ClosedRow, { closed, written }: Facts): string[] {
  const base = [...closed.values()]
    .filter((row) => row.isCertified && row.cycleKey < cycleKey)
    .sort((one, other) => other.cycleKey.localeCompare(one.cycleKey))[0];
  if (!base) return [];
  const before = Object.fromEntries(
    Object.entries(base.states).map(([triggerId, state]) => [triggerId, { state, value: null }]),
  );
  const changes = stateChanges({ isCertified: true, triggers: before }, states);
  const mine = written.filter((each) => each.cycleKey === cycleKey);
  return outstandingChanges(changes, mine).map(({ triggerId }) => triggerId);
}
