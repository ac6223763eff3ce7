import { figureInWords } from "@/components/governance/trigger-words";
import { formatMoney } from "@/components/ui/format";
import type { CompiledPolicy, CompiledTrigger } from "@/kernel/enforcement";
import type { StartingFigure } from "@/lib/queries/scenario-figures";

type Plan = { policy: CompiledPolicy; inputs: readonly StartingFigure[] };

/** Which of the plan's figures a trigger is measured against. */
const PLANNED: Record<string, string> = {
  T1: "TargetFCF_3mo_avg",
  T2: "TargetEBITDA_3mo_avg",
  T6: "BookingsTarget_next_quarter",
};

/** What the plan asks of a trigger in one month, line by line: its own figure, the criterion, and the pass line. */
export function planInWords(trigger: CompiledTrigger, { policy, inputs }: Plan, month: number): string[] {
  return [
    ...plannedFigure(trigger, inputs, month),
    ...criteriaOf(trigger, policy),
    `Pass: ${trigger.thresholdTexts.pass}`,
  ];
}

function plannedFigure(
  { shortId, thresholds }: CompiledTrigger,
  inputs: readonly StartingFigure[],
  month: number,
): string[] {
  const name = PLANNED[shortId];
  const input = inputs.find((each) => each.name === name);
  if (input === undefined || input.plan === null) return [];
  const figure = input.plan[month] ?? null;
  if (figure === null) return ["The plan has no figure for this month"];
  if (shortId !== "T6") return [`Plan: ${formatMoney(figure)} a month on average`];
  const line = thresholds?.pass.bounds.find(({ comparator }) => comparator.startsWith(">"));
  const needed = line ? `, so ${formatMoney(figure * line.value)} of pipeline` : "";
  return [`Plan: ${formatMoney(figure)} of bookings${needed}`];
}

/** The success criteria of the outcome contract that speak of what the trigger measures. */
function criteriaOf({ shortId }: CompiledTrigger, { successCriteria, profile }: CompiledPolicy): string[] {
  const names = new Set(
    profile.metrics
      .filter(({ trigger }) => trigger === shortId)
      .flatMap(({ name, aliases }) => [name, ...aliases]),
  );
  return successCriteria
    .filter(({ metric }) => names.has(metric))
    .map(({ group, targetRange: [low, high], unit }) => {
      const family = unit.replace(/\/.*$/, "");
      const range = `${figureInWords(low, family)} to ${figureInWords(high, family)}`;
      return `Success criterion: ${range}${unit.includes("/") ? ` a ${unit.split("/")[1]}` : ""} (${group.replaceAll("_", " ")})`;
    });
}
