import type { KernelInput } from "../../kernel/revenue/contract";
import type { Transaction } from "../db/tenant-transaction";
import { addDays, isoDate, startOfDay } from "./cycle-calendar";
import type { KernelReading } from "./kernel-input-rows";

/** How far back a result still teaches something. */
const LEARNING_DAYS = 180;
const MOST = { results: 2_000, open: 500 } as const;

/**
 * What past actions did, the newest first. A request that somebody denied is `rejected`: nothing was tried, and the
 * kernel should not ask for the same again at once. Other failures keep their name. Where the gate alone stood in the
 * way (the kernel took its request back, or the gate refused what had been signed) nothing was tried and nobody said
 * no, so nothing is learned: the gate judges the next request by the states of its own day.
 */
export function recentActionResults(
  tx: Transaction,
  { tenantId, at }: KernelReading,
): Promise<KernelInput["recent_action_results"]> {
  const since = startOfDay(addDays(isoDate(at), -LEARNING_DAYS));
  return tx.$queryRaw<KernelInput["recent_action_results"]>`
    with ended as (
      select a.*, coalesce(a.finished_at, a.updated_at) as ended_at, r.status = 'DENIED' as was_denied
      from optimization_actions a
      left join requests r on r.tenant_id = a.tenant_id and r.id = a.request_id
      where a.tenant_id = ${tenantId}::uuid and a.status in ('completed', 'failed', 'aborted', 'reverted')
        and coalesce(a.finished_at, a.updated_at) >= ${since}
        and not (a.started_at is null and (r.status = 'WITHDRAWN' or r.status = 'APPROVED' and exists (
          select from gate_decisions d
          where d.tenant_id = a.tenant_id and d.request_id = a.request_id and d.action = 'REFUSE')) is true)
      order by ended_at desc, a.action_key, a.id limit ${MOST.results}
    ), economic as (
      select r.action_id, jsonb_object_agg(r.metric_id, r.delta) as deltas
      from optimization_action_results r join ended e on e.id = r.action_id
      where r.tenant_id = ${tenantId}::uuid and r.role = 'economic' and r.observed_at is not null
      group by r.action_id
    )
    select e.action_key as action_id, e.owner_subsystem || '.' || e.field as lever, e.action_type as type,
      e.action -> 'target_entity' as target_entity, e.action -> 'proposed_change' as proposed_change,
      e.target_metric, e.action ->> 'target_direction' as target_direction,
      case when e.status = 'failed' and e.was_denied then 'rejected' else e.status end
        as status,
      t.baseline_value::float8 as baseline_value, t.observed_value::float8 as observed_value,
      t.delta::float8 as delta, t.confidence::float8 as confidence, t.outcome,
      coalesce(economic.deltas, '{}'::jsonb) as economic_deltas,
      to_char(e.ended_at at time zone 'UTC', 'YYYY-MM-DD') as finished_on
    from ended e
    left join optimization_action_results t on t.tenant_id = e.tenant_id and t.action_id = e.id and t.role = 'target'
    left join economic on economic.action_id = e.id
    order by e.ended_at desc, e.action_key, e.id`;
}

/** Actions under way: what waits, and what is being observed. */
export function openActions(
  tx: Transaction,
  { tenantId }: KernelReading,
): Promise<KernelInput["config"]["open_actions"]> {
  return tx.$queryRaw<KernelInput["config"]["open_actions"]>`
    select action_key as action_id, status, owner_subsystem || '.' || field as lever,
      action -> 'target_entity' as target_entity
    from optimization_actions
    where tenant_id = ${tenantId}::uuid and status in ('pending', 'awaiting_signoff', 'executing')
    order by created_at desc, priority, id limit ${MOST.open}`;
}
