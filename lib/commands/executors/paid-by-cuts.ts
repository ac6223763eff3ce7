import type { Transaction } from "../../db/tenant-transaction";
import { abort } from "../../failures";
import { type Refusal, refusalFor } from "./gate-again";
import type { HeldAction } from "./held-action";

/** USD a day that the cuts of a cycle free: those that stand, and those that may still come. */
type Freed = { standing: number; coming: number };

/**
 * What moves money was asked for as a reallocation, which the gate allows where it allows no increase: so it takes
 * effect only as far as the cuts of its own cycle stand that pay for it. While they may still come, it waits.
 */
export async function unpaidRefusal(
  tx: Transaction,
  held: HeldAction,
  { before, after }: { before: number; after: number },
): Promise<Refusal | null> {
  if (after <= before || !isReallocation(held.request?.details)) return null;
  const { standing, coming } = await freedByCuts(tx, held);
  const needed = after - before;
  if (standing + ROUNDING >= needed) return null;
  if (standing + coming + ROUNDING >= needed)
    return abort("CONFLICT", "It waits for the cuts of its cycle that pay for it.");
  return refusalFor(
    `It moves $${needed.toFixed(2)} a day, and of the cuts that were to pay for it $${standing.toFixed(2)} stand.`,
    ["reallocation"],
  );
}

const ROUNDING = 0.05;

const isReallocation = (details: unknown): boolean =>
  typeof details === "object" && details !== null && "kind" in details && details.kind === "reallocation";

/** What another move of the same cycle has already taken is not there twice. */
async function freedByCuts(tx: Transaction, { tenantId, id, cycleId }: HeldAction): Promise<Freed> {
  const [row] = await tx.$queryRaw<Freed[]>`
    with other as (
      select a.started_at is not null and a.status in ('executing', 'completed', 'failed') as stands,
        a.status in ('pending', 'awaiting_signoff') as may_come, r.details ->> 'kind' = 'reallocation' as is_move,
        case
          when a.field = 'budget_daily' then (a.action #>> '{proposed_change,current_value}')::numeric
            - (a.action #>> '{proposed_change,new_value}')::numeric
          when a.action_type = 'pause' then coalesce(c.budget_daily, h.budget_daily, 0)
          else 0
        end as freed
      from optimization_actions a
      left join requests r on r.tenant_id = a.tenant_id and r.id = a.request_id
      left join spine_campaigns c on a.entity_type = 'campaign' and c.tenant_id = a.tenant_id and c.id::text = a.entity_id
      left join spine_campaign_channels h on a.entity_type = 'campaign_channel' and h.tenant_id = a.tenant_id
        and h.id::text = a.entity_id
      where a.tenant_id = ${tenantId}::uuid and a.cycle_id = ${cycleId}::uuid and a.id <> ${id}::uuid
        and a.owner_subsystem = 'campaigns'
    )
    select coalesce(sum(freed) filter (where stands and (freed > 0 or is_move)), 0)::float8 as standing,
      coalesce(sum(freed) filter (where may_come and freed > 0), 0)::float8 as coming
    from other`;
  return row ?? { standing: 0, coming: 0 };
}
