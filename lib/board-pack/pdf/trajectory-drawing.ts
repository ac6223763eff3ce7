import type { TrajectoryMetric, TrajectoryMonth } from "../../queries/trajectory-shape";
import { monthName } from "../../queries/trajectory-words";
import { moneyCompact } from "../figure-text";
import { scaleOf } from "./scale";
import { type Box, CONTENT_WIDTH, INK, type Sheet } from "./sheet";

type Point = readonly [x: number, y: number];
type Edge = { index: number; low: number; high: number };
type Scenario = keyof NonNullable<TrajectoryMonth["forecast"]>;

const AXIS = 46;
const FOOT = 26;
const LEGEND = 14;

/** Paths of one chart: everything is drawn with lines and areas, so it stays sharp at any size. */
class Plot {
  constructor(
    readonly sheet: Sheet,
    private readonly box: Box,
    private readonly lastIndex: number,
    private readonly low: number,
    private readonly high: number,
  ) {}
  x(index: number): number {
    return this.box.x + (this.box.width * index) / this.lastIndex;
  }
  y(value: number): number {
    return this.box.y + this.box.height * (1 - (value - this.low) / (this.high - this.low));
  }
  get frame(): Box {
    return this.box;
  }
  line(points: readonly Point[], style: { color: string; width: number; dash?: [number, number] }): void {
    const { doc } = this.sheet;
    if (points.length < 2) return;
    doc.save().lineWidth(style.width).strokeColor(style.color).lineJoin("round");
    if (style.dash) doc.dash(style.dash[0], { space: style.dash[1] });
    for (const [at, [x, y]] of points.entries()) at === 0 ? doc.moveTo(x, y) : doc.lineTo(x, y);
    doc.stroke().restore();
  }
  outline(edges: readonly Edge[]): Point[] {
    return [
      ...edges.map(({ index, high }): Point => [this.x(index), this.y(high)]),
      ...edges.toReversed().map(({ index, low }): Point => [this.x(index), this.y(low)]),
    ];
  }
  area(edges: readonly Edge[], fill: string, stroke: string): void {
    const points = this.outline(edges);
    if (edges.length < 2) return;
    const { doc } = this.sheet;
    doc.save().lineWidth(0.5);
    polygon(doc, points);
    doc.fillAndStroke(fill, stroke).restore();
  }
  /** Lines across an area, falling, rising or as dots: a scenario is known by them without its colour. */
  hatch(edges: readonly Edge[], color: string, way: "rising" | "falling" | "dots"): void {
    if (edges.length < 2) return;
    const { doc } = this.sheet;
    const outline = this.outline(edges);
    const { x, y, width, height } = boundsOf(outline);
    doc.save();
    polygon(doc, outline);
    doc.clip().lineWidth(0.4).strokeColor(color).fillColor(color);
    if (way === "dots") {
      for (let column = x; column <= x + width; column += 4)
        for (let row = y; row <= y + height; row += 4) doc.rect(column, row, 0.9, 0.9);
      doc.fill();
    } else {
      for (let from = x - height; from <= x + width; from += 5) {
        const [start, end] = way === "rising" ? [y + height, y] : [y, y + height];
        doc.moveTo(from, start).lineTo(from + height, end);
      }
      doc.stroke();
    }
    doc.restore();
  }
}

