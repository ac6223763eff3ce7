import type { PackTrigger } from "../content";
import { figure, moneyCompact } from "../figure-text";
import { periodName } from "../period";
import { scaleOf } from "./scale";
import { type Box, INK, type Sheet } from "./sheet";

type State = PackTrigger["state"];

const INKS: Record<State, { text: string; ground: string }> = {
  PASS: { text: INK.good, ground: INK.goodGround },
  WATCH: { text: INK.watch, ground: INK.watchGround },
  FAIL: { text: INK.bad, ground: INK.badGround },
  UNKNOWN: { text: INK.unknown, ground: INK.unknownGround },
};
export const stateInk = (state: State): string => INKS[state].text;

export const TREND_HEIGHT = 96;

/** One trigger over its last closes: the figure as a line over the grounds of the states, each close's state as a letter. */
export function drawTrend(sheet: Sheet, trigger: PackTrigger, { x, y, width }: Omit<Box, "height">): void {
  const { doc } = sheet;
  sheet.label(trigger.shortId, x, y, { size: 8, font: "bold" });
  const room = width - 24 - sheet.widthOf(trigger.state, { size: 8, font: "bold" });
  const { title, size } = titleOf(sheet, trigger.name, room);
  sheet.label(title, x + 16, y + (8 - size) * 0.9, { size });
  sheet.label(trigger.state, x + width, y, {
    size: 8,
    font: "bold",
    color: INKS[trigger.state].text,
    align: "right",
  });
  const box = { x: x + 34, y: y + 14, width: width - 36, height: TREND_HEIGHT - 39 };
  doc.rect(box.x, box.y, box.width, box.height).fill(INK.faint);
  const known = trigger.closes.flatMap(({ value }) => (value === null ? [] : [value]));
  if (known.length === 0) {
    sheet.label("No figure in these closes", box.x + 6, box.y + box.height / 2 - 4, {
      size: 7.5,
      color: INK.dim,
    });
  } else {
    drawLine(sheet, trigger, box, known);
  }
  drawStates(sheet, trigger, box);
}

/** The name as large as there is room for it before the state; cut only where it would be too small to read. */
function titleOf(sheet: Sheet, name: string, width: number): { title: string; size: number } {
  for (const size of [8, 7.5, 7, 6.5, 6]) {
    if (sheet.widthOf(name, { size }) <= width) return { title: name, size };
  }
  return { title: sheet.fitted(name, width, { size: 6 }), size: 6 };
}

function drawLine(sheet: Sheet, trigger: PackTrigger, box: Box, known: readonly number[]): void {
  const { doc } = sheet;
  const lines = trigger.regions.flatMap(({ low }) => (low === null ? [] : [low]));
  const { low, high } = scaleOf([...known, ...nearLines(lines, known)]);
  const y = (value: number) =>
    box.y + box.height * (1 - (Math.min(high, Math.max(low, value)) - low) / (high - low));
  for (const region of trigger.regions) {
    const [top, bottom] = [y(region.high ?? high), y(region.low ?? low)];
    if (bottom - top < 0.5) continue;
    doc.rect(box.x, top, box.width, bottom - top).fill(INKS[region.state].ground);
  }
  for (const line of lines.filter((each) => each > low && each < high)) {
    doc
      .save()
      .dash(2, { space: 2 })
      .moveTo(box.x, y(line))
      .lineTo(box.x + box.width, y(line));
    doc.lineWidth(0.5).strokeColor(INK.dim).stroke().restore();
  }
  for (const end of [low, high]) {
    sheet.label(short(end, trigger), box.x - 3, y(end) - 3.5, { size: 6, color: INK.dim, align: "right" });
  }
  const points = trigger.closes.flatMap(({ value }, at) =>
    value === null ? [] : [{ at, x: placeOf(trigger, box, at), y: y(value) }],
  );
  for (const [index, point] of points.entries()) {
    const before = points[index - 1];
    // A close without a figure leaves a gap; the line is not drawn across it.
    if (before?.at === point.at - 1)
      doc.moveTo(before.x, before.y).lineTo(point.x, point.y).lineWidth(1.4).strokeColor(INK.text).stroke();
    doc.circle(point.x, point.y, 1.6).fill(INK.text);
  }
}

/** A threshold far from every figure would flatten the line, so it is left out of the scale. */
function nearLines(lines: readonly number[], known: readonly number[]): number[] {
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const reach = Math.max(most - least, Math.abs(most) * 0.3) * 1.5;
  return lines.filter((line) => line > least - reach && line < most + reach);
}

const placeOf = ({ closes }: PackTrigger, box: Box, at: number): number =>
  closes.length < 2 ? box.x + box.width / 2 : box.x + 6 + ((box.width - 12) * at) / (closes.length - 1);

const short = (value: number, { unit }: PackTrigger): string =>
  unit === "USD"
    ? moneyCompact(value)
    : unit === null
      ? String(value)
      : figure(value, unit).replace(/ months?$/, " mo");

const LETTERS: Record<State, string> = { PASS: "P", WATCH: "W", FAIL: "F", UNKNOWN: "?" };

function drawStates(sheet: Sheet, trigger: PackTrigger, box: Box): void {
  const y = box.y + box.height + 3;
  const { closes } = trigger;
  for (const [at, { state }] of closes.entries()) {
    const x = placeOf(trigger, box, at);
    sheet.doc.rect(x - 4.5, y, 9, 9).fill(INKS[state].ground);
    sheet.label(LETTERS[state], x, y + 1.5, {
      size: 6.5,
      font: "bold",
      color: INKS[state].text,
      align: "center",
    });
  }
  const [first, last] = [closes[0], closes.at(-1)];
  if (!first || !last) return;
  const small = { size: 6, color: INK.dim };
  sheet.label(periodName(first.cycleKey), placeOf(trigger, box, 0) - 4.5, y + 11, small);
  if (closes.length > 1)
    sheet.label(periodName(last.cycleKey), placeOf(trigger, box, closes.length - 1) + 4.5, y + 11, {
      ...small,
      align: "right",
    });
}
