import { theCycleInWords } from "@/components/governance/trigger-words";
import { formatCount, formatMoney, formatNumber, withSign } from "@/components/ui/format";
import type { RestatedCycleLine } from "@/lib/queries/restated-cycles";
import type { RestatedFigure } from "@/lib/queries/restated-figures";
import type { Restatements } from "@/lib/queries/restatements";

const SOME = 3;

/** `the June 2026 close, week 27 of 2026 and 4 more`. */
export function cyclesInWords(cycles: RestatedFigure["cycles"]): string {
  const names = cycles.slice(0, SOME).map(theCycleInWords);
  const more = cycles.length - names.length;
  return listed(more > 0 ? [...names, `${formatNumber(more)} more`] : names);
}

/** The difference of two figures, with its sign; empty where one of them is missing or they are series. */
export function differenceInWords({ was, now, unit }: Pick<RestatedFigure, "was" | "now" | "unit">): string {
  if (typeof was !== "number" || typeof now !== "number") return "";
  const difference = Math.round((now - was) * 1e6) / 1e6;
  return withSign(difference, (size) => (unit === "USD" ? formatMoney(size) : formatNumber(size, 4)));
}

const HOW: Record<RestatedFigure["how"], string> = {
  import: "Restated by a file",
  undo: "An import was undone",
  feed: "Posted later by a feed",
  override: "Overridden",
  lifted: "Override lifted",
};

export const howInWords = ({ how }: Pick<RestatedFigure, "how">): string => HOW[how];

/** What a CFO wants to know first. */
export function summaryInWords({
  figuresInAll,
  cyclesInAll,
  cyclesDiffering: differing,
  decisions,
}: Pick<Restatements, "figuresInAll" | "cyclesInAll" | "cyclesDiffering" | "decisions">): string {
  const figures = `${formatCount(figuresInAll, "figure")} ${figuresInAll === 1 ? "stands" : "stand"} otherwise than when a cycle closed on ${figuresInAll === 1 ? "it" : "them"}.`;
  const cyclesWords =
    cyclesInAll === 0
      ? "No cycle comes out otherwise."
      : `${formatCount(cyclesInAll, "cycle")} ${cyclesInAll === 1 ? "rests" : "rest"} on other inputs, ${differing === 0 ? "and no state, mode or escalation is another" : `${formatNumber(differing)} of them ${differing === 1 ? "comes" : "come"} out otherwise`}.`;
  const decisionsWords =
    decisions.length === 0
      ? "No decision would differ."
      : `${formatCount(decisions.length, "decision")} would differ.`;
  return `${figures} ${cyclesWords} ${decisionsWords}`;
}

/** What can be done about a cycle that rests on a figure corrected since. */
export function remedyOf(
  { cadence, cycleKey, certifiedFinal, standsNow, inputs }: RestatedCycleLine,
  company: string,
): { words: string; href: string | null } {
  const page = `${company}/cycles/${cadence}/${cycleKey}`;
  if (standsNow !== null)
    return { words: `Evaluated again since: evaluation ${standsNow} stands`, href: page };
  if (inputs.length === 0)
    return { words: "It follows once the earlier cycle is evaluated again", href: null };
  if (certifiedFinal)
    return { words: "The CFO can reopen this close, with a reason", href: `${company}/close/${cycleKey}` };
  return { words: "It can be evaluated again", href: page };
}

function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts[0] ?? "";
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