function boundsOf(points: readonly Point[]): Box {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  // From whole steps of the page on, so that the hatching of neighbouring areas lines up.
  const [x, y] = [Math.floor(Math.min(...xs) / 20) * 20, Math.floor(Math.min(...ys) / 20) * 20];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

function polygon(doc: PDFKit.PDFDocument, points: readonly Point[]): void {
  for (const [at, [x, y]] of points.entries()) at === 0 ? doc.moveTo(x, y) : doc.lineTo(x, y);
  doc.closePath();
}

const SCENARIO_STYLES = [
  ["downside", INK.badGround, INK.bad, "falling", "Downside"],
  ["upside", INK.goodGround, INK.good, "rising", "Upside"],
  ["base", INK.unknownGround, INK.unknown, "dots", "Base"],
] as const;

/** Band, target, actual and forecast of one figure; the legend stands under it. */
export function drawTrajectory(
  sheet: Sheet,
  { months }: TrajectoryMetric,
  dueIndex: number,
  height: number,
): void {
  sheet.need(height);
  const { ticks, low, high } = scaleOf([...valuesOf(months), 0]);
  const box = {
    x: sheet.left + AXIS,
    y: sheet.y + 10,
    width: CONTENT_WIDTH - AXIS - 12,
    height: height - 10 - FOOT - LEGEND,
  };
  const plot = new Plot(sheet, box, months.length - 1, low, high);
  drawAxes(plot, ticks, months, dueIndex);
  const bands = months.flatMap(({ index, band }) => (band ? [{ index, low: band[0], high: band[1] }] : []));
  for (const run of runsOf(bands)) plot.area(run, INK.accentGround, INK.accent);
  for (const [scenario, ground, ink, way] of SCENARIO_STYLES) {
    const edges = fanOf(months, scenario);
    plot.area(edges, ground, ink);
    plot.hatch(edges, ink, way);
  }
  const at = (value: (month: TrajectoryMonth) => number | null): Point[] =>
    months.flatMap((month) => {
      const found = value(month);
      return found === null ? [] : [[plot.x(month.index), plot.y(found)] as const];
    });
  plot.line(
    [
      [box.x, plot.y(0)],
      [box.x + box.width, plot.y(0)],
    ],
    { color: INK.text, width: 0.8 },
  );
  const { doc } = sheet;
  const singles = at(({ single }) => single);
  plot.line(singles, { color: INK.dim, width: 0.6, dash: [1.5, 2] });
  for (const [x, y] of singles) doc.circle(x, y, 1.1).fill(INK.dim);
  for (const [x, y] of at(({ target }) => target))
    doc.circle(x, y, 2).lineWidth(0.9).strokeColor(INK.accent).stroke();
  const averages = at(({ average }) => average);
  plot.line(averages, { color: INK.text, width: 1.8 });
  for (const [x, y] of averages) doc.circle(x, y, 2).fill(INK.text);
  drawLegend(sheet, sheet.y + height - LEGEND, {
    band: bands.length > 0,
    target: months.some(({ target }) => target !== null),
    forecast: months.some(({ forecast }) => forecast !== null),
  });
  sheet.y += height + 4;
}

/** Months with a band that follow on one another; between two runs nothing is drawn. */
function runsOf(edges: readonly Edge[]): Edge[][] {
  const runs: Edge[][] = [];
  for (const edge of edges) {
    const run = runs.at(-1);
    if (run?.at(-1)?.index === edge.index - 1) run.push(edge);
    else runs.push([edge]);
  }
  return runs;
}

/** The forecast opens like a fan from the newest actual average. */
function fanOf(months: readonly TrajectoryMonth[], scenario: Scenario): Edge[] {
  const ahead = months.flatMap(({ index, forecast }) =>
    forecast ? [{ index, low: forecast[scenario][0], high: forecast[scenario][1] }] : [],
  );
  const from = months.findLast(({ average }) => average !== null);
  if (ahead.length === 0 || !from || from.average === null) return ahead;
  return [{ index: from.index, low: from.average, high: from.average }, ...ahead];
}

/** Without a single value there is nothing to draw; axes alone would look like figures of nothing. */
export const hasPoints = ({ months }: TrajectoryMetric): boolean => valuesOf(months).length > 0;

const valuesOf = (months: readonly TrajectoryMonth[]): number[] =>
  months.flatMap(({ band, target, average, single, forecast }) =>
    [
      ...(band ?? []),
      target,
      average,
      single,
      ...(forecast?.downside ?? []),
      ...(forecast?.upside ?? []),
    ].filter((value) => value !== null),
  );

function drawAxes(
  plot: Plot,
  ticks: readonly number[],
  months: readonly TrajectoryMonth[],
  dueIndex: number,
): void {
  const { sheet, frame } = plot;
  const small = { size: 7, color: INK.dim };
  for (const tick of ticks) {
    plot.line(
      [
        [frame.x, plot.y(tick)],
        [frame.x + frame.width, plot.y(tick)],
      ],
      { color: INK.line, width: 0.4 },
    );
    sheet.label(moneyCompact(tick), frame.x - 5, plot.y(tick) - 3.5, { ...small, align: "right" });
  }
  for (const { index, month } of months) {
    if (index % 3 !== 0) continue;
    sheet.label(`M${index}`, plot.x(index), frame.y + frame.height + 4, { ...small, align: "center" });
    sheet.label(monthName(month), plot.x(index), frame.y + frame.height + 12, {
      ...small,
      size: 6,
      align: "center",
    });
  }
  const due = plot.x(dueIndex);
  plot.line(
    [
      [due, frame.y],
      [due, frame.y + frame.height],
    ],
    { color: INK.dim, width: 0.8, dash: [3, 2] },
  );
  sheet.label("Breakeven due", due, frame.y - 9, { ...small, align: "center" });
}

type Shown = { band: boolean; target: boolean; forecast: boolean };

function drawLegend(sheet: Sheet, y: number, shown: Shown): void {
  const { doc } = sheet;
  let x = sheet.left;
  const entry = (words: string, draw: (x: number, y: number) => void) => {
    draw(x, y + 3);
    sheet.label(words, x + 17, y, { size: 7, color: INK.dim });
    x += 17 + sheet.widthOf(words, { size: 7 }) + 10;
  };
  entry("Three-month average", (at, middle) => {
    doc
      .moveTo(at, middle)
      .lineTo(at + 13, middle)
      .lineWidth(1.8)
      .strokeColor(INK.text)
      .stroke();
    doc.circle(at + 6.5, middle, 2).fill(INK.text);
  });
  entry("The month alone", (at, middle) => {
    doc
      .save()
      .dash(1.5, { space: 2 })
      .moveTo(at, middle)
      .lineTo(at + 13, middle)
      .lineWidth(0.6);
    doc.strokeColor(INK.dim).stroke().restore();
    doc.circle(at + 6.5, middle, 1.1).fill(INK.dim);
  });
  if (shown.band)
    entry("Band of the plan", (at, middle) => {
      doc
        .rect(at, middle - 3, 13, 6)
        .lineWidth(0.5)
        .fillAndStroke(INK.accentGround, INK.accent);
    });
  if (shown.target)
    entry("Target", (at, middle) => {
      doc
        .circle(at + 6.5, middle, 2)
        .lineWidth(0.9)
        .strokeColor(INK.accent)
        .stroke();
    });
  if (!shown.forecast) return;
  for (const [, ground, ink, way, words] of SCENARIO_STYLES)
    entry(`${words} range`, (at, middle) => {
      const swatch = { x: at, y: middle - 3, width: 13, height: 6 };
      const edges = [
        { index: 0, low: 0, high: 1 },
        { index: 1, low: 0, high: 1 },
      ];
      const plot = new Plot(sheet, swatch, 1, 0, 1);
      plot.area(edges, ground, ink);
      plot.hatch(edges, ink, way);
    });
}
