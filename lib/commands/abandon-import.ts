import { inTenant } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { lockImport } from "./imports/import-record";
import { actingImporter, type Importer } from "./imports/importer";

/** Sets an import aside that was never applied. Its rows go; that there was such a file stays. */
export function abandonImport(
  importer: Importer,
  { importId }: { importId: string },
): Promise<Result<{ importId: string }>> {
  return settle(() =>
    inTenant(importer, async (tx) => {
      const { tenantId } = importer;
      await actingImporter(tx, importer);
      const row = await lockImport(tx, tenantId, importId);
      if (row.status === "APPLIED" || row.status === "UNDONE")
        abort("CONFLICT", "An import that was applied is undone, not set aside.");
      if (row.status === "ABANDONED") return { importId };
      await tx.importRow.deleteMany({ where: { tenantId, importId } });
      await tx.import.update({
        where: { tenantId_id: { tenantId, id: importId } },
        data: { status: "ABANDONED" },
      });
      return { importId };
    }),
  );
}
