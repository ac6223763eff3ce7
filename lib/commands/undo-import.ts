import * as z from "zod";
import { KERNEL_VERSION } from "../../kernel/enforcement";
import { governedWrite } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { loadActivePolicy } from "../policy/active-policy";
import { tenantClock } from "../queries/tenant-clock";
import { BULK_TIMEOUT_MS } from "./imports/bulk";
import { takeOutOfSettings } from "./imports/config-changes";
import { NO_SPAN } from "./imports/finish-staging";
import { lockImport } from "./imports/import-record";
import { actingImporter, holdImports, type Importer, knownKind } from "./imports/importer";
import { type Change, dealsInUse, takeOutOfSpine } from "./imports/spine-changes";

export const undoImportInput = z.strictObject({
  importId: z.guid(),
  reason: z.string().trim().min(10, "Say in at least ten characters why it is undone.").max(1_000),
});

/**
 * Takes a whole import out of the spine and puts back what it had replaced, known from now. Its figures stay on record
 * as what was known between. Refused where a later import has restated the same figures: that one comes first.
 */
export function undoImport(
  importer: Importer,
  input: z.infer<typeof undoImportInput>,
  at: Date,
): Promise<Result<{ importId: string; undoneAt: Date }>> {
  return settle(() =>
    governedWrite(
      importer,
      async ({ tx, append }) => {
        const { tenantId } = importer;
        const { userId, by } = await actingImporter(tx, importer);
        if (userId === null) return abort("FORBIDDEN", "Only a person undoes an import.");
        const parsed = undoImportInput.safeParse(input);
        if (!parsed.success)
          return abort("INVALID_INPUT", undefined, { reason: parsed.error.issues[0]?.message ?? "" });
        const { importId, reason } = parsed.data;
        await holdImports(tx, tenantId);
        const row = await lockImport(tx, tenantId, importId);
        if (row.status === "UNDONE") abort("ALREADY_DECIDED", "This import has been undone already.");
        if (row.status !== "APPLIED" || row.appliedAt === null)
          abort("CONFLICT", "Only an import that was applied can be undone.");
        await refuseOvertaken(tx, tenantId, importId);
        const kind = knownKind(row.kind);
        const present = await tenantClock(tx, tenantId, at);
        const change: Change = {
          tenantId,
          importId,
          span: row.reading.span ?? NO_SPAN,
          mapping: row.mapping,
          by,
          at: present,
        };
        await takeOutOfSpine(tx, kind, change);
        await takeOutOfSettings(tx, kind, change, userId);
        const policy = await loadActivePolicy(tx, tenantId);
        await append([
          {
            kind: "data_import",
            occurredAt: at,
            title: `Import of ${row.fileName} (${kind.title}) undone: ${reason}`.slice(0, 300),
            source: "application",
            policyVersion: policy.version,
            policyHash: policy.hash,
            kernelVersion: KERNEL_VERSION,
            facts: {
              import_id: importId,
              import_kind: kind.id,
              change: "undone",
              file_name: row.fileName,
              file_sha256: row.fileSha256,
              reason,
            },
          },
        ]);
        await tx.import.update({
          where: { tenantId_id: { tenantId, id: importId } },
          data: { status: "UNDONE", undoneBy: userId, undoneAt: present, undoReason: reason },
        });
        return { importId, undoneAt: present };
      },
      BULK_TIMEOUT_MS,
    ),
  );
}

async function refuseOvertaken(tx: Transaction, tenantId: string, importId: string): Promise<void> {
  // What a later import did to this one's figures is written in what it replaced, under whatever key it did so.
  const later = await tx.$queryRaw<{ fileName: string; appliedAt: Date; figures: number }[]>`
    select i.file_name as "fileName", i.applied_at as "appliedAt", count(*)::int as figures
    from superseded_figures f
    join imports i on i.tenant_id = f.tenant_id and i.id = f.import_id and i.status = 'APPLIED'
    where f.tenant_id = ${tenantId}::uuid and f.import_id <> ${importId}::uuid and f.known_until = i.applied_at
      and (f.content ->> 'import_id' = ${importId}
        or (f.source_table = 'optimizer_configs' and exists (
          select from import_rows r join imports mine on mine.tenant_id = r.tenant_id and mine.id = r.import_id
          where r.tenant_id = f.tenant_id and r.import_id = ${importId}::uuid and r.key = f.key
            and r.fate in ('NEW', 'RESTATES') and i.applied_at >= mine.applied_at)))
    group by 1, 2 order by 2 desc limit 3`;
  const [newest] = later;
  if (newest)
    abort(
      "CONFLICT",
      `A later import, ${newest.fileName} of ${newest.appliedAt.toISOString().slice(0, 16).replace("T", " ")} UTC, restates ${newest.figures} of its figures. Undo that one first.`,
    );
  const deals = await dealsInUse(tx, tenantId, importId);
  if (deals > 0)
    abort(
      "CONFLICT",
      `${deals} of its deals have activities in the CRM by now, so they cannot be taken away. Correct the deals with another import.`,
    );
}
