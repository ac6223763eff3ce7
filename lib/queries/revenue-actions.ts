import * as z from "zod";
import type { ActionType, LeverValue, RESULT_OUTCOMES } from "../../kernel/revenue/contract";
import { SUBSYSTEMS, type Subsystem } from "../../kernel/revenue/levers";
import type { MetricId } from "../../kernel/revenue/metric-ids";
import { LENSES, type Lens, type MetricDirection } from "../../kernel/revenue/metrics";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { ACTION_STATUSES, type ActionStatus } from "./action-status";
import { weekInAddress } from "./cfo-week";
import { addDays, startOfDay } from "./cycle-calendar";
import { CURSOR_ID, CURSOR_MOMENT } from "./page-cursor";
import type { RequestStatus } from "./requests";

const CURSOR = new RegExp(`^${CURSOR_MOMENT}\\.[1-7]\\.${CURSOR_ID}$`);

export type ResultOutcome = (typeof RESULT_OUTCOMES)[number];

/** The filter of the list as it stands in the address; what it does not understand it ignores. */
export const revenueActionFilterSchema = z.object({
  state: z.enum(ACTION_STATUSES).optional().catch(undefined),
  subsystem: z.enum(SUBSYSTEMS).optional().catch(undefined),
  lens: z.enum(LENSES).optional().catch(undefined),
  /** Any day of a week, as the weekly digest links it: the actions that the digest counts. */
  week: z
    .unknown()
    .transform((text) => weekInAddress(text) ?? undefined)
    .optional(),
  after: z.string().regex(CURSOR).optional().catch(undefined),
});
export type RevenueActionFilter = z.infer<typeof revenueActionFilterSchema>;

export type ListedAction = {
  id: string;
  cycleId: string;
  cycleAt: Date;
  priority: number;
  type: ActionType;
  lens: Lens;
  subsystem: Subsystem;
  field: string;
  entity: string;
  /** What the cycle found there, or the executor once it has begun; and what is to stand there. */
  from: LeverValue;
  to: LeverValue;
  status: ActionStatus;
  startedAt: Date | null;
  windowEndsOn: string | null;
  target: {
    metric: MetricId;
    direction: MetricDirection;
    baseline: number | null;
    observed: number | null;
    outcome: ResultOutcome | null;
  };
  request: { reference: string; status: RequestStatus } | null;
};

export type RevenueActionList = {
  rows: ListedAction[];
  /** Where the next page begins; null on the last. */
  after: string | null;
  /** Whether the company has any action at all, whatever the filter says. */
  hasAny: boolean;
};

const PAGE = 25;

type Row = Omit<ListedAction, "target" | "request"> & {
  targetMetric: MetricId;
  direction: MetricDirection;
  baseline: number | null;
  observed: number | null;
  outcome: ResultOutcome | null;
  reference: string | null;
  requestStatus: RequestStatus | null;
};

/** The newest cycle's first, each cycle's in the order of their priorities. */
export function listRevenueActions(
  viewer: { tenantId: string; userId: string },
  filter: RevenueActionFilter,
): Promise<RevenueActionList> {
  return inTenant(viewer, async (tx) => {
    const rows = await pageOf(tx, viewer.tenantId, filter);
    const page = rows.slice(0, PAGE);
    const last = page.at(-1);
    const hasAny =
      rows.length > 0 ||
      (await tx.optimizationAction.findFirst({
        where: { tenantId: viewer.tenantId },
        select: { id: true },
      })) !== null;
    return {
      rows: page.map(listed),
      after: rows.length > PAGE && last ? `${last.cycleAt.getTime()}.${last.priority}.${last.id}` : null,
      hasAny,
    };
  });
}

function pageOf(tx: Transaction, tenantId: string, filter: RevenueActionFilter): Promise<Row[]> {
  const { state = null, subsystem = null, lens = null, week } = filter;
  const [from, to] = week ? [startOfDay(week), startOfDay(addDays(week, 7))] : [null, null];
  const [millis, priority, id] = filter.after?.split(".") ?? [];
  const at = millis ? new Date(Number(millis)) : null;
  return tx.$queryRaw<Row[]>`
    select a.id, a.cycle_id as "cycleId", c.executed_at as "cycleAt", a.priority, a.action_type as type, a.lens,
      a.owner_subsystem as subsystem, a.field,
      coalesce(a.action -> 'target_entity' ->> 'name', a.entity_id) as entity,
      coalesce(a.old_value -> 'value', a.action -> 'proposed_change' -> 'current_value') as "from",
      coalesce(a.new_value, a.action -> 'proposed_change' -> 'new_value') as "to",
      a.status, a.started_at as "startedAt", a.window_ends_on::text as "windowEndsOn",
      a.target_metric as "targetMetric", coalesce(a.action ->> 'target_direction', 'hold') as direction,
      t.baseline_value::float8 as baseline, t.observed_value::float8 as observed, t.outcome,
      r.reference, r.status as "requestStatus"
    from optimization_actions a
    join optimization_cycles c on c.tenant_id = a.tenant_id and c.id = a.cycle_id
    left join optimization_action_results t on t.tenant_id = a.tenant_id and t.action_id = a.id and t.role = 'target'
    left join requests r on r.tenant_id = a.tenant_id and r.id = a.request_id
    where a.tenant_id = ${tenantId}::uuid
      and (${state}::text is null or a.status = ${state})
      and (${subsystem}::text is null or a.owner_subsystem = ${subsystem})
      and (${lens}::text is null or a.lens = ${lens})
      and (${from}::timestamptz is null
        or (c.executed_at >= ${from} and c.executed_at < ${to})
        or (a.started_at < ${to} and (a.finished_at is null or a.finished_at >= ${from}))
        or (t.observed_at >= ${from} and t.observed_at < ${to}))
      and (${at}::timestamptz is null or c.executed_at < ${at}
        or (c.executed_at = ${at} and (a.priority, a.id) > (${Number(priority ?? 0)}::int, ${id ?? null}::uuid)))
    order by c.executed_at desc, a.priority, a.id limit ${PAGE + 1}`;
}

function listed({
  targetMetric: metric,
  direction,
  baseline,
  observed,
  outcome,
  reference,
  requestStatus,
  ...row
}: Row): ListedAction {
  return {
    ...row,
    target: { metric, direction, baseline, observed, outcome },
    request: reference && requestStatus ? { reference, status: requestStatus } : null,
  };
}
