import { randomUUID } from "node:crypto";
import * as z from "zod";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { abort, fail, type Result, settle } from "../failures";
import { kindOf } from "../imports/kinds";
import type { Kind } from "../imports/kinds/kind";
import {
  type Choices,
  fingerprintOf,
  fittingMapping,
  type Mapping,
  openQuestions,
  proposeMapping,
  type Question,
} from "../imports/mapping";
import { profileTable } from "../imports/profile-table";
import { rowReader } from "../imports/read-record";
import { fileHash, readTable, tableOfRows } from "../imports/read-table";
import { choicesSchema, mappingSchema, type StoredReading } from "../imports/stored-reading";
import type { Table } from "../imports/table";
import { countFates, type ImportCounts, storeFates } from "./imports/decide-fates";
import { lockImport } from "./imports/import-record";
import { actingImporter, type Importer, knownKind } from "./imports/importer";
import { type CompanyWords, companyWords, contextOf } from "./imports/row-context";
import { insertStaged, readStagedAgain, type Staging } from "./imports/stage-rows";

export type StagedImport = {
  importId: string;
  /** READING while questions are open. */
  status: "READING" | "STAGED";
  mapping: Mapping;
  questions: Question[];
  counts: ImportCounts | null;
};

export type ImportFile = {
  kind: string;
  fileName: string;
  bytes: Buffer;
  sheet?: string;
  mapping?: Mapping;
  choices?: Choices;
};
/** Rows by the names of the fields, as a program sends them; the body is what is hashed. */
export type ImportedRows = {
  kind: string;
  fileName: string;
  rows: readonly Record<string, unknown>[];
  body: string;
};

const LONGEST_NAME = 200;

/** Reads a file and stages its rows with their fates; nothing of the spine is changed. */
export async function stageImport(
  importer: Importer,
  file: ImportFile,
  at: Date,
): Promise<Result<StagedImport>> {
  const allowed = await settle(() =>
    inTenant(importer, async (tx) => ({
      ...(await actingImporter(tx, importer)),
      kind: knownKind(file.kind),
    })),
  );
  if (!allowed.ok) return allowed;
  const read = await readTable(file.bytes, { sheet: file.sheet });
  if (!read.ok) return refused(read);
  const { fileName, bytes } = file;
  return stageTable(
    importer,
    { ...file, table: read.table, fileName, sha256: fileHash(bytes), byteSize: bytes.length },
    at,
  );
}

export async function stageRows(
  importer: Importer,
  { kind, fileName, rows, body }: ImportedRows,
  at: Date,
): Promise<Result<StagedImport>> {
  const read = await tableOfRows(rows);
  if (!read.ok) return refused(read);
  const known = kindOf(kind);
  if (known === undefined)
    return fail("NOT_FOUND", `There is no kind of import called ${kind.slice(0, 60)}.`);
  const names = known.fields.map(({ name }) => name);
  const unknown = read.table.header.find((name) => !names.includes(name));
  if (unknown !== undefined)
    return fail("INVALID_INPUT", `There is no field ${unknown.slice(0, 60)} in this kind of import.`, {
      [unknown.slice(0, 60)]: `Send ${names.join(", ")}.`,
    });
  const mapping = Object.fromEntries(read.table.header.map((name, column) => [name, column]));
  // A program writes figures as programs do; a mark that could be either is still asked for, and refused.
  const bytes = Buffer.from(body, "utf8");
  return stageTable(
    importer,
    { kind, table: read.table, fileName, sha256: fileHash(bytes), byteSize: bytes.length, mapping },
    at,
  );
}

function refused({
  what,
  remedy,
  sheets,
}: {
  what: string;
  remedy: string;
  sheets?: readonly string[];
}): Result<never> {
  return fail("FILE_REFUSED", `${what} ${remedy}`, sheets && { sheet: sheets.join("\n") });
}

type TableToStage = {
  kind: string;
  table: Table;
  fileName: string;
  sha256: string;
  byteSize: number;
  mapping?: Mapping;
  choices?: Choices;
};

async function stageTable(importer: Importer, file: TableToStage, at: Date): Promise<Result<StagedImport>> {
  const profile = await profileTable(file.table);
  if (!profile.ok) return refused(profile);
  return settle(async () => {
    const kind = knownKind(file.kind);
    const { header, headerRow, reading } = file.table;
    const { tenantId } = importer;
    const begun = await inTenant(importer, async (tx) => {
      const { userId, apiKeyId } = await actingImporter(tx, importer);
      const remembered = await rememberedMapping(tx, tenantId, kind, header);
      const mapping = fittingMapping(
        kind,
        header,
        file.mapping ?? remembered?.mapping ?? proposeMapping(kind, header),
      );
      const choices = file.choices ?? remembered?.choices ?? {};
      const questions = openQuestions(kind, { header, mapping, choices, columns: profile.columns });
      const stored: StoredReading = {
        ...reading,
        headerRow,
        header,
        columns: profile.columns,
        choices,
        rounded: 0,
        span: null,
      };
      const run = randomUUID();
      const { id } = await tx.import.create({
        data: {
          tenantId,
          kind: kind.id,
          fileName: file.fileName.slice(0, LONGEST_NAME) || "unnamed",
          media: file.table.media,
          fileSha256: file.sha256,
          byteSize: file.byteSize,
          reading: stored,
          mapping,
          status: "READING",
          counts: { ready: false, read: 0, of: profile.rows, run },
          createdBy: userId,
          apiKeyId,
          createdAt: at,
        },
        select: { id: true },
      });
      const staging: Staging = { tenantId, userId: importer.userId, importId: id, of: profile.rows, run };
      return { staging, mapping, questions, stored, words: await companyWords(tx, tenantId, at) };
    });
    const { staging, mapping, questions, stored, words } = begun;
    if (questions.length > 0) {
      await insertStaged(staging, file.table.rows(), null);
      return { importId: staging.importId, status: "READING" as const, mapping, questions, counts: null };
    }
    const { reader, rounded } = readerOf(kind, stored, mapping, words);
    const span = await insertStaged(staging, file.table.rows(), reader);
    return finish(importer, kind, staging, { ...stored, rounded: rounded(), span });
  });
}

