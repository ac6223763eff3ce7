import { describe, expect, test } from "vitest";
import type { ColumnProfile } from "@/lib/imports/column-profile";
import { openChoices } from "./open-choices";

const plain: ColumnProfile = { decimal: "none", dayOrder: "none", samples: [], ambiguous: [] };
const figures: ColumnProfile = { ...plain, decimal: "ambiguous", ambiguous: ["1.234"] };
const days: ColumnProfile = { ...plain, dayOrder: "mixed", samples: ["03/04/2026"] };
const fields = [
  { name: "month", type: "month" },
  { name: "account", type: "text" },
  { name: "amount", type: "amount" },
] as const;

describe("what only a person can say of a column", () => {
  const asked = (mapping: Record<string, number>, columns: ColumnProfile[]) =>
    openChoices({ fields, header: ["Datum", "", "Betrag"], columns, mapping });

  test("figures that could be thousands or decimals, and days in either order", () => {
    const open = asked({ month: 0, amount: 2 }, [days, plain, figures]);
    expect(open.map(({ column, about }) => [column, about])).toEqual([
      ["0", "dayOrder"],
      ["2", "decimal"],
    ]);
    expect(open.map(({ question }) => question)).toEqual([
      "How are the days in Datum written, such as 03/04/2026?",
      "How are the figures in Betrag written, such as 1.234?",
    ]);
    expect(open.flatMap(({ options }) => options.map(({ value }) => value))).toEqual([
      "dmy",
      "mdy",
      ".",
      ",",
    ]);
  });

  test("nothing of a column that no field reads so, or that tells by itself", () => {
    expect(asked({ account: 2 }, [days, plain, figures])).toEqual([]);
    expect(asked({ month: 1, amount: 1 }, [days, plain, figures])).toEqual([]);
    expect(asked({ amount: 9 }, [days, plain, figures])).toEqual([]);
  });

  test("a column without a name is called by its letter", () => {
    expect(asked({ amount: 1 }, [plain, figures, plain])[0]?.question).toMatch(/in column B written/);
  });
});
