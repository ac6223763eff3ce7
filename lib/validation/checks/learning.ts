import {
  type Action,
  type KernelInput,
  type KernelOutput,
  kernelInputSchema,
  kernelOutputSchema,
  leverAndEntity,
  leverOf,
  runCycle,
  valueText,
} from "../../../kernel/revenue";
import { canonicalJson } from "../../canonical-json";
import type { Transaction } from "../../db/tenant-transaction";
import { loadSituation } from "../../queries/situation";
import type { TenantCheck } from "../subject";
import { cyclesOf, type Finding, fault, found, noFaults } from "./finding";

type Cycle = { id: string; executedAt: Date; input: KernelInput; output: KernelOutput };

/** What an action does and why it was chosen: no id, no moment, no words. */
const essence = (action: Action) => ({
  lever: leverOf(action),
  type: action.type,
  entity: action.target_entity,
  change: action.proposed_change,
  score: action.cfo_score,
  metric: action.target_metric,
});
/** The same change to the same thing, whatever stood there before. */
const parameters = (action: Action) =>
  `${leverAndEntity(leverOf(action), action.target_entity)}:${action.type}=${valueText(action.proposed_change.new_value)}`;

/** What the baseline asks of the second cycle. */
export const LEARNING_CHECKS: readonly TenantCheck[] = [
  {
    name: "the actions differ from those of the first cycle",
    measure: (tx, { tenantId }) =>
      onBoth(tx, tenantId, async (first, second) => {
        const before = new Set(first.output.actions.map((action) => canonicalJson(essence(action))));
        const kept = second.output.actions.filter((action) => before.has(canonicalJson(essence(action))));
        const newOnes = second.output.actions.length - kept.length;
        const said = `${newOnes} of ${second.output.actions.length} actions are new or weighed otherwise.`;
        return newOnes > 0 ? found(said) : fault("The same levers, entities, parameters and scores.");
      }),
  },
  {
    name: "failed actions are not repeated with the same parameters",
    measure: (tx, { tenantId }) =>
      onBoth(tx, tenantId, async (first, second) => {
        const rows = await tx.$queryRaw<{ key: string }[]>`
          select action_key as key from optimization_actions
          where tenant_id = ${tenantId}::uuid and cycle_id = ${first.id}::uuid
            and status in ('failed', 'aborted', 'reverted')`;
        const failed = first.output.actions.filter(({ action_id }) =>
          rows.some(({ key }) => key === action_id),
        );
        const again = new Set(second.output.actions.map(parameters));
        return noFaults(
          failed.map(parameters).filter((each) => again.has(each)),
          failed.length === 0
            ? "None failed."
            : `${failed.length} failed; none of them is asked for again as it was.`,
        );
      }),
  },
  {
    name: "what was learned is part of the score",
    measure: (tx, { tenantId }) =>
      onBoth(tx, tenantId, async (_, { output }) => {
        const weighed = output.actions.filter(({ cfo_score }) => cfo_score.learning !== 0);
        const held = output.suppressed_actions.filter(({ by }) => by === "learning");
        const said = `${weighed.length} actions weighed by results, ${held.length} held back by them.`;
        return weighed.length + held.length > 0 ? found(said) : fault(said);
      }),
  },
  {
    name: "without what was learned the second cycle would have been another",
    measure: (tx, { tenantId }) => onBoth(tx, tenantId, (_, second) => unlearned(tx, tenantId, second)),
  },
];

/** The kernel is pure: the same question without the results of past actions shows what those results changed. */
async function unlearned(tx: Transaction, tenantId: string, cycle: Cycle): Promise<Finding> {
  const { policy, situation } = await loadSituation(tx, tenantId);
  const ask = (recent_action_results: KernelInput["recent_action_results"]) =>
    runCycle({
      input: { ...cycle.input, recent_action_results },
      cycleId: cycle.id,
      executedAt: cycle.executedAt.toISOString(),
      policy: policy.compiled,
      situation,
    }).output;
  const again = ask(cycle.input.recent_action_results);
  if (canonicalJson(again) !== canonicalJson(cycle.output))
    return fault("The kernel does not give again what it gave for the same input.");
  const differs = canonicalJson(ask([]).actions.map(essence)) !== canonicalJson(again.actions.map(essence));
  return differs
    ? found(`${cycle.input.recent_action_results.length} results changed the answer.`)
    : fault("The kernel answers the same without any result.");
}

async function onBoth(
  tx: Transaction,
  tenantId: string,
  measure: (first: Cycle, second: Cycle) => Promise<Finding>,
): Promise<Finding> {
  const [first] = await cyclesOf(tx, tenantId, "run_cycle_1");
  const [second] = await cyclesOf(tx, tenantId, "run_cycle_2");
  if (!first || !second) return fault("There are no two cycles of this loop yet.");
  return measure(await read(tx, tenantId, first.id), await read(tx, tenantId, second.id));
}

async function read(tx: Transaction, tenantId: string, id: string): Promise<Cycle> {
  const { executedAt, input, output } = await tx.optimizationCycle.findUniqueOrThrow({
    where: { tenantId_id: { tenantId, id } },
  });
  return { id, executedAt, input: kernelInputSchema.parse(input), output: kernelOutputSchema.parse(output) };
}
