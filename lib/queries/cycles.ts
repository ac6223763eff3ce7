import type { Cadence, Mode, ReasonCode, TriggerState } from "../../kernel/enforcement";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { type Result, settle } from "../failures";
import { loadActivePolicy } from "../policy/active-policy";
import { addDays, isoDate, type Period, periodOf, weekKey } from "./cycle-calendar";
import { type NextClose, nextClose } from "./next-close";
import type { Person } from "./waiting";

/** A cycle as it stands now: its newest evaluation. */
export type CycleLine = {
  id: string;
  cadence: Cadence;
  cycleKey: string;
  periodEnd: string;
  version: number;
  status: "OPEN" | "CLOSED";
  certifiedFinal: boolean;
  deliveredAt: string | null;
  evaluatedAt: Date;
  evaluatedBy: string | null;
  reason: string | null;
  reasonCodes: ReasonCode[];
  mode: Mode;
  states: { triggerId: string; state: TriggerState; carriedFrom: string | null }[];
};

/** A cycle that is over and has not been evaluated. */
export type DueCycle = { cadence: Cadence; cycleKey: string; period: Period };

export type CyclesPage = {
  cycles: CycleLine[];
  /** The last row's place, for the older ones; null when there are none. */
  nextCursor: string | null;
  due: DueCycle[];
  close: NextClose;
};

/** `null` for all cycles; `before` is the cursor of the page before. */
export type CyclesAsked = { cadence: Cadence | null; before: { periodEnd: string; cadence: Cadence } | null };

const PAGE = 30;

/** The cycles of a company, newest first, with what is due. */
export function listCycles(person: Person, asked: CyclesAsked, at: Date): Promise<Result<CyclesPage>> {
  return settle(() =>
    inTenant(person, async (tx) => {
      const policy = await loadActivePolicy(tx, person.tenantId);
      const rows = await cycleLines(tx, person.tenantId, asked, PAGE + 1);
      const last = rows.length > PAGE ? rows[PAGE - 1] : undefined;
      const close = await nextClose(tx, person.tenantId, policy.compiled, at);
      return {
        cycles: rows.slice(0, PAGE),
        nextCursor: last ? `${last.periodEnd}_${last.cadence}` : null,
        due: await dueCycles(tx, person.tenantId, close, at),
        close,
      };
    }),
  );
}

async function dueCycles(tx: Transaction, tenantId: string, close: NextClose, at: Date): Promise<DueCycle[]> {
  // Sunday of the week before: the newest week that is over.
  const sunday = addDays(isoDate(at), -(((at.getUTCDay() + 6) % 7) + 1));
  const key = weekKey(sunday);
  const evaluated = await tx.evaluationCycle.count({
    where: { tenantId, cadence: "weekly", cycleKey: key, status: "CLOSED" },
  });
  const planned: [Cadence, string, boolean][] = [
    ["monthly_close", close.cycleKey, close.state !== "PERIOD_RUNNING"],
    ["weekly", key, evaluated === 0],
  ];
  return planned.flatMap(([cadence, cycleKey, isDue]) => {
    const period = periodOf(cadence, cycleKey);
    return isDue && period ? [{ cadence, cycleKey, period }] : [];
  });
}

function cycleLines(tx: Transaction, tenantId: string, asked: CyclesAsked, limit: number) {
  const { cadence, before } = asked;
  return tx.$queryRaw<CycleLine[]>`
    with newest as (
      select distinct on (c.period_end, c.cadence) c.*
      from evaluation_cycles c
      where c.tenant_id = ${tenantId}::uuid and (${cadence}::text is null or c.cadence = ${cadence})
        and (${before?.periodEnd ?? null}::date is null
          or (c.period_end, c.cadence) < (${before?.periodEnd ?? null}::date, ${before?.cadence ?? ""}))
      order by c.period_end desc, c.cadence desc, c.version desc
      limit ${limit}
    )
    select n.id, n.cadence, n.cycle_key as "cycleKey", n.period_end::text as "periodEnd", n.version, n.status,
      n.certified_final as "certifiedFinal", n.delivered_at::text as "deliveredAt",
      n.evaluated_at as "evaluatedAt", u.name as "evaluatedBy", n.reason, n.reason_codes as "reasonCodes",
      n.mode_after as mode,
      (select jsonb_agg(jsonb_build_object('triggerId', t.trigger_id, 'state', t.state,
         'carriedFrom', t.carried_from) order by t.trigger_id)
       from trigger_evaluations t where t.tenant_id = n.tenant_id and t.cycle_id = n.id) as states
    from newest n
    left join users u on u.id = n.evaluated_by
    order by n.period_end desc, n.cadence desc`;
}

/** `2026-10-31_monthly_close`, as a link carries it; null for anything else. */
export function cycleCursor(text: string | null): CyclesAsked["before"] {
  const match = /^(\d{4}-\d{2}-\d{2})_(weekly|monthly_close)$/.exec(text ?? "");
  return match?.[1] && match[2] ? { periodEnd: match[1], cadence: match[2] as Cadence } : null;
}
