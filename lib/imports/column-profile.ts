import { type DayOrder, orderEvidence } from "./dates";
import { type DecimalMark, evidenceOf, strip } from "./numbers";
import { type Cell, cellText, isBlank } from "./table";

/** How a column is to be read; "ambiguous" is asked for, "mixed" speaks against itself and is asked for too. */
export type ColumnProfile = {
  decimal: DecimalMark | "none" | "ambiguous" | "mixed";
  dayOrder: DayOrder | "none" | "ambiguous" | "mixed";
  /** The first filled cells, and of an ambiguous column those that are. */
  samples: string[];
  ambiguous: string[];
};

const MOST_SAMPLES = 3;

/** Gathers what the cells of one column say about how it is written, over the whole file. */
export class ColumnEvidence {
  private readonly marks = { ".": 0, ",": 0, ambiguous: 0 };
  private readonly orders = { dmy: 0, mdy: 0, ambiguous: 0 };
  private readonly samples: string[] = [];
  private readonly ambiguous: string[] = [];

  see(cell: Cell | undefined): void {
    if (cell === undefined || isBlank(cell)) return;
    if (this.samples.length < MOST_SAMPLES) this.samples.push(cellText(cell));
    // Numbers and dates of a spreadsheet are what they are.
    if (typeof cell !== "string" || cell.length > 40 || !/\d/.test(cell)) return;
    const order = orderEvidence(cell);
    if (order !== null) {
      if (order !== "none") this.orders[order] += 1;
      if (order === "ambiguous") this.remember(cell);
      return;
    }
    const stripped = strip(cell);
    if (stripped === null || !("body" in stripped)) return;
    const mark = evidenceOf(stripped.body);
    if (mark === "." || mark === "," || mark === "ambiguous") this.marks[mark] += 1;
    if (mark === "ambiguous") this.remember(cell);
  }

  private remember(cell: string): void {
    if (this.ambiguous.length < MOST_SAMPLES) this.ambiguous.push(cell.trim());
  }

  profile(): ColumnProfile {
    return {
      decimal: decided(this.marks, ".", ","),
      dayOrder: decided(this.orders, "dmy", "mdy"),
      samples: this.samples,
      ambiguous: this.ambiguous,
    };
  }
}

/** One kind of evidence decides for the cells that would allow either; both kinds decide nothing. */
function decided<One extends string>(
  seen: Record<One | "ambiguous", number>,
  one: One,
  other: One,
): One | "none" | "ambiguous" | "mixed" {
  if (seen[one] > 0 && seen[other] > 0) return "mixed";
  if (seen[one] > 0) return one;
  if (seen[other] > 0) return other;
  return seen.ambiguous > 0 ? "ambiguous" : "none";
}
