// Files for tests, made from rows, and the figures that a company's spine holds, to compare before and after.
import { inTenant } from "../../db/tenant-transaction";
import { applyImport } from "../apply-import";
import type { Importer } from "../imports/importer";
import { stageImport } from "../stage-import";

export type Lines = readonly (readonly (string | number)[])[];

export const csv = (lines: Lines, separator = ","): Buffer =>
  Buffer.from(
    lines.map((line) => line.map((cell) => quoted(String(cell), separator)).join(separator)).join("\r\n"),
    "utf8",
  );

const quoted = (cell: string, separator: string) =>
  cell.includes(separator) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

export async function stage(
  importer: Importer,
  kind: string,
  lines: Lines,
  at: Date,
  fileName = `${kind}.csv`,
) {
  const staged = await stageImport(importer, { kind, fileName, bytes: csv(lines) }, at);
  if (!staged.ok) throw new Error(`${staged.failure.message} ${JSON.stringify(staged.failure.fields ?? {})}`);
  return staged.value;
}

/** Stages and applies; what keeps a row from being written is what the test is told. */
export async function load(importer: Importer, kind: string, lines: Lines, at: Date, fileName?: string) {
  const { importId, questions } = await stage(importer, kind, lines, at, fileName);
  if (questions.length > 0) throw new Error(questions.map(({ what }) => what).join(" "));
  const applied = await applyImport(importer, { importId }, at);
  if (!applied.ok) {
    const faulty = await inTenant(importer, (tx) =>
      tx.importRow.findMany({
        where: { tenantId: importer.tenantId, importId, fate: { in: ["FAULT", "DUPLICATE"] } },
        take: 5,
      }),
    );
    throw new Error(
      `${applied.failure.message} ${JSON.stringify(faulty.map(({ rowNumber, faults }) => [rowNumber, faults]))}`,
    );
  }
  return applied.value;
}

/** Everything of the spine that an import can touch, without the moments at which it was received or changed. */
export function spineOf(tenantId: string): Promise<Record<string, unknown[]>> {
  return inTenant({ tenantId }, async (tx) => {
    const rows = async (table: string, order: string, without: string) => {
      const found = await tx.$queryRawUnsafe<{ row: unknown }[]>(
        `select to_jsonb(t) - array[${without}] as row from ${table} t where tenant_id = $1::uuid order by ${order}`,
        tenantId,
      );
      return found.map(({ row }) => row);
    };
    return {
      events: await rows("events_raw", "event_id", "'received_at'"),
      revenue: await rows("revenue_events", "event_id", "'received_at'"),
      deals: await rows("spine_opportunities", "id", "'nothing'"),
      accounts: await rows("spine_accounts", "id", "'nothing'"),
      settings: await rows("optimizer_configs", "key", "'updated_at', 'updated_by'"),
    };
  });
}
