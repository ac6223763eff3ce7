import * as z from "zod";
import { KERNEL_VERSION, type Report } from "../../kernel/enforcement";
import { type Actor, governedWrite, type LogEntry } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { trustedPolicy } from "../policy/active-policy";
import { isoDate } from "../queries/cycle-calendar";
import type { CycleRun } from "../queries/cycle-run";
import { actingMember } from "./acting-member";
import { certifiedVersion, oneCycleAtATime } from "./certified-close";
import { monthKey } from "./certify-close";
import { copyInputs, storeCycle } from "./store-cycle";

const REASON_CHARACTERS = 10;

export const reopenCloseInput = z.strictObject({
  cycleKey: monthKey,
  reason: z
    .string()
    .trim()
    .min(REASON_CHARACTERS, `Say why in at least ${REASON_CHARACTERS} characters; it stands in the log.`)
    .max(2000, "Keep the reason under 2,000 characters."),
});
export type ReopenClose = z.infer<typeof reopenCloseInput>;

/**
 * Opens a certified close again, as a version of its own that begins with the figures and states that were certified and
 * is final no longer: what governs stays as it is until FP&A or the CFO evaluates the month again. Only the CFO, with a
 * reason, and only what is certified: of two at once the second finds nothing to reopen.
 */
export function reopenClose(
  actor: Actor,
  { cycleKey, reason }: ReopenClose,
  at: Date,
): Promise<Result<{ cycleKey: string; version: number }>> {
  return settle(() =>
    governedWrite(actor, async ({ tx, append }) => {
      const { tenantId } = actor;
      const { userId } = await actingMember(tx, actor, "close.reopen");
      await oneCycleAtATime(tx, tenantId);
      const certified = await certifiedVersion(tx, { tenantId, cadence: "monthly_close", cycleKey });
      if (certified === null) return abort("CONFLICT", `The close of ${cycleKey} is not certified as final.`);
      const row = await certifiedRow(tx, tenantId, certified.id);
      const policy = trustedPolicy(row.policyBundle);
      const entry: LogEntry = {
        kind: "close_reopened",
        occurredAt: at,
        title: `Close ${cycleKey} reopened; version ${certified.version} is final no longer`,
        source: "application",
        policyVersion: policy.version,
        policyHash: policy.hash,
        kernelVersion: KERNEL_VERSION,
        facts: {
          cadence: "monthly_close",
          cycle_id: cycleKey,
          version: certified.version,
          next_version: row.nextVersion,
          rationale: reason,
        },
      };
      const [position] = await append([entry]);
      if (!position) throw new Error("the reopening has its log entry");
      await tx.closeReopening.create({
        data: {
          tenantId,
          cycleKey,
          version: certified.version,
          reason,
          reopenedBy: userId,
          reopenedAt: at,
          logSeq: position.seq,
        },
      });
      const document = row.document as CycleRun["document"];
      const reopened = await storeCycle(tx, {
        record: { ...row.record, version: row.nextVersion, certifiedFinal: false },
        policy,
        document: { ...document, close: { ...document.close, certify_final: false } },
        report: row.report as Report,
        status: "CLOSED",
        evaluatedBy: userId,
        reason: `Reopened: ${reason}`,
        at,
      });
      await copyInputs(tx, tenantId, certified.id, reopened.id);
      return { cycleKey, version: row.nextVersion };
    }),
  );
}

async function certifiedRow(tx: Transaction, tenantId: string, id: string) {
  const row = await tx.evaluationCycle.findUniqueOrThrow({
    where: { tenantId_id: { tenantId, id } },
    include: { policyBundle: true },
  });
  const newest = await tx.evaluationCycle.aggregate({
    where: { tenantId, cadence: row.cadence, cycleKey: row.cycleKey },
    _max: { version: true },
  });
  return {
    policyBundle: row.policyBundle,
    document: row.document,
    report: row.report as unknown,
    nextVersion: (newest._max.version ?? 0) + 1,
    record: {
      tenantId,
      cadence: "monthly_close" as const,
      cycleKey: row.cycleKey,
      periodStart: isoDate(row.periodStart),
      periodEnd: isoDate(row.periodEnd),
      monthIndex: row.monthIndex,
      deliveredAt: row.deliveredAt ? isoDate(row.deliveredAt) : null,
    },
  };
}
