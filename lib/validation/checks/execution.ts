import { ECONOMIC_METRIC_IDS } from "../../../kernel/revenue";
import type { TenantCheck } from "../subject";
import { fault, noFaults, onCycle } from "./finding";

type ActionRow = { key: string; status: string; reason: string | null; started: boolean; changed: boolean };

/** What the baseline asks of execution. */
export const EXECUTION_CHECKS: readonly TenantCheck[] = [
  {
    name: "actions go from pending to executing",
    measure: (tx, { tenantId }) =>
      onCycle(tx, tenantId, "run_cycle_1", async (cycleId) => {
        const rows = await tx.$queryRaw<ActionRow[]>`
          select action_key as key, status, status_reason as reason, started_at is not null as started,
            old_value is not null and new_value is not null as changed
          from optimization_actions where tenant_id = ${tenantId}::uuid and cycle_id = ${cycleId}::uuid
            and status <> 'awaiting_signoff'`;
        if (rows.length === 0) return fault("No action could be executed: all of them await a signature.");
        return noFaults(
          rows.flatMap((row) =>
            row.started && row.changed
              ? []
              : [`${row.key} is ${row.status}${row.reason ? `: ${row.reason}` : ""}`],
          ),
          `${rows.length} of them, each with what stood before and what stands now.`,
        );
      }),
  },
  {
    name: "actions that need a person wait for a signature",
    measure: (tx, { tenantId }) =>
      onCycle(tx, tenantId, "run_cycle_1", async (cycleId) => {
        const rows = await tx.$queryRaw<
          { key: string; reference: string; request: string; changed: boolean }[]
        >`
          select a.action_key as key, r.reference, r.status as request, a.old_value is not null as changed
          from optimization_actions a
          join requests r on r.tenant_id = a.tenant_id and r.id = a.request_id
          where a.tenant_id = ${tenantId}::uuid and a.cycle_id = ${cycleId}::uuid
            and a.status = 'awaiting_signoff'`;
        const names = rows.map(({ reference }) => reference).join(", ");
        return noFaults(
          rows.flatMap((row) =>
            row.changed || row.request === "APPROVED"
              ? [`${row.key} with ${row.reference} ${row.request}`]
              : [],
          ),
          rows.length === 0 ? "None needs one." : `${rows.length} wait, unexecuted: ${names}.`,
        );
      }),
  },
  {
    name: "baselines of the target and of all economic metrics in optimization_action_results",
    measure: (tx, { tenantId }) =>
      onCycle(tx, tenantId, "run_cycle_1", async (cycleId) => {
        const rows = await tx.$queryRaw<{ key: string; target: boolean; economic: number }[]>`
          select a.action_key as key,
            coalesce(bool_or(r.role = 'target' and r.metric_id = a.target_metric and r.baseline_value is not null), false)
              as target,
            count(r.id) filter (where r.metric_id = any(${[...ECONOMIC_METRIC_IDS]}::text[]))::int as economic
          from optimization_actions a
          left join optimization_action_results r on r.tenant_id = a.tenant_id and r.action_id = a.id
          where a.tenant_id = ${tenantId}::uuid and a.cycle_id = ${cycleId}::uuid and a.started_at is not null
          group by a.action_key`;
        if (rows.length === 0) return fault("No action has begun.");
        const wanted = ECONOMIC_METRIC_IDS.length;
        return noFaults(
          rows.flatMap(({ key, target, economic }) =>
            target && economic === wanted
              ? []
              : [`${key}: target ${target ? "there" : "missing"}, ${economic} of ${wanted} economic metrics`],
          ),
          `The target and ${wanted} economic metrics for each of ${rows.length} actions.`,
        );
      }),
  },
];
