// The kernel, fetched when this screen opens: the same functions that decide on the server.
import {
  assumedMonths,
  type HistoryEntry,
  type ProjectedMonth,
  projectMonths,
  reachState,
  type StateToReach,
} from "@/kernel/enforcement";
import type { ScenarioContent } from "@/lib/queries/scenario-content";
import type { WhatIfBasis } from "@/lib/queries/what-if-basis";

export type FirstFail = { trigger: string; name: string; month: string; reach: StateToReach | null };

export type Projection = {
  months: ProjectedMonth[];
  /** The first trigger to fail, the critical ones before the others, with what would bring it out of FAIL. */
  firstFail: FirstFail | null;
};

export function projectionOf(
  { policy, history, months, inputs }: WhatIfBasis,
  content: ScenarioContent,
): Projection {
  const enforced = content.crmHygieneEnforced;
  const assumed = assumedMonths(
    inputs,
    months.slice(0, content.months),
    {
      figures: content.figures,
      past: Object.fromEntries(inputs.map(({ name, past }) => [name, past])),
    },
    { stage_definitions_enforced: enforced, required_fields_enforced: enforced },
  );
  const projected = projectMonths(policy, { history, months: assumed });
  return { months: projected, firstFail: firstFail() };

  function firstFail(): FirstFail | null {
    for (const [at, month] of projected.entries()) {
      const failed = policy.triggers.filter(({ id }) =>
        month.triggers.some(({ trigger_id, state }) => trigger_id === id && state === "FAIL"),
      );
      const trigger = failed.find(({ critical }) => critical) ?? failed[0];
      const given = assumed[at];
      if (trigger === undefined || given === undefined) continue;
      const facts = {
        cycle: { id: given.key, cadence: "monthly_close" as const, month_index: given.monthIndex },
        inputs: { ...given.inputs },
        history: [] as HistoryEntry[],
      };
      const reach = reachState(policy, trigger.shortId, facts, "WATCH");
      return { trigger: trigger.shortId, name: trigger.name, month: given.key, reach };
    }
    return null;
  }
}
