import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ColumnEvidence } from "./column-profile";
import { parseDay, parseMonth, parseQuarter } from "./dates";
import { AMOUNT } from "./kinds/shared-fields";
import { evidenceOf, parseDigits, roundDecimal, strip } from "./numbers";
import { readValue } from "./read-value";
import type { Cell } from "./table";

const context = { today: "2026-05-10", monthIndex: () => 0, onRounded: () => undefined };
const amount = (cell: Cell, decimal: "." | "," = ".") => {
  const read = readValue({ ...AMOUNT, required: true }, cell, { decimal, dayOrder: null }, context);
  return "value" in read ? read.value : read.fault.what;
};
const profile = (...cells: Cell[]) => {
  const evidence = new ColumnEvidence();
  for (const cell of cells) evidence.see(cell);
  return evidence.profile();
};

describe("a figure as people write it", () => {
  test.each<[Cell, number]>([
    ["1234.56", 1234.56],
    ["1,234.56", 1234.56],
    ["1 234.56", 1234.56],
    ["1\u00a0234.56", 1234.56],
    ["1'234.56", 1234.56],
    ["$1,234.50", 1234.5],
    ["1,234.50 USD", 1234.5],
    ["-$5", -5],
    ["$-5", -5],
    ["(1,234)", -1234],
    ["−1,234", -1234],
    ["1,234-", -1234],
    ["+7", 7],
    [".5", 0.5],
    ["0.005", 0.01],
    ["-0.004", 0],
    [0.1 + 0.2, 0.3],
    [1234.565, 1234.57],
    [999_999_999_999.99, 999_999_999_999.99],
  ])("%s is read", (cell, value) => {
    expect(amount(cell)).toBe(value);
  });

  test.each<[string, number]>([
    ["1.234,56", 1234.56],
    ["1 234,56", 1234.56],
    ["1.234.567", 1_234_567],
    ["0,5", 0.5],
  ])("%s is read where the column has decimal commas", (cell, value) => {
    expect(amount(cell, ",")).toBe(value);
  });

  test.each<[Cell, string]>([
    ["€ 5", "“€ 5” is in €."],
    ["5 EUR", "“5 EUR” is in EUR."],
    ["5%", "“5%” is a percentage."],
    ["1.23E+05", "“1.23E+05” was shortened by a spreadsheet and has lost its digits."],
    ["=1+2", "“=1+2” is no figure."],
    ["12,34,567", "“12,34,567” is not written like the rest of the column, which has decimal points."],
    ["1.234,56", "“1.234,56” is not written like the rest of the column, which has decimal points."],
    ["1..5", "“1..5” is not written like the rest of the column, which has decimal points."],
    ["--5", "“--5” is no figure."],
    ["n/a", "“n/a” is no figure."],
    [true, "“true” is no figure."],
    [{ date: "2026-03-31" }, "“2026-03-31” is no figure."],
    [{ error: "B7: #REF!" }, "The cell holds an error (B7: #REF!)."],
    ["2000000000000", "“2000000000000” is beyond any company's figures."],
    ["  ", "Amount (USD) is blank."],
    [null, "Amount (USD) is blank."],
  ])("%s is refused, and why is said", (cell, what) => {
    expect(amount(cell)).toBe(what);
  });

  test.each(["125000.00", "125000,00"])("what is no figure is to be written as the column is: %s", (as) => {
    const decimal = as.includes(",") ? "," : ".";
    const read = readValue(AMOUNT, "abc", { decimal, dayOrder: null }, context);
    expect(read).toMatchObject({ fault: { remedy: `Write it as ${as}.` } });
    expect(amount(as, decimal)).toBe(125_000);
  });

  test("comes back from any way of writing it", () => {
    const ways =
      ([mark, thousands]: readonly [string, string]) =>
      (cents: number) => {
        const [whole = "", fraction = ""] = (cents / 100).toFixed(2).split(".");
        return `${whole.replace(/\B(?=(\d{3})+$)/g, thousands)}${mark}${fraction}`;
      };
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 99_999_999_999 }),
        fc.constantFrom([".", ","], [",", "."], [",", " "], [".", "'"], [".", ""]),
        (cents, way) => {
          const written = ways(way as readonly [string, string])(cents);
          const stripped = strip(written);
          if (stripped === null || !("body" in stripped)) throw new Error(written);
          expect(evidenceOf(stripped.body)).toBe(way[0]);
          expect(parseDigits(stripped.body, way[0] as "." | ",")).toBe((cents / 100).toFixed(2));
        },
      ),
    );
  });

  test("is read as well where it was copied from a page of this application", () => {
    expect(strip("−\u2060$383,300")).toMatchObject({ negative: true, body: "383,300" });
  });

  test("is rounded to the cent half away from zero, digit by digit", () => {
    expect(roundDecimal("1.005", 2)).toEqual({ text: "1.01", exact: false });
    expect(roundDecimal("0.994999999999999999999", 2)).toEqual({ text: "0.99", exact: false });
    expect(roundDecimal("12345678901234567.5", 2)).toEqual({ text: "12345678901234567.50", exact: true });
  });
});

