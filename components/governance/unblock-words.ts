import { formatCount, formatMoney, formatNumber, formatPercent, withSign } from "@/components/ui/format";
import type { InputToReach, StateToReach, UnblockAtom } from "@/kernel/enforcement";
import { inputInWords } from "./input-words";
import { detailWords, missingWords } from "./request-words";
import { amountInWords, figureInWords } from "./trigger-words";

export type StepShown = {
  atom: UnblockAtom;
  trigger: { name: string; reach: StateToReach | null } | null;
};

/**
 * One step out of a closed gate as the person who must take it would say it. Figures are those of `when`: of a month
 * that is only assumed nothing is now.
 */
export function stepInWords({ atom, trigger }: StepShown, when: "now" | "then" = "now"): string {
  switch (atom.kind) {
    case "trigger":
      return triggerInWords(atom, trigger, when);
    case "mode":
      return modeInWords(atom);
    case "crm_hygiene":
      return missingWords("crm_hygiene");
    case "signoff":
      return missingWords(`signoff:${atom.role}`);
    case "roi_case":
    case "offset":
      return missingWords(atom.kind);
    case "exception":
      return missingWords(`exception:${atom.exceptionId}`);
    case "smaller_ask":
      return `Ask for less: ${lowerFirst(detailWords(atom.name))} of at most ${amount(atom.name, atom.largest)}, which is the largest that passes (asked: ${amount(atom.name, atom.from)})`;
    case "fact":
      return factInWords(atom);
  }
}

/** Whose step it is: the requester's, a role's, or that of the owner the policy names. */
export function doerInWords({ by }: UnblockAtom): string {
  return by.requester ? "the requester" : by.role;
}

/** What is not the reader's to do, as a sentence that says whom to ask; `besides` steps of their own. */
export function othersInWords(
  { steps, roles }: { steps: number; roles: readonly string[] },
  besides: boolean,
): string {
  const count = formatCount(steps, "step");
  const [last = "", ...before] = roles.toReversed();
  const ask = `Ask ${before.length > 0 ? `${before.reverse().join(", ")} and ${last}` : last}.`;
  return besides
    ? `Others have ${count} to take as well. ${ask}`
    : `You cannot unblock this yourself: others have ${count} to take. ${ask}`;
}

function triggerInWords(
  atom: UnblockAtom & { kind: "trigger" },
  trigger: StepShown["trigger"],
  when: "now" | "then",
): string {
  const name = `${trigger?.name ?? atom.trigger} (${atom.trigger})`;
  const reach = trigger?.reach ?? null;
  if (atom.from === "UNKNOWN") {
    const inputs = reach?.inputsMissing.map(inputInWords).join(", ");
    const shows = atom.enough.includes("FAIL") ? "whatever it shows" : `showing ${atom.enough.join(" or ")}`;
    return `Data for ${name}, ${shows}${inputs ? `: ${inputs}` : ""}`;
  }
  const state = `${name} from ${atom.from} to ${atom.enough.join(" or ")}`;
  if (!reach?.bound || reach.gap === null || reach.value === null) return state;
  const figures = `${figureInWords(reach.value, reach.unit)} ${when}, ${withSign(reach.gap, (size) => gapInWords(size, reach.unit))} to ${figureInWords(reach.bound.value, reach.unit)}`;
  const moves = reach.inputs.map((input) => moveInWords(input));
  return `${state}: ${figures}${moves.length > 0 ? `, which is ${moves.join(", or ")}` : ""}`;
}

/** Between two percentages a distance is counted in points; otherwise it is a figure like the two it lies between. */
function gapInWords(size: number, unit: StateToReach["unit"]): string {
  return unit === "percent" ? amountInWords(size, unit) : figureInWords(size, unit);
}

/** `net burn −$212,000 a month`: rounded away from what it is now, so that it is enough. */
function moveInWords({ name, change, perMonth }: InputToReach): string {
  const size = (value: number) =>
    /Rate|Margin/.test(name)
      ? `${formatNumber(Math.ceil(value * 100) / 100)} points`
      : formatMoney(Math.ceil(value));
  return `${inputInWords(name)} ${withSign(change, size)}${perMonth ? (isWeekly(name) ? " in each of its weeks" : " a month") : ""}`;
}

/** The one series that is counted by weekly snapshots; every other one is by month (contract A5.2). */
export const isWeekly = (name: string): boolean => name === "QualifiedPipelineAmount_next_quarter";

function modeInWords({ passCycles, notPassing }: UnblockAtom & { kind: "mode" }): string {
  const now = notPassing.length > 0 ? `; not yet: ${notPassing.join(", ")}` : "";
  return `The company leaves DEFENSIVE mode: ${formatCount(passCycles, "cycle")} in a row with every critical trigger PASS${now}`;
}

function factInWords({ name, values, figure }: UnblockAtom & { kind: "fact" }): string {
  const fact = detailWords(name);
  if (figure !== null) {
    const side = figure.direction === "at_most" ? "at most" : "at least";
    const beside = Object.entries(figure.beside).map(
      ([other, value]) => `${lowerFirst(detailWords(other))} of ${amount(other, value)}`,
    );
    const withOthers = beside.length > 0 ? `, beside ${beside.join(" and ")}` : "";
    return `${fact}: ${side} ${amount(name, figure.value)}${withOthers}`;
  }
  return values.length > 0 ? `${fact}: ${values.map(valueInWords).join(" or ")}` : `${fact}: to be given`;
}

function valueInWords(value: unknown): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return String(value).replaceAll("_", " ");
}

function amount(name: string, value: number): string {
  if (name.startsWith("amount_usd") || name.endsWith("_usd")) return formatMoney(value);
  return name.endsWith("_pct") ? formatPercent(value, 2) : formatNumber(value);
}

function lowerFirst(words: string): string {
  return /^[A-Z]{2}/.test(words) ? words : words.charAt(0).toLowerCase() + words.slice(1);
}