function readerOf(
  kind: Kind,
  { header, columns, choices }: StoredReading,
  mapping: Mapping,
  words: CompanyWords,
) {
  let rounded = 0;
  const onRounded = () => {
    rounded += 1;
  };
  const reader = rowReader(
    { kind, header, mapping, choices, columns },
    { ...contextOf(words, mapping), onRounded },
  );
  return { reader, rounded: () => rounded };
}

/** All rows are staged: decide their fates, count them, and open the import for applying. */
function finish(
  importer: Importer,
  kind: Kind,
  staging: Staging,
  reading: StoredReading,
): Promise<StagedImport> {
  const { tenantId, importId } = staging;
  return inTenant(importer, async (tx) => {
    const locked = await lockImport(tx, tenantId, importId);
    const run = z.looseObject({ run: z.string() }).safeParse(locked.counts);
    if (run.data?.run !== staging.run)
      abort("CONFLICT", "This file is being read anew. Reload to see what holds now.");
    await storeFates(tx, kind, {
      tenantId,
      importId,
      span: reading.span ?? NO_SPAN,
      mapping: locked.mapping,
    });
    const counts = await countFates(tx, { tenantId, importId });
    await tx.import.update({
      where: { tenantId_id: { tenantId, id: importId } },
      data: { status: "STAGED", counts, reading },
    });
    return { importId, status: "STAGED", mapping: locked.mapping, questions: [], counts };
  });
}

export const NO_SPAN = { from: "2000-01-01", until: "2000-02-01" };

async function rememberedMapping(tx: Transaction, tenantId: string, kind: Kind, header: readonly string[]) {
  const row = await tx.importMapping.findUnique({
    where: { tenantId_kind_fingerprint: { tenantId, kind: kind.id, fingerprint: fingerprintOf(header) } },
    select: { mapping: true, choices: true },
  });
  return row === null
    ? null
    : { mapping: mappingSchema.parse(row.mapping), choices: choicesSchema.parse(row.choices) };
}

/** The next file with this header is read as this one was. */
export async function rememberMapping(
  tx: Transaction,
  {
    tenantId,
    kind,
    header,
    mapping,
    choices,
    userId,
    at,
  }: {
    tenantId: string;
    kind: string;
    header: readonly string[];
    mapping: Mapping;
    choices: Choices;
    userId: string | null;
    at: Date;
  },
): Promise<void> {
  const fingerprint = fingerprintOf(header);
  await tx.importMapping.upsert({
    where: { tenantId_kind_fingerprint: { tenantId, kind, fingerprint } },
    create: { tenantId, kind, fingerprint, mapping, choices, updatedAt: at, updatedBy: userId },
    update: { mapping, choices, updatedAt: at, updatedBy: userId },
  });
}

export const restageInput = z.strictObject({
  importId: z.guid(),
  mapping: mappingSchema.optional(),
  choices: choicesSchema.optional(),
});

/** Reads the rows of an import once more, under another mapping or on the spine as it is by now. */
export function restageImport(
  importer: Importer,
  { importId, mapping: asked, choices: settled }: z.infer<typeof restageInput>,
  at: Date,
): Promise<Result<StagedImport>> {
  return settle(async () => {
    const { tenantId } = importer;
    const begun = await inTenant(importer, async (tx) => {
      const { userId } = await actingImporter(tx, importer);
      const row = await lockImport(tx, tenantId, importId);
      if (row.status !== "READING" && row.status !== "STAGED")
        abort("CONFLICT", "This import is no longer open.");
      const kind = knownKind(row.kind);
      const { header, columns } = row.reading;
      const mapping = fittingMapping(kind, header, asked ?? row.mapping);
      const choices = { ...row.reading.choices, ...settled };
      const questions = openQuestions(kind, { header, mapping, choices, columns });
      if (questions.length > 0 && row.status === "STAGED")
        abort(
          "INVALID_INPUT",
          questions[0]?.what,
          Object.fromEntries(questions.map(({ field, what, remedy }) => [field, `${what} ${remedy}`])),
        );
      if (asked !== undefined || settled !== undefined)
        await rememberMapping(tx, { tenantId, kind: kind.id, header, mapping, choices, userId, at });
      const of = await tx.importRow.count({ where: { tenantId, importId } });
      const run = randomUUID();
      const reading: StoredReading = { ...row.reading, choices };
      const counts = { ready: false, read: 0, of, run };
      await tx.import.update({
        where: { tenantId_id: { tenantId, id: importId } },
        data: { mapping, reading, counts },
      });
      const staging: Staging = { tenantId, userId: importer.userId, importId, of, run };
      return { kind, staging, mapping, questions, reading, words: await companyWords(tx, tenantId, at) };
    });
    const { kind, staging, mapping, questions, reading, words } = begun;
    if (questions.length > 0)
      return { importId, status: "READING" as const, mapping, questions, counts: null };
    const { reader, rounded } = readerOf(kind, reading, mapping, words);
    const span = await readStagedAgain(staging, reader);
    return finish(importer, kind, staging, { ...reading, rounded: rounded(), span });
  });
}
