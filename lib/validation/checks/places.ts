import { kernelOutputSchema } from "../../../kernel/revenue";
import type { Comparison } from "../subject";
import { cyclesOf } from "./finding";

/** Two companies that fare differently end in different places, and the words say why. */
export const PLACES_DIFFER: Comparison = {
  name: "tenant A and tenant B end in different places",
  look: async (tx, { tenantId }) => {
    const [cycle] = await cyclesOf(tx, tenantId, "run_cycle_2");
    if (!cycle) return "no cycle";
    const { mode, output } = await tx.optimizationCycle.findUniqueOrThrow({
      where: { tenantId_id: { tenantId, id: cycle.id } },
      select: { mode: true, output: true },
    });
    const { cycle_summary: summary, actions } = kernelOutputSchema.parse(output);
    const gates = summary.cfo_gates_triggered.map(({ gate }) => gate).join(" and ") || "no CFO gate";
    const levers = actions.map(
      ({ owner_subsystem, proposed_change }) => `${owner_subsystem}.${proposed_change.field}`,
    );
    return `${summary.binding_constraint} binds by ${summary.priority_metric}, ${mode}, ${gates}: ${levers.join(", ")}`;
  },
  judge: (found) => ({
    pass: new Set(found.map(({ place }) => place)).size === found.length,
    detail: found.map(({ label, place }) => `${label}: ${place}`).join(". "),
  }),
};
