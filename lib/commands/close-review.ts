import * as z from "zod";
import { KERNEL_VERSION } from "../../kernel/enforcement";
import { type Actor, governedWrite } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { type ActivePolicy, loadActivePolicy } from "../policy/active-policy";
import { agendaItemSchema, agendaOf, isExpected } from "../queries/review-agenda";
import { reviewDoings } from "../queries/review-doings";
import { type ReviewGround, type ReviewPerson, reviewGround, reviewPeople } from "../queries/review-ground";
import { minutesHash, type ReviewMinutes } from "../queries/review-minutes";
import { type ActingMember, actingMember } from "./acting-member";
import { type OpenReviewRow, openReviewRow } from "./open-review-row";

export const closeReviewInput = z.strictObject({ reviewId: z.guid() });
export type CloseReviewInput = z.infer<typeof closeReviewInput>;

/**
 * Ends the review: the minutes are made of what was done since it was opened, kept with their hash, and one entry of the
 * log says so. From then on nothing of it changes.
 */
export function closeReview(
  actor: Actor,
  { reviewId }: CloseReviewInput,
  at: Date,
): Promise<Result<{ weekKey: string; minutesSha256: string }>> {
  return settle(() =>
    governedWrite(actor, async ({ tx, append }) => {
      const { tenantId } = actor;
      const member = await actingMember(tx, actor, "review.facilitate");
      const review = await openReviewRow(tx, tenantId, reviewId, "alone");
      const policy = await loadActivePolicy(tx, tenantId);
      const minutes = await minutesOf(tx, review, policy, { ...member, tenantId }, at);
      if (minutes.attendance.present.length === 0) {
        return abort("INVALID_INPUT", "A review that nobody attended was not held. Mark who is there.");
      }
      const minutesSha256 = minutesHash(minutes);
      const [position] = await append([
        {
          kind: "review_held",
          occurredAt: at,
          title: `${review.forum} of ${review.weekKey} held`,
          source: "application",
          policyVersion: policy.version,
          policyHash: policy.hash,
          kernelVersion: KERNEL_VERSION,
          facts: {
            review_id: review.id,
            week: review.weekKey,
            opened_at: minutes.openedAt,
            minutes_sha256: minutesSha256,
            present: minutes.attendance.present.map(({ name }) => name),
            decisions: minutes.decisions.length + minutes.decisionsLeftOut,
            actions_changed: minutes.actions.changed.length,
          },
        },
      ]);
      if (!position) throw new Error("the review has its log entry");
      await tx.weeklyReview.update({
        where: { tenantId_id: { tenantId, id: review.id } },
        data: {
          status: "CLOSED",
          minutes,
          minutesSha256,
          closedBy: member.userId,
          closedAt: at,
          logSeq: position.seq,
        },
      });
      return { weekKey: review.weekKey, minutesSha256 };
    }),
  );
}

async function minutesOf(
  tx: Transaction,
  review: OpenReviewRow,
  policy: ActivePolicy,
  { tenantId, name, role }: ActingMember & { tenantId: string },
  at: Date,
): Promise<ReviewMinutes> {
  const ground = await reviewGround(tx, tenantId, policy, at);
  const doings = await reviewDoings(tx, tenantId, review, at);
  const opened = await openedUnder(tx, tenantId, review);
  return {
    company: opened.company,
    weekKey: review.weekKey,
    forum: review.forum,
    durationMinutes: review.durationMinutes,
    openedAt: review.openedAt.toISOString(),
    openedBy: opened.by,
    closedAt: at.toISOString(),
    closedBy: { name, role },
    policy: opened.policy,
    attendance: await attendanceOf(tx, tenantId, doings.present, opened.seats),
    ...figuresOf(ground),
    agenda: z
      .array(agendaItemSchema)
      .parse(review.agenda)
      .map((item, index) => ({ ...item, note: doings.notes.get(index) ?? null })),
    actions: { changed: doings.changed, open: doings.open },
    decisions: doings.decisions,
    decisionsLeftOut: doings.decisionsLeftOut,
    exceptionsWaiting: ground.exceptions.waiting.map(({ reference, title }) => ({ reference, title })),
    logHead: doings.logHead,
  };
}

/** Who opened it, where, and under which policy. */
async function openedUnder(tx: Transaction, tenantId: string, review: OpenReviewRow) {
  const tenant = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { name: true } });
  const opener = await tx.user.findUniqueOrThrow({
    where: { id: review.openedBy },
    select: { name: true },
  });
  const { version, hash, artifacts } = await tx.policyBundle.findUniqueOrThrow({
    where: { tenantId_id: { tenantId, id: review.policyBundleId } },
    select: { version: true, hash: true, artifacts: true },
  });
  const seats = agendaOf(artifacts as Record<string, unknown>)?.attendees ?? [];
  return { company: tenant.name, by: opener.name, policy: { version, hash }, seats };
}

async function attendanceOf(
  tx: Transaction,
  tenantId: string,
  presentIds: readonly string[],
  seats: readonly string[],
): Promise<ReviewMinutes["attendance"]> {
  const people = await reviewPeople(tx, tenantId);
  const isThere = ({ userId }: ReviewPerson) => presentIds.includes(userId);
  const named = ({ name, role }: ReviewPerson) => ({ name, role });
  return {
    present: people.filter(isThere).map(named),
    expectedAndAbsent: people
      .filter((person) => !isThere(person) && isExpected(person.role, seats))
      .map(named),
  };
}

function figuresOf({
  board,
  spend,
}: ReviewGround): Pick<ReviewMinutes, "mode" | "cycle" | "cycleBefore" | "triggers" | "spend"> {
  return {
    mode: board.mode,
    cycle: board.cycle?.cycleKey ?? null,
    cycleBefore: board.before?.cycleKey ?? null,
    triggers: board.triggers.map(({ triggerId: _, steps, ...trigger }) => ({
      ...trigger,
      steps: steps.map(({ moves: _moves, ...step }) => step),
    })),
    spend: {
      month: spend.month,
      functions: spend.functions.map(({ function: name, totalUsd, beforeUsd, budgetUsd }) => ({
        function: name,
        totalUsd,
        beforeUsd,
        budgetUsd,
      })),
    },
  };
}
