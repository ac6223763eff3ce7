import * as z from "zod";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { FATES, type Fate } from "../imports/fates";
import { kindOf } from "../imports/kinds";
import type { Field } from "../imports/kinds/kind";
import { lookalikeOf } from "../imports/lookalike";
import { fingerprintOf, openQuestions, type Question } from "../imports/mapping";
import { mappingSchema, readingSchema, type StoredReading } from "../imports/stored-reading";

const statusSchema = z.enum(["READING", "STAGED", "APPLIED", "UNDONE", "ABANDONED"]);
export type ImportStatus = z.infer<typeof statusSchema>;

const countsSchema = z.looseObject({
  ready: z.boolean().default(false),
  read: z.number().optional(),
  of: z.number().optional(),
  rows: z.number().optional(),
  ...Object.fromEntries(FATES.map((fate) => [fate, z.number().optional()])),
  statedUsd: z.number().optional(),
  replacedUsd: z.number().optional(),
});

export type ImportSummary = {
  id: string;
  kind: string;
  title: string;
  fileName: string;
  media: string;
  sha256: string;
  status: ImportStatus;
  /** Rows by fate, once they are decided. */
  fates: Record<Fate, number> | null;
  statedUsd: number | null;
  replacedUsd: number | null;
  /** How far a file that is being read is. */
  progress: { read: number; of: number } | null;
  /** Whether it waits for somebody to say which column is which, or what a figure means. */
  asks: boolean;
  broughtBy: string;
  createdAt: Date;
  appliedBy: string | null;
  appliedAt: Date | null;
  undoneBy: string | null;
  undoneAt: Date | null;
  undoReason: string | null;
};

type Row = {
  id: string;
  kind: string;
  file_name: string;
  media: string;
  file_sha256: string;
  status: string;
  counts: unknown;
  brought_by: string;
  created_at: Date;
  applied_by: string | null;
  applied_at: Date | null;
  undone_by: string | null;
  undone_at: Date | null;
  undo_reason: string | null;
  open_reading: unknown;
  mapping: unknown;
};

const SUMMARY = `select i.id::text, i.kind, i.file_name, i.media, i.file_sha256, i.status, i.counts, i.created_at,
    case when i.status = 'READING' then i.reading end as open_reading, i.mapping,
    coalesce(c.name, k.name, '') as brought_by, coalesce(a.name, case when i.applied_at is not null then k.name end) as applied_by,
    i.applied_at, u.name as undone_by, i.undone_at, i.undo_reason
  from imports i
  left join users c on c.id = i.created_by
  left join users a on a.id = i.applied_by
  left join users u on u.id = i.undone_by
  left join api_keys k on k.tenant_id = i.tenant_id and k.id = i.api_key_id`;

function summaryOf(row: Row): ImportSummary {
  const counts = countsSchema.parse(row.counts);
  const of = (fate: Fate) => Number(counts[fate] ?? 0);
  return {
    id: row.id,
    kind: row.kind,
    title: kindOf(row.kind)?.title ?? row.kind,
    fileName: row.file_name,
    media: row.media,
    sha256: row.file_sha256,
    status: statusSchema.parse(row.status),
    fates: counts.ready
      ? {
          NEW: of("NEW"),
          SAME: of("SAME"),
          RESTATES: of("RESTATES"),
          DUPLICATE: of("DUPLICATE"),
          FAULT: of("FAULT"),
        }
      : null,
    statedUsd: counts.statedUsd ?? null,
    replacedUsd: counts.replacedUsd ?? null,
    progress: counts.ready ? null : { read: counts.read ?? 0, of: counts.of ?? 0 },
    asks: row.open_reading !== null && questionsOf(row).length > 0,
    broughtBy: row.brought_by,
    createdAt: row.created_at,
    appliedBy: row.applied_by,
    appliedAt: row.applied_at,
    undoneBy: row.undone_by,
    undoneAt: row.undone_at,
    undoReason: row.undo_reason,
  };
}

function questionsOf({
  kind: id,
  open_reading,
  mapping,
}: Pick<Row, "kind" | "open_reading" | "mapping">): Question[] {
  const kind = kindOf(id);
  if (kind === undefined) return [];
  const { header, columns, choices } = readingSchema.parse(open_reading);
  return openQuestions(kind, { header, mapping: mappingSchema.parse(mapping), choices, columns });
}

const PAGE = 25;

/** By what a person chooses among imports; what was set aside is shown only when asked for. */
export const IMPORT_SHELVES = ["open", "applied", "undone", "aside"] as const;
export type ImportShelf = (typeof IMPORT_SHELVES)[number];
const ON_SHELF: Readonly<Record<ImportShelf, readonly ImportStatus[]>> = {
  open: ["READING", "STAGED"],
  applied: ["APPLIED"],
  undone: ["UNDONE"],
  aside: ["ABANDONED"],
};
const UNLESS_ASKED = statusSchema.exclude(["ABANDONED"]).options;

export type ImportChoice = {
  kind?: string;
  shelf?: ImportShelf;
  /** The import behind which the page begins. */
  before?: string;
};