describe("a column tells how it is written, or is asked", () => {
  test.each<[string, string[], string]>([
    ["decimal points", ["1,234", "1,234.50"], "."],
    ["decimal commas", ["1.234", "2,5"], ","],
    ["thousands twice", ["1.234", "1.234.567"], ","],
    ["nothing but what could be either", ["1.234", "12,345", "7"], "ambiguous"],
    ["no marks", ["1234", "7"], "none"],
    ["both", ["1.234,5", "1,234.5"], "mixed"],
    ["a leading zero", ["0.123"], "."],
    ["four digits before the mark", ["1234,567"], ","],
  ])("%s", (_what, cells, decimal) => {
    expect(profile(...cells).decimal).toBe(decimal);
  });

  test.each<[string, string[], string]>([
    ["days first", ["03/04/2026", "31/12/2026"], "dmy"],
    ["months first", ["03/04/2026", "12/31/2026"], "mdy"],
    ["either", ["03/04/2026", "05/05/2026"], "ambiguous"],
    ["the same both ways", ["05/05/2026"], "none"],
    ["both", ["31/12/2026", "12/31/2026"], "mixed"],
  ])("%s", (_what, cells, order) => {
    expect(profile(...cells).dayOrder).toBe(order);
  });

  test("numbers and dates of a spreadsheet say nothing about text", () => {
    expect(profile(1.234, { date: "2026-03-04" })).toMatchObject({ decimal: "none", dayOrder: "none" });
  });
});

describe("days, months and quarters", () => {
  test.each([
    ["2026-03-31", "2026-03-31"],
    ["2026/3/1", "2026-03-01"],
    ["2026-03-31T08:00:00Z", "2026-03-31"],
    ["31.12.2026", "2026-12-31"],
    ["31/12/2026", "2026-12-31"],
    ["12/31/2026", "2026-12-31"],
    ["31-Dec-2026", "2026-12-31"],
    ["Dec 31, 2026", "2026-12-31"],
    ["31.04.2026", null],
    ["2026-02-30", null],
    ["31.12.26", null],
    ["tomorrow", null],
  ])("%s is the day %s", (text, value) => {
    expect(parseDay(text, null)).toBe(value);
  });
  test("03/04/2026 is what its column says", () => {
    expect([parseDay("03/04/2026", "dmy"), parseDay("03/04/2026", "mdy")]).toEqual([
      "2026-04-03",
      "2026-03-04",
    ]);
  });
  test.each([
    ["2026-03", "2026-03"],
    ["202603", "2026-03"],
    ["03/2026", "2026-03"],
    ["Mar 2026", "2026-03"],
    ["March 2026", "2026-03"],
    ["Mar-26", "2026-03"],
    ["2026 Sept", "2026-09"],
    ["31.03.2026", "2026-03"],
    ["13/2026", null],
    ["2026-00", null],
    ["1.234", null],
  ])("%s is the month %s", (text, value) => {
    expect(parseMonth(text, null)).toBe(value);
  });
  test.each([
    ["2026-Q3", "2026-Q3"],
    ["q4 2026", "2026-Q4"],
    ["2026 Q1", "2026-Q1"],
    ["Q5 2026", null],
  ])("%s is the quarter %s", (text, value) => {
    expect(parseQuarter(text)).toBe(value);
  });
});
