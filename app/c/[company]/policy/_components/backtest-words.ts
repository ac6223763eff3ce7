import { inputInWords } from "@/components/governance/input-words";
import { missingWords } from "@/components/governance/request-words";
import { wordOf } from "@/components/governance/state-badge";
import { cycleInWords, theCycleInWords } from "@/components/governance/trigger-words";
import { formatCount, formatMoney, formatMonths, formatNumber } from "@/components/ui/format";
import {
  type Amount,
  type Backtest,
  type CycleDifference,
  type DecisionDifference,
  type MissingFact,
  type Range,
  reasonCode,
  type Sum,
  type TimelinePoint,
} from "@/kernel/enforcement";

type Total = "blocked" | "opened" | "signatures";

/** A total of all gates. */
export function totalOf({ totals }: Pick<Backtest, "totals">, kind: Total): Sum {
  const none: Sum = { requests: 0, approved: 0, usd: 0, usdPerMonth: 0, heads: 0 };
  return totals.reduce((sum, gate) => added(sum, gate[kind]), none);
}

function added(a: Sum, b: Sum): Sum {
  return {
    requests: a.requests + b.requests,
    approved: a.approved + b.approved,
    usd: a.usd + b.usd,
    usdPerMonth: a.usdPerMonth + b.usdPerMonth,
    heads: a.heads + b.heads,
  };
}

/** `$412,000, $3,000 a month and 2 heads`; empty where nothing is counted. */
export function amountInWords({ usd, usdPerMonth, heads }: Amount): string {
  return listed([
    ...(usd > 0 ? [formatMoney(usd)] : []),
    ...(usdPerMonth > 0 ? [`${formatMoney(usdPerMonth)} a month`] : []),
    ...(heads > 0 ? [formatCount(heads, "head")] : []),
  ]);
}

/** What was asked for under some requests; how many they are where they name no amount. */
export const sumInWords = (sum: Amount & { requests: number }): string =>
  sum.requests === 0 ? "Nothing" : amountInWords(sum) || formatCount(sum.requests, "request");

/** What a CFO wants to know first, in a sentence or two. */
export function summaryInWords(backtest: Backtest): string {
  const parts = (
    [
      ["blocked", "would have been blocked"],
      ["opened", "would have been open"],
      ["signatures", "would have needed other signatures"],
    ] as const
  ).flatMap(([kind, verb]) => {
    const sum = totalOf(backtest, kind);
    return sum.requests === 0 ? [] : [`${requestsInWords(sum)} ${verb}`];
  });
  if (parts.length > 0) return `Under this version ${listed(parts)}.`;
  const told = backtest.decisions.length;
  const cycles = backtest.cycles.length;
  const rest = [
    ...(told > 0 ? [`${formatCount(told, "decision")} on the way would have said something else`] : []),
    ...(cycles > 0 ? [`${formatCount(cycles, "cycle")} would have come out otherwise`] : []),
  ];
  const end = "Under this version every request would have come to the same end";
  return rest.length === 0 ? `${end}.` : `${end}; ${listed(rest)}.`;
}

const LEFT_OUT = {
  ended: {
    one: "a person denied or withdrew it, and that stands whatever the gate says",
    some: "that a person denied or withdrew, which stands whatever the gate says",
  },
  earlier: {
    one: "only an earlier decision on it would have been another, not the newest",
    some: "of which only an earlier decision would have been another, not the newest",
  },
  reasons: {
    one: "it is blocked either way, for other reasons",
    some: "blocked either way, for other reasons",
  },
} as const;

/** Which of the requests with another decision the sums do not count, and why; null where they count all. */
export function leftOutInWords(decisions: readonly DecisionDifference[]): string | null {
  // In the order of the record: the last of a request is the one that the table shows.
  const shown = [...new Map(decisions.map((each) => [each.reference, each])).values()];
  const why = shown.flatMap(({ endedByPerson, isNewest, kind }) => {
    if (!isNewest) return ["earlier" as const];
    if (endedByPerson) return ["ended" as const];
    return kind === "reasons" ? [kind] : [];
  });
  const [first] = why;
  if (first === undefined) return null;
  const reasons = (["ended", "earlier", "reasons"] as const).flatMap((reason) => {
    const count = why.filter((each) => each === reason).length;
    return count === 0 ? [] : [`${formatNumber(count)} ${LEFT_OUT[reason].some}`];
  });
  const told = why.length === 1 ? LEFT_OUT[first].one : listedApart(reasons);
  return `These sums leave out ${formatCount(why.length, "request")} of the table below: ${told}.`;
}

/** With a comma before the last as well, because the parts have commas of their own. */
function listedApart(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? "") : `${parts.slice(0, -1).join(", ")}, and ${parts.at(-1)}`;
}

/** `3 requests worth $412,000 and 2 heads, 2 of them approved,` */
function requestsInWords(sum: Sum): string {
  const worth = amountInWords(sum);
  const approved =
    sum.approved === 0
      ? ""
      : sum.approved === sum.requests
        ? ", approved then,"
        : `, ${formatNumber(sum.approved)} of them approved then,`;
  return `${formatCount(sum.requests, "request")}${worth ? ` worth ${worth}` : ""}${approved}`;
}

const DAYS_A_MONTH = 365.25 / 12;

/** `5.6 months → 7 to 9 months`: with what missing facts leave open. */
export function defensiveInWords({
  defensiveDays: { before, after },
}: Pick<Backtest, "defensiveDays">): string {
  const months = (days: number) => formatMonths(days / DAYS_A_MONTH);
  return change(months(before), rangeInWords(after, months));
}

