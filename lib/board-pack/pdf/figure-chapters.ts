import { dayInWords } from "../../day-words";
import { DRIVER_RULES, type DriverKind } from "../../queries/forecast";
import { driverName, SCENARIO_WORDS } from "../../queries/forecast-words";
import { METRICS, SCENARIOS, type Trajectory, type TrajectoryMetricId } from "../../queries/trajectory-shape";
import { METRIC_WORDS, monthName, monthOfPlan, reachedInWords } from "../../queries/trajectory-words";
import type { PackContent, PackEfficiency, PackMemo, PackTrigger } from "../content";
import { figure, finePercent, money, range } from "../figure-text";
import { periodName } from "../period";
import { CONTENT_WIDTH, INK, type Sheet } from "./sheet";
import { drawTable } from "./table";
import { drawTrajectory, hasPoints } from "./trajectory-drawing";
import { drawTrend, stateInk, TREND_HEIGHT } from "./trend-drawing";

/** A dagger marks what a person wrote; the sentence that the data filled stands in the chapter of evidence. */
const MARK = "†";

export function drawMemo(sheet: Sheet, memo: PackMemo): void {
  sheet.chapter("Memo");
  const headings = [...new Set(memo.map(({ heading }) => heading))];
  for (const heading of headings) {
    const sentences = memo.filter((sentence) => sentence.heading === heading && sentence.text !== "");
    if (sentences.length === 0) continue;
    sheet.heading(heading, 20);
    for (const { text, edited } of sentences) sheet.paragraph(edited ? `${text} ${MARK}` : text);
  }
  if (memo.some(({ edited }) => edited !== null)) {
    sheet.paragraph(
      `${MARK} Written by a person in place of the sentence that the data had filled, which stands under Evidence.`,
      { size: 8, color: INK.dim },
    );
  }
}

export function drawTriggers(sheet: Sheet, content: PackContent): void {
  const { triggers } = content;
  const since = triggers.find(({ before }) => before !== null)?.before?.cycleKey;
  sheet.chapter("Trigger status and trends", 260);
  drawTable<PackTrigger>(
    sheet,
    [
      {
        header: "Trigger",
        share: 44,
        cell: ({ shortId, name, critical }) => `${shortId} ${name}${critical ? " (critical)" : ""}`,
      },
      {
        header: "State",
        share: 14,
        cell: ({ state }) => state,
        style: ({ state }) => ({ font: "bold", color: stateInk(state) }),
      },
      { header: "Figure", share: 18, align: "right", cell: figureOf },
      {
        header: since ? `State in ${periodName(since)}` : "State before",
        share: 16,
        cell: ({ before }) => before?.state ?? "no close",
      },
      {
        header: "Figure then",
        share: 18,
        align: "right",
        cell: ({ before, unit }) => (before && unit ? figure(before.value, unit) : ""),
      },
    ],
    triggers,
    "The policy has no triggers.",
  );
  sheet.paragraph(
    "For T1 and T2 the figure is the gap to the plan in dollars a month. Below: the last closes, oldest first; P is PASS, W is WATCH, F is FAIL, ? is UNKNOWN.",
    { size: 8, color: INK.dim },
  );
  const width = (CONTENT_WIDTH - 18) / 2;
  for (let at = 0; at < triggers.length; at += 2) {
    sheet.need(TREND_HEIGHT + 6);
    for (const [column, trigger] of triggers.slice(at, at + 2).entries()) {
      drawTrend(sheet, trigger, { x: sheet.left + column * (width + 18), y: sheet.y, width });
    }
    sheet.y += TREND_HEIGHT + 6;
  }
  drawMode(sheet, content);
}

const figureOf = ({ value, unit }: PackTrigger): string =>
  unit === null ? "no figure" : figure(value, unit);

function drawMode(sheet: Sheet, { mode }: PackContent): void {
  sheet.heading("Mode");
  sheet.paragraph(`At the close: ${mode.atClose}. When the pack was made: ${mode.now ?? "not known"}.`, {
    after: 2,
  });
  for (const { mode: each, startedAt, endedAt, cause } of mode.stretches) {
    const until = endedAt ? `to ${dayInWords(endedAt)}` : "on";
    sheet.paragraph(`${each} from ${dayInWords(startedAt)} ${until}: ${cause}.`, { indent: 12, after: 2 });
  }
}

export function drawPath(sheet: Sheet, { trajectory }: PackContent): void {
  sheet.chapter("The path to breakeven", 260);
  sheet.paragraph(
    `Breakeven is a three-month average at or above zero; free cash flow leads, EBITDA stands beside it. It is due in ${monthOfPlan(trajectory, trajectory.dueIndex)}.`,
  );
  for (const metric of METRICS) drawMetric(sheet, trajectory, metric);
  drawDrivers(sheet, trajectory);
}

