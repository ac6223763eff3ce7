import * as z from "zod";
import type { Mode } from "../../kernel/enforcement";
import {
  BINDING_CONSTRAINTS,
  type BindingConstraint,
  type CfoGate,
  type KernelInput,
  TRIGGER_TYPES,
} from "../../kernel/revenue/contract";
import type { MetricId } from "../../kernel/revenue/metric-ids";
import { inTenant } from "../db/tenant-transaction";
import { weekInAddress } from "./cfo-week";
import { addDays, startOfDay } from "./cycle-calendar";
import { MOMENT_AND_ID } from "./page-cursor";

export type CycleTriggerType = KernelInput["trigger"]["type"];

/** The filter of the list as it stands in the address; what it does not understand it ignores. */
export const revenueCycleFilterSchema = z.object({
  constraint: z.enum(BINDING_CONSTRAINTS).optional().catch(undefined),
  trigger: z.enum(TRIGGER_TYPES).optional().catch(undefined),
  /** Any day of a week, as the weekly digest links it. */
  week: z
    .unknown()
    .transform((text) => weekInAddress(text) ?? undefined)
    .optional(),
  after: z.string().regex(MOMENT_AND_ID).optional().catch(undefined),
});
export type RevenueCycleFilter = z.infer<typeof revenueCycleFilterSchema>;

export type ListedCycle = {
  id: string;
  executedAt: Date;
  trigger: { type: CycleTriggerType; source: string };
  constraint: BindingConstraint;
  priorityMetric: MetricId;
  confidence: number;
  mode: Mode;
  gates: CfoGate[];
  proposer: "catalogue" | "model";
  actions: number;
  suppressed: number;
  dataQualityActions: number;
};

export type RevenueCycleList = {
  rows: ListedCycle[];
  /** Where the next page begins; null on the last. */
  after: string | null;
  /** Whether the company has any cycle at all, whatever the filter says. */
  hasAny: boolean;
};

const PAGE = 25;

/** Newest first. What a cycle read is left alone: it is large, and the list needs none of it. */
export function listRevenueCycles(
  viewer: { tenantId: string; userId: string },
  filter: RevenueCycleFilter,
): Promise<RevenueCycleList> {
  const { tenantId } = viewer;
  const [millis, id] = filter.after?.split(".") ?? [];
  const before = millis && id ? { at: new Date(Number(millis)), id } : null;
  const from = filter.week ? startOfDay(filter.week) : null;
  const to = filter.week ? startOfDay(addDays(filter.week, 7)) : null;
  return inTenant(viewer, async (tx) => {
    const rows = await tx.$queryRaw<
      (Omit<ListedCycle, "trigger"> & { type: CycleTriggerType; source: string })[]
    >`
      with page as (
        select * from optimization_cycles c
        where c.tenant_id = ${tenantId}::uuid
          and (${filter.constraint ?? null}::text is null or c.binding_constraint = ${filter.constraint ?? null})
          and (${filter.trigger ?? null}::text is null or c.trigger_type = ${filter.trigger ?? null})
          and (${from}::timestamptz is null or (c.executed_at >= ${from} and c.executed_at < ${to}))
          and (${before?.at ?? null}::timestamptz is null
            or (c.executed_at, c.id) < (${before?.at ?? null}::timestamptz, ${before?.id ?? null}::uuid))
        order by c.executed_at desc, c.id desc limit ${PAGE + 1}
      )
      select p.id, p.executed_at as "executedAt", p.trigger_type as type, p.trigger_source as source,
        p.binding_constraint as "constraint", p.priority_metric as "priorityMetric",
        p.confidence::float8 as confidence, p.mode, p.proposer,
        jsonb_path_query_array(p.output, '$.cycle_summary.cfo_gates_triggered[*].gate') as gates,
        jsonb_array_length(coalesce(p.output -> 'suppressed_actions', '[]')) as suppressed,
        jsonb_array_length(coalesce(p.output -> 'data_quality_actions', '[]')) as "dataQualityActions",
        (select count(*)::int from optimization_actions a
          where a.tenant_id = ${tenantId}::uuid and a.cycle_id = p.id) as actions
      from page p
      order by p.executed_at desc, p.id desc`;
    const page = rows.slice(0, PAGE);
    const last = page.at(-1);
    const hasAny =
      rows.length > 0 ||
      (await tx.optimizationCycle.findFirst({ where: { tenantId }, select: { id: true } })) !== null;
    return {
      rows: page.map(({ type, source, ...row }) => ({ ...row, trigger: { type, source } })),
      after: rows.length > PAGE && last ? `${last.executedAt.getTime()}.${last.id}` : null,
      hasAny,
    };
  });
}
