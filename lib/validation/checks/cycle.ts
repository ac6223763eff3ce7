import { LEAST_ACTIONS, MOST_ACTIONS } from "../../../kernel/revenue";
import type { CycleStep } from "../progress";
import type { TenantCheck } from "../subject";
import { cyclesOf, fault, found, noFaults, onCycle } from "./finding";

/** What the baseline asks of a cycle. */
export const CYCLE_CHECKS = (step: CycleStep): readonly TenantCheck[] => [
  {
    name: "1 cycle in optimization_cycles",
    measure: async (tx, { tenantId }) => {
      const cycles = await cyclesOf(tx, tenantId, step);
      return cycles.length === 1 ? found("1 cycle.") : fault(`${cycles.length} cycles.`);
    },
  },
  {
    name: `${LEAST_ACTIONS}–${MOST_ACTIONS} actions in optimization_actions`,
    measure: (tx, { tenantId }) =>
      onCycle(tx, tenantId, step, async (cycleId) => {
        const [row] = await tx.$queryRaw<{ actions: number; constraint: string; diagnosis: string }[]>`
          select count(a.id)::int as actions, c.binding_constraint as "constraint",
            c.output #>> '{cycle_summary,diagnosis}' as diagnosis
          from optimization_cycles c
          left join optimization_actions a on a.tenant_id = c.tenant_id and a.cycle_id = c.id
          where c.tenant_id = ${tenantId}::uuid and c.id = ${cycleId}::uuid
          group by c.tenant_id, c.id`;
        if (!row) return fault("The cycle is gone.");
        if (row.constraint === "data_quality")
          return fault(`The data does not allow a cycle of actions: ${row.diagnosis}`);
        const pass = row.actions >= LEAST_ACTIONS && row.actions <= MOST_ACTIONS;
        return { pass, detail: `${row.actions} actions; constraint ${row.constraint}.` };
      }),
  },
  {
    name: "no scaling action in DEFENSIVE mode",
    measure: (tx, { tenantId }) =>
      onCycle(tx, tenantId, step, async (cycleId) => {
        const [row] = await tx.$queryRaw<{ mode: string; scaling: number }[]>`
          select c.mode, count(a.id) filter (where a.action_type = 'scale')::int as scaling
          from optimization_cycles c
          left join optimization_actions a on a.tenant_id = c.tenant_id and a.cycle_id = c.id
          where c.tenant_id = ${tenantId}::uuid and c.id = ${cycleId}::uuid
          group by c.tenant_id, c.id`;
        if (!row) return fault("The cycle is gone.");
        const detail = `The mode is ${row.mode}; ${row.scaling} scaling actions.`;
        return { pass: row.mode !== "DEFENSIVE" || row.scaling === 0, detail };
      }),
  },
  {
    name: "every action aims at a row of the tenant's own",
    measure: (tx, { tenantId }) =>
      onCycle(tx, tenantId, step, async (cycleId) => {
        const strangers = await tx.$queryRaw<{ action: string }[]>`
          select a.action_key as action from optimization_actions a
          where a.tenant_id = ${tenantId}::uuid and a.cycle_id = ${cycleId}::uuid and not case a.entity_type
            when 'campaign' then exists (select from spine_campaigns e
              where e.tenant_id = a.tenant_id and e.id::text = a.entity_id)
            when 'campaign_channel' then exists (select from spine_campaign_channels e
              where e.tenant_id = a.tenant_id and e.id::text = a.entity_id)
            else a.entity_id = a.owner_subsystem end`;
        return noFaults(
          strangers.map(({ action }) => `${action} aims at a row that is not there`),
          "All of them.",
        );
      }),
  },
];
