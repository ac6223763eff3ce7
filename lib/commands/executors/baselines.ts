import { randomUUID } from "node:crypto";
import {
  type Action,
  BASELINE_DAYS,
  ECONOMIC_METRIC_IDS,
  type MetricId,
  meanOf,
} from "../../../kernel/revenue";
import { insertRows } from "../../db/governed-write";
import type { Transaction } from "../../db/tenant-transaction";
import { addDays, isoDate } from "../../queries/cycle-calendar";
import { measuredDays } from "../../queries/measured-days";
import { faultyRows } from "../../validation/faults";
import type { HeldAction } from "./held-action";

/** The metrics that an action is measured by: its target, and every economic metric beside it. */
export function metricsOf({ target_metric: target }: Pick<Action, "target_metric">): MetricId[] {
  return [target, ...ECONOMIC_METRIC_IDS.filter((metric) => metric !== target)];
}

/**
 * Writes what each metric was before the action began: the mean of the days up to the day before, with the days
 * themselves, so that the change can be told from the noise later. A metric without a value has a null baseline.
 */
export async function writeBaselines(
  tx: Transaction,
  held: HeldAction,
  action: Action,
  at: Date,
): Promise<void> {
  const to = addDays(isoDate(at), -1);
  const from = addDays(to, 1 - BASELINE_DAYS);
  const measured = await measuredDays(tx, held.tenantId, metricsOf(action), { from, to });
  const rows = [...measured].map(([metric, days]) => ({
    tenant_id: held.tenantId,
    id: randomUUID(),
    action_id: held.id,
    metric_id: metric,
    role: metric === action.target_metric ? "target" : "economic",
    baseline_value: meanOf(days.map(({ value }) => value)),
    baseline_at: at.toISOString(),
    details: { baseline: { from, to, days } },
  }));
  await insertRows(tx, "optimization_action_results", faultyRows("no_baselines", rows));
}
