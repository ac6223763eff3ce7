import { stringify } from "csv-stringify/sync";
import * as z from "zod";
import { inTenant } from "../db/tenant-transaction";
import type { Fate } from "../imports/fates";
import { kindOf } from "../imports/kinds";
import { type Cell, cellText } from "../imports/table";
import { importDetail } from "./imports";

const faultSchema = z.object({ field: z.string().nullable(), what: z.string(), remedy: z.string() });
const beforeSchema = z.object({
  says: z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.null()])),
  rows: z.number(),
  sources: z.array(z.object({ source: z.string(), import_id: z.string().optional() })),
});
const cellsSchema = z.array(
  z.union([
    z.string(),
    z.number(),
    z.boolean(),
    z.null(),
    z.object({ date: z.string() }),
    z.object({ error: z.string() }),
  ]),
);
const recordSchema = z.object({
  values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

export type RowFate = {
  rowNumber: number;
  fate: Fate;
  /** As the file holds them, as text. */
  cells: string[];
  /** As they were understood, by field; null where the row could not be read. */
  values: Record<string, string | number | boolean | null> | null;
  key: string | null;
  /** What stands under the key: what it says, of how many rows, from where. */
  before: z.infer<typeof beforeSchema> | null;
  faults: z.infer<typeof faultSchema>[];
};

export type RowPage = { rows: RowFate[]; after: number | null };

const PAGE = 50;
const MOST = 1_000;

/** Rows of an import in the order of the file, all or of one fate, a page at a time. */
export function importedRows(
  { tenantId }: { tenantId: string },
  importId: string,
  { fate, after, limit = PAGE }: { fate?: Fate; after?: number; limit?: number },
): Promise<RowPage> {
  return inTenant({ tenantId }, async (tx) => {
    const take = Math.max(0, Math.min(limit, MOST));
    const rows = await tx.importRow.findMany({
      where: {
        tenantId,
        importId,
        ...(fate && { fate }),
        ...(after !== undefined && { rowNumber: { gt: after } }),
      },
      orderBy: { rowNumber: "asc" },
      take: take + 1,
    });
    const page = rows
      .slice(0, take)
      .map(({ rowNumber, fate: found, cells, record, key, before, faults }) => ({
        rowNumber,
        fate: found as Fate,
        cells: cellsSchema.parse(cells).map((cell: Cell) => cellText(cell)),
        values: record === null ? null : recordSchema.parse(record).values,
        key,
        before: before === null ? null : beforeSchema.parse(before),
        faults: z.array(faultSchema).parse(faults),
      }));
    return { rows: page, after: rows.length > take ? (page.at(-1)?.rowNumber ?? null) : null };
  });
}

const HEADINGS = ["row", "column", "what is wrong", "remedy"];

/**
 * Every row that is not written, with its faults and its cells under the file's own header, for the person who corrects
 * it. Marked as UTF-8, without which a spreadsheet reads another encoding.
 */
export async function* exportFaults(viewer: { tenantId: string }, importId: string): AsyncGenerator<string> {
  const detail = await importDetail(viewer, importId);
  if (detail === null) return;
  const labels = new Map(detail.fields.map(({ name, label }) => [name, label]));
  // Cells that a spreadsheet would run as a formula are marked as text.
  const csv = (rows: unknown[][]) => stringify(rows, { escape_formulas: true, record_delimiter: "windows" });
  yield `\ufeff${csv([[...HEADINGS, ...detail.reading.header]])}`;
  for (const fate of ["FAULT", "DUPLICATE"] as const)
    for (let after: number | null = -1; after !== null; ) {
      const page: RowPage = await importedRows(viewer, importId, { fate, after, limit: MOST });
      if (page.rows.length > 0)
        yield csv(
          page.rows.flatMap(({ rowNumber, cells, faults }) =>
            faults.map(({ field, what, remedy }) => [
              rowNumber,
              field === null ? null : (labels.get(field) ?? field),
              what,
              remedy,
              ...cells,
            ]),
          ),
        );
      after = page.after;
    }
}

/** A key in words: "opex · 2026-03 · R&D · fixed · all · 6100". */
export function keyWords(key: string): string {
  const parts = z.array(z.string()).safeParse(JSON.parse(key));
  if (!parts.success) return key;
  const [kind = "", ...rest] = parts.data;
  return [
    kindOf(kind)?.title ?? kind,
    ...rest.map((part) => (part === "*" ? "all" : part)).filter((part) => part !== ""),
  ].join(" · ");
}
