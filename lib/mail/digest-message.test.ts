import { expect, test } from "vitest";
import type { CfoFigure, CfoWeek } from "../queries/cfo-week";
import { digestMessage } from "./digest-message";
import { figureInWords } from "./figure-words";

const payback: CfoFigure = {
  id: "payback_months",
  name: "CAC payback",
  unit: "months",
  direction: "down",
  value: 12.44,
  asOf: "2026-11-22",
  valueBefore: 13.6,
  asOfBefore: "2026-11-15",
};

const week: CfoWeek = {
  weekStart: "2026-11-16",
  weekEnd: "2026-11-22",
  figures: [payback],
  actions: { total: 7, improved: 2, hurt: 1, askedFor: 4, atWork: 5, measured: 3 },
  gates: [
    {
      gate: "payback_exceeded",
      observed: 18.2,
      threshold: 15,
      cycleId: "11111111-1111-4111-8111-111111111111",
      executedAt: new Date("2026-11-16T02:00:00Z"),
    },
  ],
  cyclesRun: 2,
  mode: "DEFENSIVE",
  openEscalations: 2,
};
const reader = { company: "Acme", role: "CFO", home: "https://revenue-os.example/c/acme" };

test("a figure says its value with unit, its day, and how it moved against the week before", () => {
  expect(figureInWords(payback)).toEqual({
    value: "12.4 months",
    asOf: "as of 22 Nov 2026",
    change: "better: down 1.2 months from 13.6 months on 15 Nov 2026",
  });
});

test("percentages differ by points, money has no cents, and a loss keeps its sign", () => {
  const margin = { ...payback, unit: "percent", direction: "up", value: -4, valueBefore: -3 } as const;
  expect(figureInWords(margin)).toMatchObject({
    value: "−4%",
    change: "worse: down 1 point from −3% on 15 Nov 2026",
  });
  const cac = { ...payback, unit: "USD", value: 18_450.4, valueBefore: 18_450.1 } as const;
  expect(figureInWords(cac)).toMatchObject({ value: "$18,450", change: "unchanged, $18,450 on 15 Nov 2026" });
});

test("what is not known is said, and is no nought", () => {
  expect(figureInWords({ ...payback, value: null })).toEqual({
    value: "no value",
    asOf: "could not be calculated for 22 Nov 2026",
    change: "no comparison with the week before",
  });
  expect(figureInWords({ ...payback, value: null, asOf: null }).asOf).toBe(
    "no day of this week has been computed",
  );
  const { text } = digestMessage({ ...week, cyclesRun: 0, gates: [] }, reader);
  expect(text).toContain("CFO gates triggered: no cycle ran in this week");
});

test("the letter says mode, escalations, gates with their limits and what became of the actions", () => {
  const { text, html, subject } = digestMessage(week, reader);
  expect(subject).toBe("Weekly CFO digest: Acme, 16 Nov 2026 to 22 Nov 2026");
  for (const part of [text, html]) {
    expect(part).toContain("Defensive");
    expect(part).toContain("Payback exceeded (payback 18.2 months, limit 15 months)");
    expect(part).toContain(
      "7 in all; 3 measured in this week, of which 2 improved and 1 hurt the metric aimed at",
    );
  }
  expect(html).toContain('href="https://revenue-os.example/c/acme/revenue/metrics/payback_months"');
});

test("it links to pages, and holds no form, script or picture, so that nothing in it acts or reports back", () => {
  const { html } = digestMessage(week, reader);
  expect(html).not.toMatch(/<(form|script|img|input|button|link)/i);
  const targets = [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href);
  expect(targets).toEqual([
    "https://revenue-os.example/c/acme/revenue/metrics/payback_months",
    "https://revenue-os.example/c/acme/digest?week=2026-11-16",
  ]);
});

test("without an address of its own the application sends no link that leads nowhere", () => {
  const { text, html } = digestMessage(week, { ...reader, home: null });
  expect(text).not.toContain("http");
  expect(html).not.toContain("href");
});
