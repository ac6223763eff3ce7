import { randomUUID } from "node:crypto";
import { inTenant } from "../db/tenant-transaction";
import { fail, type Result, settle } from "../failures";
import { inTurn, takesTurns } from "../imports/in-turn";
import { kindOf } from "../imports/kinds";
import {
  type Choices,
  fittingMapping,
  type Mapping,
  openQuestions,
  proposeMapping,
} from "../imports/mapping";
import { profileTable } from "../imports/profile-table";
import { fileHash, readTable, tableOfRows } from "../imports/read-table";
import type { StoredReading } from "../imports/stored-reading";
import type { Table } from "../imports/table";
import { isStorable } from "../storable-text";
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
  const stage = () => stageFile(importer, file, at, begun);
  return takesTurns(file.bytes) ? inTurn(stage) : stage();
}

async function stageFile(
  importer: Importer,
  file: ImportFile,
  at: Date,
  begun?: (importId: string) => void,
): Promise<Result<StagedImport>> {
  const read = await readTable(file.bytes, { sheet: file.sheet });
  if (!read.ok) return refused(read);
  const { fileName, bytes } = file;
  return stageTable(
    importer,
    { ...file, table: read.table, fileName, sha256: fileHash(bytes), byteSize: bytes.length },
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

async function stageTable(
  importer: Importer,
  file: TableToStage,
  at: Date,
  onBegun?: (importId: string) => void,
): Promise<Result<StagedImport>> {
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
    if (questions.length > 0) {
      await insertStaged(staging, file.table.rows(), null);
      return { importId: staging.importId, status: "READING" as const, mapping, questions, counts: null };
    }
    const { reader, rounded } = readerOf(kind, stored, mapping, words);
    const span = await insertStaged(staging, file.table.rows(), reader);
    return finishStaging(importer, kind, staging, { ...stored, rounded: rounded(), span });
  });
}

/** The name alone, without where it lay and what no list can show. */
function plainFileName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? "";
  const plain = last.replace(/\p{C}/gu, "").trim().slice(0, LONGEST_NAME);
  return plain !== "" && isStorable(plain) ? plain : "unnamed";
}
