// Fills a company's log through the same rows, triggers and checks as the application, ten thousand entries a commit.
import { randomUUID } from "node:crypto";
import { governedWrite, insertRows, type LogEntry } from "@/lib/db/governed-write";
import { inTenant } from "@/lib/db/tenant-transaction";
import { entryAt, personOf } from "./made-up-entries";

const PER_COMMIT = 10_000;

export async function addCompany(tenantId: string, slug: string): Promise<void> {
  await inTenant({ tenantId }, (tx) =>
    tx.tenant.create({
      data: { id: tenantId, name: slug, slug, planStart: new Date("2022-01-01"), holidays: [] },
    }),
  );
}

export async function fillLog(tenantId: string, entries: number, say: (line: string) => void): Promise<void> {
  const began = performance.now();
  for (let first = 1; first <= entries; first += PER_COMMIT) {
    await writeBatch(tenantId, first, Math.min(PER_COMMIT, entries - first + 1));
    if (first % (PER_COMMIT * 10) === 1)
      say(`${first + PER_COMMIT - 1} entries after ${((performance.now() - began) / 1000).toFixed(0)} s`);
  }
}

function writeBatch(tenantId: string, first: number, count: number): Promise<void> {
  const ids = Array.from({ length: count }, () => randomUUID());
  const entries = ids.map((id, index) => entryAt(first + index, id));
  // One name a batch: an entry's actor is whoever writes it.
  return governedWrite(
    { tenantId, name: personOf(first / PER_COMMIT + 1), role: "CFO" },
    async ({ tx, append }) => {
      const positions = await append(entries);
      const rows = entries.flatMap((entry, index) =>
        decisionRow(tenantId, entry, ids[index], positions[index]?.seq),
      );
      await insertRows(tx, "gate_decisions", rows);
    },
  );
}

function decisionRow(
  tenantId: string,
  entry: LogEntry,
  id: string | undefined,
  seq: bigint | undefined,
): object[] {
  const { decision } = entry;
  if (!decision || seq === undefined) return [];
  return [
    {
      tenant_id: tenantId,
      id,
      request_ref: decision.requestRef,
      gate_id: decision.gateId,
      action: "EXTERNAL",
      decision: decision.outcome,
      reason_codes: entry.reasonCodes ?? [],
      blocked_by: decision.report.blocked_by,
      missing: decision.report.missing,
      report: decision.report,
      states: decision.triggerStates,
      mode: "NORMAL",
      policy_version: entry.policyVersion,
      policy_hash: entry.policyHash,
      kernel_version: entry.kernelVersion,
      decided_at: entry.occurredAt.toISOString(),
      log_seq: Number(seq),
    },
  ];
}
