import * as z from "zod";
import type { Actor } from "../db/governed-write";
import { inTenant } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { loadActivePolicy } from "../policy/active-policy";
import { isoDate, weekKey } from "../queries/cycle-calendar";
import { agendaOf } from "../queries/review-agenda";
import { actingMember } from "./acting-member";

export const openReviewInput = z.strictObject({ weekKey: z.string().max(10) });
export type OpenReviewInput = z.infer<typeof openReviewInput>;

/**
 * Opens the review of the running week, with the agenda of the policy in force. A week that is over was missed: it is not
 * made up for afterwards.
 */
export function openReview(
  actor: Actor,
  { weekKey: asked }: OpenReviewInput,
  at: Date,
): Promise<Result<{ reviewId: string }>> {
  return settle(() =>
    inTenant(actor, async (tx) => {
      const { tenantId } = actor;
      const member = await actingMember(tx, actor, "review.facilitate");
      const running = weekKey(isoDate(at));
      if (asked !== running) {
        return abort("INVALID_INPUT", `Only the review of the running week, ${running}, can be opened.`);
      }
      // Two people who open it at once are one opening: the second finds it open.
      await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`reviews:${tenantId}`}, 0))::text`;
      const known = await tx.weeklyReview.findFirst({
        where: { tenantId, OR: [{ weekKey: asked }, { status: "OPEN" }] },
        orderBy: { openedAt: "desc" },
        select: { id: true, weekKey: true, status: true },
      });
      if (known?.status === "OPEN" && known.weekKey === asked) return { reviewId: known.id };
      if (known?.weekKey === asked) return abort("CONFLICT", "The review of this week has been held.");
      if (known) {
        return abort("CONFLICT", `The review of ${known.weekKey} is still open; close it first.`);
      }
      const policy = await loadActivePolicy(tx, tenantId);
      const agenda = agendaOf(policy.artifacts);
      if (agenda === null) {
        return abort("INVALID_INPUT", `Policy ${policy.version} sets no weekly review with an agenda.`);
      }
      const head = await tx.decisionLogHead.findUnique({ where: { tenantId } });
      const review = await tx.weeklyReview.create({
        data: {
          tenantId,
          weekKey: asked,
          agenda: agenda.items,
          forum: agenda.forum,
          durationMinutes: agenda.durationMinutes,
          policyBundleId: policy.bundleId,
          openedBy: member.userId,
          openedAt: at,
          openedLogSeq: head?.seq ?? 0n,
        },
        select: { id: true },
      });
      // Whoever opens it is there.
      await tx.reviewAttendance.create({
        data: {
          tenantId,
          reviewId: review.id,
          userId: member.userId,
          isPresent: true,
          notedBy: member.userId,
          notedAt: at,
        },
      });
      return { reviewId: review.id };
    }),
  );
}
