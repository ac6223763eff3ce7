import * as z from "zod";
import { inTenant } from "../../db/tenant-transaction";
import { abort } from "../../failures";
import type { Kind } from "../../imports/kinds/kind";
import type { Mapping, Question } from "../../imports/mapping";
import { rowReader } from "../../imports/read-record";
import type { StoredReading } from "../../imports/stored-reading";
import { BULK_TIMEOUT_MS } from "./bulk";
import { countFates, type ImportCounts, storeFates } from "./decide-fates";
import { lockImport } from "./import-record";
import type { Importer } from "./importer";
import { type CompanyWords, contextOf } from "./row-context";
import type { Staging } from "./stage-rows";

export type StagedImport = {
  importId: string;
  /** READING while questions are open. */
  status: "READING" | "STAGED";
  mapping: Mapping;
  questions: Question[];
  counts: ImportCounts | null;
};

export function readerOf(
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
export function finishStaging(
  importer: Importer,
  kind: Kind,
  staging: Staging,
  reading: StoredReading,
): Promise<StagedImport> {
  const { tenantId, importId } = staging;
  return inTenant(
    importer,
    async (tx) => {
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
    },
    BULK_TIMEOUT_MS,
  );
}

export const NO_SPAN = { from: "2000-01-01", until: "2000-02-01" };
