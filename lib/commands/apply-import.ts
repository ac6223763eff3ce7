import { KERNEL_VERSION } from "../../kernel/enforcement";
import { type GovernedTransaction, governedWrite } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import type { Kind } from "../imports/kinds/kind";
import { loadActivePolicy } from "../policy/active-policy";
import { tenantClock } from "../queries/tenant-clock";
import { BULK_TIMEOUT_MS, inBulk } from "./imports/bulk";
import { putIntoSettings } from "./imports/config-changes";
import { changedFates, countFates, type ImportCounts, type Place } from "./imports/decide-fates";
import { NO_SPAN } from "./imports/finish-staging";
import { type LockedImport, lockImport } from "./imports/import-record";
import { actingImporter, holdImports, type Importer, knownKind } from "./imports/importer";
import { rememberMapping } from "./imports/remember-mapping";
import { PLAIN_CUSTOMER_SQL } from "./imports/row-context";
import { type Change, putIntoSpine } from "./imports/spine-changes";

export type AppliedImport = { importId: string; counts: ImportCounts; appliedAt: Date; logSeq: number };

/**
 * Puts a staged import into the spine, whole or not at all: decided again inside the transaction, refused where a row's
 * fate is no longer the one that was shown, with the figures it replaces kept as they were known, and one log entry.
 * `beside` runs in the same transaction: what a caller has to keep about it is kept with it or not at all.
 */
export function applyImport(
  importer: Importer,
  { importId }: { importId: string },
  at: Date,
  beside: (tx: Transaction, applied: AppliedImport) => Promise<void> = async () => undefined,
): Promise<Result<AppliedImport>> {
  return settle(() =>
    governedWrite(
      importer,
      async (governed) => {
        const { tx } = governed;
        const { tenantId } = importer;
        const { userId, by } = await actingImporter(tx, importer);
        await holdImports(tx, tenantId);
        const row = await lockImport(tx, tenantId, importId);
        if (row.status === "APPLIED") abort("ALREADY_DECIDED", "This import has been applied already.");
        if (row.status !== "STAGED")
          abort(
            "CONFLICT",
            "This import cannot be applied: it was set aside, undone, or still has open questions.",
          );
        const kind = knownKind(row.kind);
        const place = { tenantId, importId, span: row.reading.span ?? NO_SPAN, mapping: row.mapping };
        const counts = await countFates(tx, { tenantId, importId });
        refuseUnready(row, counts);
        await refuseChanged(tx, kind, place);
        const present = await tenantClock(tx, tenantId, at);
        const change: Change = { ...place, by, at: present };
        await putIntoSpine(tx, kind, change);
        await putIntoSettings(tx, kind, change, userId);
        const logSeq = await logIt(governed, importer, { row, kind, counts, at });
        await tx.import.update({
          where: { tenantId_id: { tenantId, id: importId } },
          data: { status: "APPLIED", counts, appliedBy: userId, appliedAt: present },
        });
        const { header, choices } = row.reading;
        if (row.media !== "json")
          await rememberMapping(tx, {
            tenantId,
            kind: kind.id,
            header,
            mapping: row.mapping,
            choices,
            userId,
            at,
          });
        const applied = { importId, counts, appliedAt: present, logSeq };
        await beside(tx, applied);
        return applied;
      },
      BULK_TIMEOUT_MS,
    ),
  );
}

/** Half a file is no file: while one row is wrong, none is written. */
function refuseUnready({ counts: stored }: LockedImport, counts: ImportCounts): void {
  const ready = typeof stored === "object" && stored !== null && "ready" in stored && stored.ready === true;
  if (!ready) abort("CONFLICT", "The file is still being read. Wait until every row has its fate.");
  const wrong = counts.FAULT + counts.DUPLICATE;
  if (wrong > 0)
    abort(
      "INVALID_INPUT",
      `${counted(wrong, "row has a fault", "rows have faults")}, so nothing is written. Correct ${wrong === 1 ? "it" : "them"} in the file and upload it again.`,
    );
  if (counts.NEW + counts.RESTATES === 0) abort("CONFLICT", "Everything in this file is there already.");
}

const counted = (count: number, one: string, many: string): string =>
  `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;

async function refuseChanged(tx: Transaction, kind: Kind, place: Place): Promise<void> {
  const { count, first } = await changedFates(tx, kind, place);
  if (count > 0) {
    const words = first
      .map(
        ({ row, was, is }) => `row ${row} was ${was} and is ${was === is ? `${is} of another figure` : is}`,
      )
      .join("; ");
    abort(
      "STALE",
      `The books have changed since this preview: ${words}${count > first.length ? `, and ${count - first.length} more` : ""}. Nothing was written; look at it again.`,
    );
  }
  const [namesake] = await inBulk(tx, () =>
    tx.$queryRawUnsafe<{ name: string }[]>(
      `select distinct r.record -> 'account' ->> 'name' as name from import_rows r
     join (select id, ${PLAIN_CUSTOMER_SQL} as plain from spine_accounts where tenant_id = $1::uuid) s
       on s.plain = (select ${PLAIN_CUSTOMER_SQL} from (select r.record -> 'account' ->> 'name' as name) n)
       and s.id <> (r.record -> 'account' ->> 'id')::uuid
     where r.tenant_id = $1::uuid and r.import_id = $2::uuid and r.record ? 'account'
       and not exists (select from spine_accounts a where a.tenant_id = $1::uuid and a.id = (r.record -> 'account' ->> 'id')::uuid)
     limit 1`,
      place.tenantId,
      place.importId,
    ),
  );
  if (namesake)
    abort(
      "STALE",
      `A customer called ${namesake.name} was added since this preview. Nothing was written; look at it again.`,
    );
}

async function logIt(
  { tx, append }: GovernedTransaction,
  importer: Importer,
  { row, kind, counts, at }: { row: LockedImport; kind: Kind; counts: ImportCounts; at: Date },
): Promise<number> {
  const policy = await loadActivePolicy(tx, importer.tenantId);
  const { ready: _ready, ...counted } = counts;
  const [position] = await append([
    {
      kind: "data_import",
      occurredAt: at,
      title:
        `${kind.title} imported from ${row.fileName}: ${counts.NEW} new, ${counts.RESTATES} restated, ${counts.SAME} the same`.slice(
          0,
          300,
        ),
      source: importer.apiKeyId === undefined ? "application" : "api",
      policyVersion: policy.version,
      policyHash: policy.hash,
      kernelVersion: KERNEL_VERSION,
      facts: {
        import_id: row.id,
        import_kind: kind.id,
        change: "applied",
        file_name: row.fileName,
        file_sha256: row.fileSha256,
        media: row.media,
        counts: counted,
      },
    },
  ]);
  if (!position) throw new Error("each entry has its position");
  return Number(position.seq);
}
