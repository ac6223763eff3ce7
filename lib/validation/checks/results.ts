import { ECONOMIC_METRIC_IDS } from "../../../kernel/revenue";
import type { TenantCheck } from "../subject";
import { fault, found, noFaults, onCycle } from "./finding";

/** What the baseline asks of results. */
export const RESULT_CHECKS: readonly TenantCheck[] = [
  {
    name: "observed_value and delta are populated",
    measure: (tx, { tenantId }) =>
      onCycle(tx, tenantId, "run_cycle_1", async (cycleId) => {
        const rows = await tx.$queryRaw<{ key: string; target: boolean; economic: number }[]>`
          select a.action_key as key,
            coalesce(bool_or(r.role = 'target' and r.observed_value is not null and r.delta is not null
              and r.delta = r.observed_value - r.baseline_value and r.outcome is not null
              and r.confidence is not null), false) as target,
            count(r.id) filter (where r.observed_at is not null
              and r.metric_id = any(${[...ECONOMIC_METRIC_IDS]}::text[]))::int as economic
          from optimization_actions a
          left join optimization_action_results r on r.tenant_id = a.tenant_id and r.action_id = a.id
          where a.tenant_id = ${tenantId}::uuid and a.cycle_id = ${cycleId}::uuid and a.started_at is not null
          group by a.action_key`;
        if (rows.length === 0) return fault("No action has begun, so nothing could be observed.");
        const wanted = ECONOMIC_METRIC_IDS.length;
        return noFaults(
          rows.flatMap(({ key, target, economic }) =>
            target && economic === wanted
              ? []
              : [
                  `${key}: target ${target ? "observed" : "missing"}, ${economic} of ${wanted} economic metrics`,
                ],
          ),
          `The target and ${wanted} economic metrics for each of ${rows.length} actions.`,
        );
      }),
  },
  {
    name: "actions go to completed or failed",
    measure: (tx, { tenantId }) =>
      onCycle(tx, tenantId, "run_cycle_1", async (cycleId) => {
        const rows = await tx.$queryRaw<{ key: string; status: string; finished: boolean }[]>`
          select action_key as key, status, finished_at is not null as finished
          from optimization_actions
          where tenant_id = ${tenantId}::uuid and cycle_id = ${cycleId}::uuid and started_at is not null`;
        if (rows.length === 0) return fault("No action has begun.");
        const completed = rows.filter(({ status }) => status === "completed").length;
        return noFaults(
          rows.flatMap(({ key, status, finished }) =>
            finished && ["completed", "failed"].includes(status) ? [] : [`${key} is ${status}`],
          ),
          `${completed} completed, ${rows.length - completed} failed.`,
        );
      }),
  },
  {
    name: "what became of the targets follows from how the tenant fared",
    measure: (tx, { tenantId, gains }) =>
      onCycle(tx, tenantId, "run_cycle_1", async (cycleId) => {
        const rows = await tx.$queryRaw<{ outcome: string; number: number }[]>`
          select r.outcome, count(*)::int as number
          from optimization_actions a
          join optimization_action_results r on r.tenant_id = a.tenant_id and r.action_id = a.id
          where a.tenant_id = ${tenantId}::uuid and a.cycle_id = ${cycleId}::uuid and r.role = 'target'
            and r.outcome is not null
          group by r.outcome order by r.outcome`;
        const words = rows.map(({ outcome, number }) => `${number} ${outcome}`).join(", ");
        const improved = rows.some(({ outcome }) => outcome === "improved");
        if (!gains) return found(`Its data went on as before: ${words}.`);
        return improved
          ? found(`It gained: ${words}.`)
          : fault(`It gained, and no target improved: ${words}.`);
      }),
  },
];
