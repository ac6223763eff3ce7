import type { Cadence, Mode, ReasonCode, TriggerState } from "../../kernel/enforcement";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { type Result, settle } from "../failures";
import { type ClosedCycle, closedCycles } from "./cycle-history";
import { loadMode, type ModeNow } from "./mode-now";
import { loadSituation } from "./situation";
import type { Person } from "./waiting";

/** One cycle on the way out: what each critical trigger was, and how many cycles in a row passed by then. */
export type CycleStep = {
  cadence: Cadence;
  cycleKey: string;
  periodEnd: string;
  mode: Mode;
  states: { shortId: string; state: TriggerState }[];
  consecutivePassCycles: number;
};

export type DefensiveActionRow = {
  id: string;
  position: number;
  action: string;
  ownerId: string | null;
  ownerName: string | null;
  dueOn: string | null;
  doneAt: Date | null;
  evidence: string | null;
};

export type Stretch = {
  startedAt: Date;
  endedAt: Date;
  cause: string;
  startedBy: string;
  endedBy: string | null;
  actions: number;
  actionsDone: number;
};

export type Attempt = { seq: number; occurredAt: Date; actor: string; title: string; codes: ReasonCode[] };

export type DefensiveScreen = {
  /** Null before the first closed cycle. */
  mode: ModeNow | null;
  /** Newest first, since the stretch began (or the newest few in NORMAL mode). */
  cycles: CycleStep[];
  earlierCycles: number;
  actions: DefensiveActionRow[];
  mandatedActions: readonly string[];
  stretches: Stretch[];
  attempts: Attempt[];
  people: { userId: string; name: string; role: string }[];
};

const CYCLES = 120;
const SHOWN_CYCLES = 12;
const STRETCHES = 20;
const ATTEMPTS = 5;
const PEOPLE = 500;

export function loadDefensive(person: Person): Promise<Result<DefensiveScreen>> {
  return settle(() =>
    inTenant(person, async (tx) => {
      const { tenantId } = person;
      const present = await loadSituation(tx, tenantId);
      const { compiled } = present.policy;
      const mode = present.cycle && (await loadMode(tx, tenantId, present, present.cycle));
      const cycles = await cyclesOf(
        tx,
        tenantId,
        compiled.triggers.filter(({ critical }) => critical),
        mode,
      );
      return {
        mode,
        cycles: cycles.slice(0, SHOWN_CYCLES),
        earlierCycles: Math.max(0, cycles.length - SHOWN_CYCLES),
        actions: mode?.mode === "DEFENSIVE" ? await openActions(tx, tenantId) : [],
        mandatedActions: compiled.defensiveActions,
        stretches: await earlierStretches(tx, tenantId),
        attempts: await attempts(tx, tenantId),
        people: await people(tx, tenantId),
      };
    }),
  );
}

async function cyclesOf(
  tx: Transaction,
  tenantId: string,
  critical: readonly { id: string; shortId: string }[],
  mode: ModeNow | null,
): Promise<CycleStep[]> {
  const since = mode?.mode === "DEFENSIVE" ? mode.since : null;
  const closed = await closedCycles(tx, tenantId, CYCLES);
  const mine = closed.filter(({ evaluatedAt }) => since === null || evaluatedAt >= since).reverse();
  const counted = await tx.evaluationCycle.findMany({
    where: { tenantId, id: { in: mine.map(({ id }) => id) } },
    select: { id: true, consecutivePassCycles: true },
  });
  const passes = new Map(counted.map(({ id, consecutivePassCycles }) => [id, consecutivePassCycles]));
  return mine.map((cycle: ClosedCycle) => ({
    cadence: cycle.cadence,
    cycleKey: cycle.cycleKey,
    periodEnd: cycle.periodEnd.toISOString().slice(0, 10),
    mode: cycle.mode,
    states: critical.map(({ id, shortId }) => ({ shortId, state: cycle.states[id] ?? ("UNKNOWN" as const) })),
    consecutivePassCycles: passes.get(cycle.id) ?? 0,
  }));
}

function openActions(tx: Transaction, tenantId: string): Promise<DefensiveActionRow[]> {
  return tx.$queryRaw<DefensiveActionRow[]>`
    select a.id, a.position, a.action, a.owner_id as "ownerId", u.name as "ownerName",
      a.due_on::text as "dueOn", a.done_at as "doneAt", a.evidence
    from mode_periods p
    join defensive_actions a on a.tenant_id = p.tenant_id and a.mode_period_id = p.id
    left join users u on u.id = a.owner_id
    where p.tenant_id = ${tenantId}::uuid and p.ended_at is null and p.mode = 'DEFENSIVE'
    order by a.position`;
}

function earlierStretches(tx: Transaction, tenantId: string): Promise<Stretch[]> {
  return tx.$queryRaw<Stretch[]>`
    select p.started_at as "startedAt", p.ended_at as "endedAt", p.cause,
      s.cycle_key as "startedBy", e.cycle_key as "endedBy",
      count(a.id)::int as actions, count(a.done_at)::int as "actionsDone"
    from mode_periods p
    join evaluation_cycles s on s.tenant_id = p.tenant_id and s.id = p.started_by_cycle
    left join evaluation_cycles e on e.tenant_id = p.tenant_id and e.id = p.ended_by_cycle
    left join defensive_actions a on a.tenant_id = p.tenant_id and a.mode_period_id = p.id
    where p.tenant_id = ${tenantId}::uuid and p.mode = 'DEFENSIVE' and p.ended_at is not null
    group by p.started_at, p.ended_at, p.cause, s.cycle_key, e.cycle_key
    order by p.started_at desc limit ${STRETCHES}`;
}

/** Attempts to leave the mode carry a code; changes of the mode itself do not. */
function attempts(tx: Transaction, tenantId: string): Promise<Attempt[]> {
  return tx.$queryRaw<Attempt[]>`
    select seq::int as seq, occurred_at as "occurredAt", actor, title, reason_codes as codes
    from decision_log_entries
    where tenant_id = ${tenantId}::uuid and kind = 'mode_change' and cardinality(reason_codes) > 0
    order by seq desc limit ${ATTEMPTS}`;
}

function people(tx: Transaction, tenantId: string) {
  return tx.$queryRaw<DefensiveScreen["people"]>`
    select m.user_id as "userId", u.name, m.role
    from memberships m join users u on u.id = m.user_id
    where m.tenant_id = ${tenantId}::uuid and m.ended_at is null
    order by u.name limit ${PEOPLE}`;
}