function drawMetric(sheet: Sheet, trajectory: Trajectory, id: TrajectoryMetricId): void {
  const metric = trajectory.metrics[id];
  const hasBand = metric.months.some(({ band }) => band !== null);
  const hasChart = hasPoints(metric);
  sheet.heading(`${METRIC_WORDS[id].name}, USD a month`, hasChart ? 215 : 20);
  if (!hasBand) sheet.paragraph("The plan gives no band for this figure.", { size: 8, color: INK.dim });
  if (hasChart) drawTrajectory(sheet, metric, trajectory.dueIndex, 205);
  else sheet.paragraph("No month has a figure, a target or a forecast of it yet.", { color: INK.dim });
  const newest = metric.months.findLast(({ average }) => average !== null);
  if (newest) {
    const plan = newest.band ? `; the plan's band is ${range(newest.band, "USD")}` : "";
    sheet.paragraph(
      `Newest average: ${money(newest.average ?? 0)} in ${monthOfPlan(trajectory, newest.index)}${plan}.`,
      { after: 2 },
    );
  }
  const { breakeven } = metric;
  if (breakeven === null) return;
  drawTable(
    sheet,
    [
      { header: "Range", share: 14, cell: (scenario) => SCENARIO_WORDS[scenario] },
      {
        header: "Breakeven at the better end",
        share: 43,
        cell: (scenario) => reachedInWords(trajectory, breakeven[scenario].better),
      },
      {
        header: "At the worse end",
        share: 43,
        cell: (scenario) => reachedInWords(trajectory, breakeven[scenario].worse),
      },
    ],
    [...SCENARIOS].reverse(),
    "There is no forecast.",
  );
}

function drawDrivers(sheet: Sheet, trajectory: Trajectory): void {
  sheet.heading("What the forecast rests on", 90);
  const { window, close, missing } = trajectory;
  if (missing.length > 0 || window === null || close === null) {
    sheet.paragraph(`There is no forecast, because this is missing: ${missing.join("; ")}.`);
    return;
  }
  sheet.paragraph(
    `Measured on the ${window.months} months from ${monthName(window.from)} to ${monthName(window.to)}, as known when that close was evaluated on ${dayInWords(close.evaluatedAt)}. ${trajectory.spreadsAreUsual ? "The usual spreads hold." : "The spreads are the company's own."} At one end of a range every driver stands at its worse end, at the other every one at its better.`,
    { size: 8, color: INK.dim },
  );
  const written = (kind: DriverKind, value: number) =>
    DRIVER_RULES[kind].unit === "USD" ? money(value) : finePercent(value);
  drawTable(
    sheet,
    [
      { header: "Driver", share: 40, cell: driverName },
      { header: "Measured", share: 15, align: "right", cell: ({ kind, value }) => written(kind, value) },
      ...SCENARIOS.map((scenario) => ({
        header: SCENARIO_WORDS[scenario],
        share: 22,
        align: "right" as const,
        cell: ({ kind, ranges }: Trajectory["drivers"][number]) =>
          `${written(kind, ranges[scenario][0])} to ${written(kind, ranges[scenario][1])}`,
      })),
    ],
    trajectory.drivers,
    "No driver could be measured.",
  );
}

export function drawEfficiency(sheet: Sheet, { efficiency }: PackContent): void {
  sheet.chapter("The efficiency story", 190);
  for (const { sentence } of efficiency) sheet.paragraph(sentence);
  const since = efficiency.find(({ before }) => before !== null)?.before?.cycleKey;
  drawTable<PackEfficiency>(
    sheet,
    [
      { header: "Figure", share: 34, cell: ({ name, trigger }) => `${name} (${trigger})` },
      {
        header: "State",
        share: 14,
        cell: ({ state }) => state,
        style: ({ state }) => ({ font: "bold", color: stateInk(state) }),
      },
      { header: "This period", share: 18, align: "right", cell: ({ value, unit }) => figure(value, unit) },
      {
        header: since ? periodName(since) : "Before",
        share: 18,
        align: "right",
        cell: ({ before, unit }) => (before ? figure(before.value, unit) : "no close"),
      },
      {
        header: "Range of the contract",
        share: 24,
        align: "right",
        cell: ({ range: aimedAt, unit }) => (aimedAt ? range(aimedAt, unit) : ""),
      },
    ],
    efficiency,
    "None of the four figures stands in the policy.",
  );
}
