import { describe, expect, test } from "vitest";
import { ColumnEvidence } from "./column-profile";
import { kindOf } from "./kinds";
import type { Choices } from "./mapping";
import { proposeMapping } from "./mapping";
import { rowReader } from "./read-record";

const context = {
  today: "2026-12-10",
  monthIndex: () => 0,
  onRounded: () => undefined,
  account: (name: string) => ({ id: name, name }),
  campaign: (name: string) => name,
  opportunity: (id: string) => id,
  has: () => true,
};

/** What each cell of a column of days, or of amounts, is read as once somebody has said how the column is written. */
function read(column: "day" | "amount", cells: readonly string[], chosen: Choices[string]) {
  const kind = kindOf("spend");
  if (kind === undefined) throw new Error("spend is a kind");
  const header = ["Date", "Channel", "Spend"];
  const rows = cells.map((cell) =>
    column === "day" ? [cell, "events", "1"] : ["2026-03-01", "events", cell],
  );
  const columns = header.map((_, index) => {
    const evidence = new ColumnEvidence();
    for (const row of rows) evidence.see(row[index]);
    return evidence.profile();
  });
  const at = column === "day" ? 0 : 2;
  const mapping = proposeMapping(kind, header);
  const reader = rowReader({ kind, header, mapping, choices: { [at]: chosen }, columns }, context);
  const field = kind.fields.find(({ name }) => mapping[name] === at)?.name ?? "";
  return rows.map((row, index) => {
    const found = reader({ number: index + 2, cells: row });
    return found?.faults[0]?.what ?? found?.values[field];
  });
}

describe("what a person has said of a column", () => {
  test("settles what could be read either way", () => {
    expect(read("day", ["03/04/2026"], { dayOrder: "dmy" })).toEqual(["2026-04-03"]);
    expect(read("day", ["03/04/2026"], { dayOrder: "mdy" })).toEqual(["2026-03-04"]);
    expect(read("amount", ["1.234"], { decimal: "," })).toEqual([1234]);
    expect(read("amount", ["1.234"], { decimal: "." })).toEqual([1.23]);
  });

  test("names the rows that do not fit, and reads none of them the other way", () => {
    expect(read("day", ["31/03/2026", "03/31/2026", "03/04/2026"], { dayOrder: "dmy" })).toEqual([
      "2026-03-31",
      "“03/31/2026” is not written like the rest of the column, which has the day first.",
      "2026-04-03",
    ]);
    expect(read("day", ["31/03/2026", "03/31/2026"], { dayOrder: "mdy" })).toEqual([
      "“31/03/2026” is not written like the rest of the column, which has the month first.",
      "2026-03-31",
    ]);
  });

  test("is not held against a later file whose column tells by itself how it is written", () => {
    expect(read("day", ["03/04/2026", "03/31/2026"], { dayOrder: "dmy" })).toEqual([
      "2026-03-04",
      "2026-03-31",
    ]);
    expect(read("amount", ["1,234", "1,234.50"], { decimal: "," })).toEqual([1234, 1234.5]);
  });
});
