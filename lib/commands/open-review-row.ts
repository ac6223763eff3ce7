import type { Transaction } from "../db/tenant-transaction";
import { abort } from "../failures";

export type OpenReviewRow = {
  id: string;
  weekKey: string;
  status: "OPEN" | "CLOSED";
  forum: string;
  durationMinutes: number;
  agenda: unknown;
  policyBundleId: string;
  openedBy: string;
  openedAt: Date;
  openedLogSeq: bigint;
};

/**
 * A review that may still be written to. Those who write share it; who closes it has it alone, so that nothing is noted
 * into minutes that are being made.
 */
export async function openReviewRow(
  tx: Transaction,
  tenantId: string,
  reviewId: string,
  hold: "share" | "alone",
): Promise<OpenReviewRow> {
  const columns = `id, week_key as "weekKey", status, forum, duration_minutes as "durationMinutes", agenda,
    policy_bundle_id as "policyBundleId", opened_by as "openedBy", opened_at as "openedAt", opened_log_seq as "openedLogSeq"`;
  const [review] = await tx.$queryRawUnsafe<OpenReviewRow[]>(
    `select ${columns} from weekly_reviews where tenant_id = $1::uuid and id = $2::uuid
     ${hold === "alone" ? "for update" : "for share"}`,
    tenantId,
    reviewId,
  );
  if (!review) return abort("NOT_FOUND");
  if (review.status === "CLOSED") {
    return abort("CONFLICT", "This review has been closed; its minutes stay as they are.");
  }
  return review;
}