/** The company's imports, newest first, a page at a time; `before` leads to the next one. */
export function listImports(
  { tenantId }: { tenantId: string },
  { kind, shelf, before }: ImportChoice = {},
): Promise<{ imports: ImportSummary[]; before: string | null }> {
  return inTenant({ tenantId }, async (tx) => {
    const rows = await tx.$queryRawUnsafe<Row[]>(
      `${SUMMARY} where i.tenant_id = $1::uuid and i.status = any($2::text[]) and ($3::text is null or i.kind = $3)
         and ($4::uuid is null or (i.created_at, i.id) < (
           select b.created_at, b.id from imports b where b.tenant_id = $1::uuid and b.id = $4::uuid))
       order by i.created_at desc, i.id desc limit ${PAGE + 1}`,
      tenantId,
      shelf === undefined ? UNLESS_ASKED : ON_SHELF[shelf],
      kind ?? null,
      before ?? null,
    );
    const page = rows.slice(0, PAGE).map(summaryOf);
    return { imports: page, before: rows.length > PAGE ? (page.at(-1)?.id ?? null) : null };
  });
}

export type ImportDetail = ImportSummary & {
  reading: StoredReading;
  mapping: Record<string, number>;
  fields: readonly Field[];
  questions: Question[];
  /** What the file rather holds than the kind that was chosen, by the names of its columns. */
  lookalike: { id: string; title: string } | null;
  /** Whose columns and marks a file with this header is read by, and since when. */
  remembered: { by: string | null; at: Date; isOlder: boolean } | null;
  /** What the decision log says of it, oldest first. */
  logSeqs: number[];
};

export function importDetail(
  { tenantId }: { tenantId: string },
  importId: string,
): Promise<ImportDetail | null> {
  if (!z.guid().safeParse(importId).success) return Promise.resolve(null);
  return inTenant({ tenantId }, async (tx) => {
    const [row] = await tx.$queryRawUnsafe<Row[]>(
      `${SUMMARY} where i.tenant_id = $1::uuid and i.id = $2::uuid`,
      tenantId,
      importId,
    );
    const stored = await tx.import.findUnique({
      where: { tenantId_id: { tenantId, id: importId } },
      select: { reading: true, mapping: true },
    });
    const kind = row && kindOf(row.kind);
    if (!row || !stored || !kind) return null;
    const reading = readingSchema.parse(stored.reading);
    const mapping = mappingSchema.parse(stored.mapping);
    const { header, columns, choices } = reading;
    const summary = summaryOf(row);
    const other = summary.asks ? lookalikeOf(kind, header) : null;
    return {
      ...summary,
      reading,
      mapping,
      fields: kind.fields,
      questions: openQuestions(kind, { header, mapping, choices, columns }),
      lookalike: other && { id: other.id, title: other.title },
      remembered: await rememberedFor(tx, tenantId, { kind: kind.id, header, since: row.created_at }),
      logSeqs: row.applied_at === null ? [] : await logEntriesOf(tx, tenantId, importId),
    };
  });
}

async function rememberedFor(
  tx: Transaction,
  tenantId: string,
  { kind, header, since }: { kind: string; header: readonly string[]; since: Date },
): Promise<ImportDetail["remembered"]> {
  const [row] = await tx.$queryRaw<{ by: string | null; at: Date }[]>`
    select u.name as by, m.updated_at as at from import_mappings m left join users u on u.id = m.updated_by
    where m.tenant_id = ${tenantId}::uuid and m.kind = ${kind} and m.fingerprint = ${fingerprintOf(header)}`;
  return row ? { ...row, isOlder: row.at < since } : null;
}

/** There are as many entries of the kind as imports were applied and undone; each names its import in its content. */
async function logEntriesOf(tx: Transaction, tenantId: string, importId: string): Promise<number[]> {
  const rows = await tx.$queryRaw<{ seq: bigint }[]>`
    select seq from decision_log_entries where tenant_id = ${tenantId}::uuid and kind = 'data_import'
      and position(${importId} in content) > 0 order by seq`;
  return rows.map(({ seq }) => Number(seq));
}

/** `isThrough` once nothing is being done to it: every row has its fate, or a person is asked. */
export type ImportProgress = { status: ImportStatus; read: number; of: number; isThrough: boolean };

/** How far a file is, for a page that waits. */
export function importProgress(
  { tenantId }: { tenantId: string },
  importId: string,
): Promise<ImportProgress | null> {
  if (!z.guid().safeParse(importId).success) return Promise.resolve(null);
  return inTenant({ tenantId }, async (tx) => {
    const row = await tx.import.findUnique({
      where: { tenantId_id: { tenantId, id: importId } },
      select: { kind: true, status: true, counts: true, reading: true, mapping: true },
    });
    if (row === null) return null;
    const { ready, read = 0, of = 0, rows = 0 } = countsSchema.parse(row.counts);
    const asks =
      row.status === "READING" &&
      questionsOf({ kind: row.kind, open_reading: row.reading, mapping: row.mapping }).length > 0;
    return {
      status: statusSchema.parse(row.status),
      read: ready ? rows : read,
      of: ready ? rows : of,
      isThrough: ready || row.status === "ABANDONED" || (asks && read >= of),
    };
  });
}
