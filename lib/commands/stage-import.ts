import { randomUUID } from "node:crypto";
import { inTenant } from "../db/tenant-transaction";
import { abort, fail, type Result, settle } from "../failures";
import { readApart } from "../imports/apart/read-apart";
import { FileFault } from "../imports/file-fault";
import { inTurn, takesTurns } from "../imports/in-turn";
import { kindOf } from "../imports/kinds";
import { type LookedThrough, lookThrough } from "../imports/look-through";
import {
  type Choices,
  fittingMapping,
  type Mapping,
  openQuestions,
  proposeMapping,
} from "../imports/mapping";
import { type ProfiledTable, profileTable } from "../imports/profile-table";
import { fileHash, tableOfRows } from "../imports/read-table";
import type { StoredReading } from "../imports/stored-reading";
import type { Table } from "../imports/table";
import { isStorable } from "../storable-text";
import { abandonImport } from "./abandon-import";
import { finishStaging, readerOf, type StagedImport } from "./imports/finish-staging";
import { actingImporter, type Importer, knownKind } from "./imports/importer";
import { rememberedMapping } from "./imports/remember-mapping";
import { companyWords } from "./imports/row-context";
import { insertStaged, type Staging } from "./imports/stage-rows";

export type ImportFile = {
  kind: string;
  fileName: string;
  bytes: Buffer;
  sheet?: string;
  mapping?: Mapping;
  choices?: Choices;
  /** By which whoever brings the file can ask whether another is read first. */
  ticket?: string;
};
/** Rows by the names of the fields, as a program sends them; the body is what is hashed. */
export type ImportedRows = {
  kind: string;
  fileName: string;
  rows: readonly Record<string, unknown>[];
  body: string;
};

const LONGEST_NAME = 200;

/**
 * Reads a file and stages its rows with their fates; nothing of the spine is changed. `begun` is told as soon as the file
 * is known to be one, so that whoever brought it can watch its rows being read.
 */
export async function stageImport(
  importer: Importer,
  file: ImportFile,
  at: Date,
  begun?: (importId: string) => void,
): Promise<Result<StagedImport>> {
  const allowed = await settle(() =>
    inTenant(importer, async (tx) => ({
      ...(await actingImporter(tx, importer)),
      kind: knownKind(file.kind),
    })),
  );
  if (!allowed.ok) return allowed;
  const { bytes, sheet, ticket } = file;
  const stage = (found: LookedThrough) => stageFile(importer, file, found, at, begun);
  // What may take long is read beside this process, and one file after another.
  if (takesTurns(bytes)) return inTurn(() => readApart(bytes, { sheet }, stage), ticket);
  return stage(await lookThrough(bytes, { sheet }));
}

async function stageFile(
  importer: Importer,
  file: ImportFile,
  found: LookedThrough,
  at: Date,
  begun?: (importId: string) => void,
): Promise<Result<StagedImport>> {
  if (!found.ok) return refused(found);
  const { bytes } = file;
  return stageTable(
    importer,
    {
      ...file,
      table: found.table,
      profile: found.profile,
      sha256: await fileHash(bytes),
      byteSize: bytes.length,
    },
    at,
    begun,
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
  const profile = await profileTable(read.table);
  if (!profile.ok) return refused(profile);
  const bytes = Buffer.from(body, "utf8");
  const sha256 = await fileHash(bytes);
  return stageTable(
    importer,
    { kind, table: read.table, profile, fileName, sha256, byteSize: bytes.length, mapping },
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
  profile: ProfiledTable;
  fileName: string;
  sha256: string;
  byteSize: number;
  mapping?: Mapping;
  choices?: Choices;
};

async function stageTable(
  importer: Importer,
  file: TableToStage,
  at: Date,
  onBegun?: (importId: string) => void,
): Promise<Result<StagedImport>> {
  return settle(async () => {
    const kind = knownKind(file.kind);
    const { profile } = file;
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
      // What a person has said of a file's column says nothing of how a program writes.
      const choices = file.choices ?? (file.table.media === "json" ? {} : (remembered?.choices ?? {}));
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
          fileName: plainFileName(file.fileName),
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
    onBegun?.(staging.importId);
    const { importId } = staging;
    return wholeOrSetAside(importer, importId, async () => {
      if (questions.length > 0) {
        await insertStaged(staging, file.table.rows(), null);
        return { importId, status: "READING" as const, mapping, questions, counts: null };
      }
      const { reader, rounded } = readerOf(kind, stored, mapping, words);
      const span = await insertStaged(staging, file.table.rows(), reader);
      return finishStaging(importer, kind, staging, { ...stored, rounded: rounded(), span });
    });
  });
}

/** A file that turns out unreadable when rows of it are staged already leaves none behind, and nobody waits for more. */
async function wholeOrSetAside<T>(importer: Importer, importId: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    const aside = await abandonImport(importer, { importId });
    return abort(aside.ok ? "FILE_REFUSED" : aside.failure.code, error.message);
  }
}

/** The name alone, without where it lay and what no list can show. */
function plainFileName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? "";
  const plain = last.replace(/\p{C}/gu, "").trim().slice(0, LONGEST_NAME);
  return plain !== "" && isStorable(plain) ? plain : "unnamed";
}
