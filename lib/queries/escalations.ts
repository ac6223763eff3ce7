import type { Cadence, TriggerState } from "../../kernel/enforcement";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { loadActivePolicy } from "../policy/active-policy";
import type { Person } from "./waiting";

export type EscalationStatus = "OPEN" | "ACKNOWLEDGED" | "RESOLVED";

export type OpenEscalation = {
  id: string;
  rule: string;
  action: string;
  status: EscalationStatus;
  triggerIds: string[];
  raisedAt: Date;
  planDueOn: string | null;
};

export type EscalationRow = OpenEscalation & { cadence: Cadence; cycleKey: string };

export type EscalationPage = {
  escalations: EscalationRow[];
  /** How many there are of each status, on all pages together. */
  counts: Record<EscalationStatus, number>;
  nextCursor: string | null;
  rules: { rule: string; action: string; triggers: string[] }[];
};

/** One cycle that a rule counted, with what its triggers were then. */
export type CausingCycle = {
  cadence: Cadence;
  cycleKey: string;
  periodEnd: string;
  states: { triggerId: string; state: TriggerState; value: number | null; unit: string }[];
};

export type EscalationDetail = EscalationRow & {
  plan: string | null;
  acknowledgedBy: string | null;
  acknowledgedAt: Date | null;
  resolution: string | null;
  resolvedBy: string | null;
  resolvedAt: Date | null;
  causes: CausingCycle[];
  log: { seq: number; title: string; actor: string; occurredAt: Date }[];
};

const ON_OVERVIEW = 5;
const PAGE = 25;
// A run of FAILs may have cycles of UNKNOWN in between; so many are looked past.
const UNKNOWN_CYCLES = 12;

export function openEscalations(tx: Transaction, tenantId: string): Promise<OpenEscalation[]> {
  return tx.$queryRaw<OpenEscalation[]>`
    select id, rule, action, status, trigger_ids as "triggerIds", raised_at as "raisedAt",
      plan_due_on::text as "planDueOn"
    from escalations
    where tenant_id = ${tenantId}::uuid and status <> 'RESOLVED'
    order by status desc, raised_at desc limit ${ON_OVERVIEW}`;
}

/** Newest first; `before` is the cursor of the page before. */
export function listEscalations(person: Person, before: Date | null): Promise<Result<EscalationPage>> {
  return settle(() =>
    inTenant(person, async (tx) => {
      const policy = await loadActivePolicy(tx, person.tenantId);
      const rows = await tx.$queryRaw<EscalationRow[]>`
        select e.id, e.rule, e.action, e.status, e.trigger_ids as "triggerIds", e.raised_at as "raisedAt",
          e.plan_due_on::text as "planDueOn", c.cadence, c.cycle_key as "cycleKey"
        from escalations e
        join evaluation_cycles c on c.tenant_id = e.tenant_id and c.id = e.raised_by_cycle
        where e.tenant_id = ${person.tenantId}::uuid
          and (${before}::timestamptz is null or e.raised_at < ${before})
        order by e.raised_at desc, e.id limit ${PAGE + 1}`;
      const counted = await tx.escalation.groupBy({
        by: ["status"],
        where: { tenantId: person.tenantId },
        _count: true,
      });
      const count = (status: EscalationStatus) => counted.find((each) => each.status === status)?._count ?? 0;
      const escalations = rows.slice(0, PAGE);
      return {
        escalations,
        counts: {
          OPEN: count("OPEN"),
          ACKNOWLEDGED: count("ACKNOWLEDGED"),
          RESOLVED: count("RESOLVED"),
        },
        nextCursor: rows.length > PAGE ? (escalations.at(-1)?.raisedAt.toISOString() ?? null) : null,
        rules: policy.compiled.escalations.map(({ rule, action, triggers }) => ({
          rule,
          action,
          triggers: [...triggers],
        })),
      };
    }),
  );
}

type DetailRow = Omit<EscalationDetail, "causes" | "log"> & { cycleId: string; cyclePeriodEnd: Date };

