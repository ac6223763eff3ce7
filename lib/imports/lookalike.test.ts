import { describe, expect, test } from "vitest";
import { KINDS, kindOf } from "./kinds";
import type { Kind } from "./kinds/kind";
import { lookalikeOf } from "./lookalike";
import { proposeMapping } from "./mapping";

const kind = (id: string): Kind => {
  const found = kindOf(id);
  if (!found) throw new Error(`${id} is a kind`);
  return found;
};
const templateOf = ({ fields }: Kind) => fields.map(({ label }) => label);
const looksLike = (chosen: string, header: string[]) => lookalikeOf(kind(chosen), header)?.id ?? null;

describe("a file that was brought in as the wrong kind", () => {
  test("a budget that was taken for the cost of revenue or for spend is recognised by all of its columns", () => {
    for (const chosen of ["cogs", "opex", "headcount"])
      expect(looksLike(chosen, ["Month", "Function", "Budget (USD)"]), chosen).toBe("opex-budget");
    expect(looksLike("cogs", ["Period", "", "Cost center", "Budget"])).toBe("opex-budget");
  });

  test("the template of a kind is never taken for a third, and is asked about only where it cannot be read as chosen", () => {
    for (const brought of KINDS)
      for (const chosen of KINDS) {
        const header = templateOf(brought);
        const found = lookalikeOf(chosen, header);
        const mapping = proposeMapping(chosen, header);
        const reads = chosen.fields.every(({ name, required }) => !required || name in mapping);
        expect([null, brought.id], `${brought.id} as ${chosen.id}`).toContain(found?.id ?? null);
        if (reads) expect(found, `${brought.id} as ${chosen.id}`).toBeNull();
      }
  });

  test("a file with a column that no kind knows, with names that fit several, or without any is asked column by column", () => {
    expect(looksLike("cogs", ["Buchungsdatum", "Kostenart", "Betrag", "Konto"])).toBeNull();
    expect(looksLike("cogs", ["Month", "Function", "Budget (USD)", "Remark of the controller"])).toBeNull();
    expect(looksLike("cogs", ["Month", "Amount"])).toBeNull();
    expect(looksLike("cogs", ["", ""])).toBeNull();
  });
});
