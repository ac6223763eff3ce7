import { dayInWords } from "../day-words";
import type { TrajectoryMetricId } from "../queries/trajectory-shape";
import { breakevenInWords, METRIC_WORDS, monthOfPlan } from "../queries/trajectory-words";
import type { PackContent, PackMemo, PackTrigger } from "./content";
import { efficiencySummary } from "./efficiency";
import { count, figure, list, money, moneyCompact } from "./figure-text";
import { periodName } from "./period";
import { GATE_NAMES, OUTCOME_WORDS } from "./words";

type Sentence = (content: PackContent) => string | null;

/**
 * The memo, one sentence a line of this table; each is filled from the pack's data by rule, or left out where it has nothing
 * to say. People may rewrite them before release: the filled sentence stays beside theirs.
 */
const SENTENCES: readonly (readonly [id: string, heading: string, fill: Sentence])[] = [
  ["states", "Where the company stands", statesSentence],
  ["moved", "Where the company stands", movedSentence],
  ["mode", "Where the company stands", modeSentence],
  ["fcf", "The path to breakeven", (content) => pathSentence(content, "fcf")],
  ["ebitda", "The path to breakeven", (content) => pathSentence(content, "ebitda")],
  ["forecast", "The path to breakeven", forecastSentence],
  ["runway", "The path to breakeven", runwaySentence],
  ["efficiency", "Efficiency", ({ efficiency }) => efficiencySummary(efficiency)],
  ["exceptions", "Decisions", exceptionsSentence],
  ["outcomes", "Decisions", outcomesSentence],
  ["escalations", "Decisions", escalationsSentence],
  ["budget", "The next quarter", budgetSentence],
  ["trade_offs", "The next quarter", tradeOffSentence],
  ["data", "The data", dataSentence],
];

export function fillMemo(content: PackContent): PackMemo {
  return SENTENCES.flatMap(([id, heading, fill]) => {
    const original = fill(content);
    return original === null ? [] : [{ id, heading, original, text: original, edited: null }];
  });
}

const inState = (triggers: readonly PackTrigger[], state: PackTrigger["state"]) =>
  triggers.filter((trigger) => trigger.state === state);
const named = (triggers: readonly PackTrigger[]) =>
  list(triggers.map(({ shortId, name }) => `${shortId} ${name}`));

function statesSentence({ triggers, period, closes }: PackContent): string {
  const close = closes.at(-1);
  const counted = (["PASS", "WATCH", "FAIL", "UNKNOWN"] as const)
    .map((state) => [state, inState(triggers, state).length] as const)
    .filter(([, size]) => size > 0)
    .map(([state, size]) => `${size} ${state}`);
  const failing = inState(triggers, "FAIL");
  const fails = failing.length > 0 ? ` On FAIL: ${named(failing)}.` : " No trigger fails.";
  return `At the close of ${periodName(close?.cycleKey ?? period.key)} the ${count(triggers.length, "trigger")} stand at ${list(counted)}.${fails}`;
}

function movedSentence({ triggers }: PackContent): string | null {
  const since = triggers.find(({ before }) => before !== null)?.before;
  if (!since) return null;
  const moved = triggers.filter(({ before, state }) => before !== null && before.state !== state);
  if (moved.length === 0) return `No trigger has changed its state since ${periodName(since.cycleKey)}.`;
  const changes = moved.map(({ shortId, before, state }) => `${shortId} from ${before?.state} to ${state}`);
  return `Since ${periodName(since.cycleKey)}: ${list(changes)}.`;
}

function modeSentence({ mode, period }: PackContent): string {
  const held = `The close left the company in ${mode.atClose} mode`;
  const now =
    mode.now === null || mode.now === mode.atClose || mode.since === null
      ? ""
      : `; since ${dayInWords(mode.since)} it is in ${mode.now} mode`;
  const changes = mode.stretches.filter(
    ({ startedAt }) => startedAt.slice(0, 10) >= period.start && startedAt.slice(0, 10) <= period.end,
  ).length;
  const changed = changes > 0 ? ` The mode changed ${count(changes, "time")} in the period.` : "";
  const cause = mode.atClose === "DEFENSIVE" && mode.cause ? ` (${mode.cause})` : "";
  return `${held}${cause}${now}.${changed}`;
}

function pathSentence({ trajectory }: PackContent, id: TrajectoryMetricId): string | null {
  const metric = trajectory.metrics[id];
  const newest = metric.months.findLast(({ average }) => average !== null);
  if (!newest || newest.average === null) return null;
  const { average, band, target } = newest;
  const plan = band
    ? `, ${average < band[0] ? "below" : average > band[1] ? "above" : "inside"} the plan's band of ${money(band[0])} to ${money(band[1])}`
    : target === null
      ? ", for which the plan has no figure"
      : `, against a target of ${money(target)} (the plan gives no band)`;
  return `${METRIC_WORDS[id].name} averaged ${money(average)} a month over the three months to ${monthOfPlan(trajectory, newest.index)}${plan}.`;
}

function forecastSentence({ trajectory }: PackContent): string {
  const { fcf } = trajectory.metrics;
  if (fcf.breakeven === null)
    return `There is no forecast of the path: missing ${list(trajectory.missing.slice(0, 3))}.`;
  const base = breakevenInWords(trajectory, fcf.breakeven.base);
  const downside = breakevenInWords(trajectory, fcf.breakeven.downside);
  const upside = breakevenInWords(trajectory, fcf.breakeven.upside);
  return `Free cash flow reaches breakeven (three-month average at or above zero, due in month ${trajectory.dueIndex}) in the base range: ${base}; in the upside range: ${upside}; in the downside range: ${downside}.`;
}