export function loadEscalation(person: Person, id: string): Promise<Result<EscalationDetail>> {
  return settle(() =>
    inTenant(person, async (tx) => {
      const [row] = await tx.$queryRaw<DetailRow[]>`
        select e.id, e.rule, e.action, e.status, e.trigger_ids as "triggerIds", e.raised_at as "raisedAt",
          e.plan, e.plan_due_on::text as "planDueOn", e.acknowledged_at as "acknowledgedAt",
          e.resolution, e.resolved_at as "resolvedAt", a.name as "acknowledgedBy", r.name as "resolvedBy",
          c.id as "cycleId", c.cadence, c.cycle_key as "cycleKey", c.period_end as "cyclePeriodEnd"
        from escalations e
        join evaluation_cycles c on c.tenant_id = e.tenant_id and c.id = e.raised_by_cycle
        left join users a on a.id = e.acknowledged_by
        left join users r on r.id = e.resolved_by
        where e.tenant_id = ${person.tenantId}::uuid and e.id = ${id}::uuid`;
      if (!row) return abort("NOT_FOUND");
      const policy = await loadActivePolicy(tx, person.tenantId);
      const rule = policy.compiled.escalations.find((each) => each.rule === row.rule);
      const causes = await causingCycles(tx, person.tenantId, row, rule?.condition.consecutive ?? 1);
      return { ...withoutCycle(row), causes, log: await logOf(tx, person.tenantId, row) };
    }),
  );
}

function withoutCycle({ cycleId: _cycle, cyclePeriodEnd: _end, ...escalation }: DetailRow) {
  return escalation;
}

/** The cycles of the rule's cadence that it counted, the one that raised it last. Oldest first. */
async function causingCycles(
  tx: Transaction,
  tenantId: string,
  escalation: DetailRow,
  consecutive: number,
): Promise<CausingCycle[]> {
  const rows = await tx.$queryRaw<CausingCycle[]>`
    with counted as (
      select distinct on (c.cycle_key) c.tenant_id, c.id, c.cadence, c.cycle_key, c.period_end
      from evaluation_cycles c
      where c.tenant_id = ${tenantId}::uuid and c.status = 'CLOSED' and c.cadence = ${escalation.cadence}
        and c.period_end <= ${escalation.cyclePeriodEnd}::date and c.evaluated_at <= ${escalation.raisedAt}
      order by c.cycle_key desc, (c.id = ${escalation.cycleId}::uuid) desc, c.version desc
      limit ${consecutive + UNKNOWN_CYCLES}
    )
    select k.cadence, k.cycle_key as "cycleKey", k.period_end::text as "periodEnd",
      jsonb_agg(jsonb_build_object('triggerId', t.trigger_id, 'state', t.state, 'value', t.value::float8,
        'unit', t.unit) order by t.trigger_id) as states
    from counted k
    join trigger_evaluations t on t.tenant_id = k.tenant_id and t.cycle_id = k.id
    where t.trigger_id = any(${escalation.triggerIds}) or split_part(t.trigger_id, '_', 1) = any(${escalation.triggerIds})
    group by k.cadence, k.cycle_key, k.period_end
    order by k.period_end desc`;
  return rows.slice(0, runLength(rows, consecutive)).reverse();
}

/** How many cycles back the run of FAILs reaches; UNKNOWN neither counts nor ends it (docs/specs/decision-run.md 6). */
function runLength(newestFirst: readonly CausingCycle[], consecutive: number): number {
  const triggers = newestFirst[0]?.states.map(({ triggerId }) => triggerId) ?? [];
  const lengths = triggers.flatMap((triggerId) => {
    let fails = 0;
    for (const [index, { states }] of newestFirst.entries()) {
      const state = states.find((each) => each.triggerId === triggerId)?.state ?? "UNKNOWN";
      if (state === "PASS" || state === "WATCH") return [];
      if (state === "FAIL") fails += 1;
      if (fails === consecutive) return [index + 1];
    }
    return [];
  });
  return lengths.length > 0 ? Math.max(...lengths) : consecutive;
}

const LOG_ENTRIES = 50;

/** The entries of this kind are few; raising one is logged before it has an id, by rule and cycle. */
function logOf(tx: Transaction, tenantId: string, { id, rule, cycleKey, raisedAt }: DetailRow) {
  return tx.$queryRaw<EscalationDetail["log"]>`
    select seq::int as seq, title, actor, occurred_at as "occurredAt"
    from decision_log_entries, lateral (select content::jsonb as body) as parsed
    where tenant_id = ${tenantId}::uuid and kind = 'escalation' and occurred_at >= ${raisedAt}
      and (body ->> 'escalation_id' = ${id}
        or (body ->> 'step' = 'RAISED' and body ->> 'rule' = ${rule} and body ->> 'cycle_id' = ${cycleKey}))
    order by seq limit ${LOG_ENTRIES}`;
}
