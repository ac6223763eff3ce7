import * as z from "zod";
import type { Transaction } from "../../db/tenant-transaction";
import { abort } from "../../failures";
import { readingSchema } from "../../imports/stored-reading";

/** An import as it stands, locked against others until the transaction ends. */
export async function lockImport(tx: Transaction, tenantId: string, importId: string) {
  if (!z.guid().safeParse(importId).success)
    return abort("NOT_FOUND", "There is no such import in this company.");
  const [locked] = await tx.$queryRaw<{ id: string }[]>`
    select id from imports where tenant_id = ${tenantId}::uuid and id = ${importId}::uuid for update`;
  if (!locked) return abort("NOT_FOUND", "There is no such import in this company.");
  const row = await tx.import.findUniqueOrThrow({ where: { tenantId_id: { tenantId, id: importId } } });
  return {
    ...row,
    reading: readingSchema.parse(row.reading),
    mapping: z.record(z.string(), z.int()).parse(row.mapping),
  };
}

export type LockedImport = Awaited<ReturnType<typeof lockImport>>;
