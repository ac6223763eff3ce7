import { randomUUID } from "node:crypto";
import * as z from "zod";
import { inTenant } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { fittingMapping, openQuestions } from "../imports/mapping";
import { choicesSchema, mappingSchema, type StoredReading } from "../imports/stored-reading";
import { finishStaging, readerOf, type StagedImport } from "./imports/finish-staging";
import { lockImport } from "./imports/import-record";
import { actingImporter, type Importer, knownKind } from "./imports/importer";
import { rememberMapping } from "./imports/remember-mapping";
import { companyWords } from "./imports/row-context";
import { readStagedAgain, type Staging } from "./imports/stage-rows";

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
      const of = await tx.importRow.count({ where: { tenantId, importId } });
      refusePart(row.counts, of);
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
    return finishStaging(importer, kind, staging, { ...reading, rounded: rounded(), span });
  });
}

const unfinished = z.looseObject({ ready: z.literal(false), of: z.int() });

/** While the file itself is still being read, or never was to its end, its rows here are a part of it. */
function refusePart(counts: unknown, there: number): void {
  const found = unfinished.safeParse(counts);
  if (found.success && there < found.data.of)
    abort(
      "CONFLICT",
      `${there.toLocaleString("en-US")} of its ${found.data.of.toLocaleString("en-US")} rows have been read so far. Wait for the others; if none come, set it aside and upload it again.`,
    );
}