export function escalationsInWords({
  escalationsDue: { before, after },
}: Pick<Backtest, "escalationsDue">): string {
  const count = (number: number) => formatNumber(number, 0);
  return change(count(before), rangeInWords(after, count));
}

function rangeInWords({ best, worst }: Range<number>, write: (value: number) => string): string {
  const [least, most] = [write(Math.min(best, worst)), write(Math.max(best, worst))];
  return least === most ? least : `${least} to ${most}`;
}

function change(before: string, after: string): string {
  return before === after ? before : `${before} → ${after}`;
}

/** What the picture of the modes says, for who does not see it. */
export function timelineInWords(timeline: readonly TimelinePoint[]): string {
  const defensive = (side: "before" | "after") =>
    timeline.filter((point) => point[side] === "DEFENSIVE").length;
  const open = timeline.filter(({ after }) => after === "EITHER").length;
  const differing = timeline.filter(({ before, after }) => before !== after && after !== "EITHER");
  const where =
    differing.length === 0
      ? "The same in every cycle."
      : `Another mode in ${formatCount(differing.length, "cycle")}: ${someOf(differing.map(cycleInWords))}.`;
  const unknown = open === 0 ? "" : ` In ${formatCount(open, "cycle")} missing facts leave the mode open.`;
  return `DEFENSIVE after ${formatNumber(defensive("before"))} of ${formatCount(timeline.length, "cycle")} as it was, after ${formatNumber(defensive("after"))} under this version. ${where}${unknown}`;
}

const SOME = 6;

function someOf(names: readonly string[]): string {
  const more = names.length - SOME;
  return more > 0 ? `${names.slice(0, SOME).join(", ")} and ${formatNumber(more)} more` : listed(names);
}

/** How the decision was known, and how it would be. */
export function standingInWords(
  { standing }: DecisionDifference["before"],
  { approved, endedByPerson }: Partial<Pick<DecisionDifference, "approved" | "endedByPerson">> = {},
): string {
  if (endedByPerson) return standing === "BLOCKED" ? "Blocked; ended by a person" : "Open; ended by a person";
  if (standing === "ALLOWED") return approved ? "Approved" : "Allowed";
  return standing === "SIGNABLE" ? "Waits for signatures" : "Blocked";
}

/** Whose signatures an answer asks for, and what else it misses. */
export function missingInWords({ missing }: DecisionDifference["before"]): string {
  return missing.map(missingWords).join(", ");
}

/** Everything that would have come out otherwise in a cycle. */
export function cycleDifferenceInWords(cycle: CycleDifference): string[] {
  const { status, codes, states, mode, escalations, uncertified } = cycle;
  const state = (value: Parameters<typeof wordOf>[0] | null) =>
    value === null ? "no such trigger" : wordOf(value);
  return [
    ...(status ? [statusInWords(status, codes)] : []),
    ...(uncertified ? ["too late to be certified as final"] : []),
    ...states.map(({ trigger, before, after }) => `${trigger} ${state(before)} → ${state(after)}`),
    ...(mode ? [`mode ${wordOf(mode.before)} → ${wordOf(mode.after)}`] : []),
    ...escalations.map(({ rule, after }) => `${after ? "escalation due" : "escalation not due"}: ${rule}`),
  ];
}

function statusInWords(
  { after }: NonNullable<CycleDifference["status"]>,
  codes: CycleDifference["codes"],
): string {
  if (after === "CLOSED") return "would have closed";
  const why = codes.map((code) => `${code} ${reasonCode(code).title}`).join("; ");
  return `${after === "OPEN" ? "would have stayed open" : "would have been refused"}${why ? ` (${why})` : ""}`;
}

/** Why a decision cannot be made again. */
export function factInWords(fact: MissingFact): string {
  switch (fact.kind) {
    case "request_not_kept":
      return "What was asked, as the gate read it, was not kept with the decision";
    case "document_from_outside":
      return "It was decided on a document from outside, with states and a policy of its own";
    case "inputs_not_looked_for":
      return `It hangs on ${fact.triggers.map(({ trigger, inputs }) => `${trigger}, which needs ${inputsInWords(inputs)}`).join("; and on ")}`;
  }
}

export function inputsInWords(inputs: readonly string[]): string {
  return inputs.length === 0 ? "figures that were not kept" : listed(inputs.map(inputInWords));
}

/** Everything that was not replayed, a sentence each. */
export function notReplayedInWords({
  inputs,
  fields,
  escalations,
  documents,
}: Backtest["notReplayed"]): string[] {
  return [
    ...inputs.map(
      ({ trigger, name, inputs: names, cycles }) =>
        `${name} (${trigger}) in ${formatCount(cycles, "cycle")}: nobody looked for ${inputsInWords(names)} then. Every state it may have had was tried.`,
    ),
    ...fields.map(
      ({ field, cycles }) =>
        `Minimum field “${field}” in ${formatCount(cycles, "close", "closes")}: nobody looked whether it was there. It counts as delivered.`,
    ),
    ...escalations.map(
      ({ rule, cycles }) =>
        `Whether “${rule}” would have been due after ${formatCount(cycles, "cycle")}: that hangs on the figures above.`,
    ),
    ...(documents > 0
      ? [`${formatCount(documents, "cycle")} whose inputs were not kept: the states found then were taken.`]
      : []),
  ];
}

/** `week 12 of 2026`, `the March 2026 close`, with the version where it was evaluated again. */
export function differingCycleInWords(
  cycle: Pick<CycleDifference, "cadence" | "cycleKey" | "version">,
): string {
  const words = theCycleInWords(cycle);
  return cycle.version === 1 ? words : `${words}, evaluation ${cycle.version}`;
}

function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts[0] ?? "";
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