function runwaySentence({ triggers }: PackContent): string | null {
  const runway = triggers.find(({ shortId }) => shortId === "T4");
  if (!runway || runway.unit === null) return null;
  return runway.value === null
    ? "The cash runway is not known: its inputs were missing at the close."
    : `Cash lasts ${figure(runway.value, runway.unit)} at the average burn of the last three months (${runway.state}).`;
}

function exceptionsSentence({ exceptionCounts, period }: PackContent): string {
  const of = (...statuses: string[]) =>
    exceptionCounts.reduce((sum, { status, count: size }) => sum + (statuses.includes(status) ? size : 0), 0);
  const total = exceptionCounts.reduce((sum, { count: size }) => sum + size, 0);
  if (total === 0) return `No exception was asked of the gates in ${periodName(period.key)}.`;
  const parts = [
    [of("APPROVED"), "approved"],
    [of("DENIED"), "denied"],
    [of("WITHDRAWN"), "withdrawn"],
    [of("PENDING", "BLOCKED", "STALE"), "not decided"],
  ] as const;
  const told = parts.flatMap(([size, word]) => (size > 0 ? [`${size.toLocaleString("en-US")} ${word}`] : []));
  return `${count(total, "exception")} asked of the gates: ${list(told)}.`;
}

function outcomesSentence({ casesDueCounts, exceptions }: PackContent): string | null {
  const total = casesDueCounts.reduce((sum, { count: size }) => sum + size, 0);
  if (total > 0) {
    const told = (["PAID_BACK", "MISSED", "CANNOT_BE_MEASURED"] as const).flatMap((verdict) => {
      const size = casesDueCounts.find((each) => each.verdict === verdict)?.count ?? 0;
      return size > 0 ? [`${size.toLocaleString("en-US")} ${OUTCOME_WORDS[verdict].toLowerCase()}`] : [];
    });
    return `The time of ${count(total, "ROI case")} came in the period: ${list(told)}.`;
  }
  const approved = exceptions.filter(({ status, roi }) => status === "APPROVED" && roi !== null);
  if (approved.length === 0) return null;
  return `The time of no ROI case came in the period; ${count(approved.length, "more was", "more were")} approved in it.`;
}

function escalationsSentence({ escalations }: PackContent): string {
  const open = escalations.filter(({ status }) => status === "OPEN");
  const planned = escalations.filter(({ status }) => status === "ACKNOWLEDGED");
  if (open.length + planned.length === 0) return "No escalation is open.";
  const without = open.length > 0 ? `${count(open.length, "escalation")} without a plan` : "";
  const due = planned.flatMap(({ planDueOn }) => (planDueOn ? [dayInWords(planDueOn)] : []));
  const withPlan =
    planned.length > 0
      ? `${count(planned.length, "escalation")} with a plan${due.length > 0 ? `, due ${list(due)}` : ""}`
      : "";
  const isOne = open.length + planned.length === 1;
  return `Still open ${isOne ? "is" : "are"} ${list([without, withPlan].filter((words) => words !== ""))}.`;
}

function budgetSentence({ budget }: PackContent): string {
  const gates = budget.gates.map(({ gateId, approved, open }) => {
    const size = (part: typeof approved) =>
      [
        ...(part.people > 0 ? [count(part.people, "hire")] : []),
        ...(part.usdPerMonth > 0 ? [`${moneyCompact(part.usdPerMonth)} a month`] : []),
        ...(part.usd > 0 ? [moneyCompact(part.usd)] : []),
      ].join(" and ");
    const words = (part: typeof approved) =>
      `${part.count.toLocaleString("en-US")}${size(part) ? ` (${size(part)})` : ""}`;
    return `${GATE_NAMES[gateId]} ${words(approved)} approved under this plan and ${words(open)} open`;
  });
  return `Going into ${periodName(budget.quarter)}: ${gates.join("; ")}.`;
}

function tradeOffSentence({ budget }: PackContent): string {
  const closed = budget.gates.filter(({ verdict }) => verdict === "CLOSED");
  const partly = budget.gates.filter(({ verdict }) => verdict === "PARTLY_OPEN");
  if (closed.length + partly.length === 0) return "Every gate is open for ordinary requests.";
  const words = [
    ...(closed.length > 0 ? [`closed: ${list(closed.map(({ gateId }) => GATE_NAMES[gateId]))}`] : []),
    ...(partly.length > 0 ? [`open in part: ${list(partly.map(({ gateId }) => GATE_NAMES[gateId]))}`] : []),
  ];
  return `As things stand the gates are ${words.join("; ")}; what is to be traded off follows from these.`;
}

function dataSentence({ closes, missingCloses, trajectory }: PackContent): string {
  const uncertified = closes.filter(({ certifiedFinal }) => !certifiedFinal).map(({ cycleKey }) => cycleKey);
  const faults = [
    ...(missingCloses.length > 0 ? [`no close of ${list(missingCloses.map(periodName))}`] : []),
    ...(uncertified.length > 0 ? [`not certified as final: ${list(uncertified.map(periodName))}`] : []),
    ...(trajectory.missing.length > 0 ? [`no forecast for want of ${trajectory.missing[0]}`] : []),
  ];
  return faults.length === 0
    ? `The figures rest on ${count(closes.length, "certified close")}.`
    : `What to bear in mind about the figures: ${faults.join("; ")}.`;
}
