import type { Transaction } from "../../db/tenant-transaction";
import type { Kind } from "../../imports/kinds/kind";
import { type Choices, fingerprintOf, type Mapping } from "../../imports/mapping";
import { choicesSchema, mappingSchema } from "../../imports/stored-reading";

export async function rememberedMapping(
  tx: Transaction,
  tenantId: string,
  kind: Kind,
  header: readonly string[],
) {
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
