import * as z from "zod";
import { can, type Permission, ROLES } from "../auth/permissions";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { loadActivePolicy } from "../policy/active-policy";
import { addDays, isoDate, type Period, periodOf, weekKey } from "./cycle-calendar";
import {
  type AgendaItem,
  agendaItemSchema,
  agendaOf,
  isExpected,
  partsByItem,
  type ReviewPart,
  seatsWithoutRole,
} from "./review-agenda";
import { type ReviewGround, type ReviewPerson, reviewGround, reviewPeople } from "./review-ground";
import { minutesHash, type ReviewMinutes, reviewMinutesSchema } from "./review-minutes";
import { firstDayOfContract, type ReviewWeekState, stateOf } from "./reviews";
import type { Person } from "./waiting";

export type ReviewNoteText = { body: string; revision: number; by: string | null };

export type ReviewItem = AgendaItem & { parts: ReviewPart[]; note: ReviewNoteText };

export type ReviewSeat = ReviewPerson & { isExpected: boolean; isPresent: boolean };

export type HeldReview = {
  minutes: ReviewMinutes;
  sha256: string;
  /** Whether the minutes still hash to what the log says. */
  isIntact: boolean;
  logSeq: number;
};

export type LiveReview = {
  id: string | null;
  openedAt: Date | null;
  forum: string;
  durationMinutes: number;
  policyVersion: string;
  items: ReviewItem[];
  besides: ReviewPart[];
  seats: ReviewSeat[];
  emptySeats: string[];
  ground: ReviewGround;
  /** Entries of the log since it was opened. */
  decidedSince: number;
};

export type ReviewScreen = {
  weekKey: string;
  period: Period;
  state: ReviewWeekState;
  /** Null for the first week of the contract. */
  before: string | null;
  after: string | null;
  held: HeldReview | null;
  /** Of a week that runs, or whose review is open. */
  live: LiveReview | null;
  may: { facilitate: boolean; write: boolean; report: boolean };
  today: string;
};

/** The review of one week: its minutes where it was held, all that is on the table where it is not over. */
export function loadReview(viewer: Person, key: string, at: Date): Promise<Result<ReviewScreen>> {
  return settle(() =>
    inTenant(viewer, async (tx) => {
      const { tenantId } = viewer;
      const period = periodOf("weekly", key);
      const running = weekKey(isoDate(at));
      const runningStart = periodOf("weekly", running)?.start ?? isoDate(at);
      if (period === null || period.start > runningStart) return abort("NOT_FOUND");
      const first = await firstDayOfContract(tx, tenantId);
      if (period.end < first) return abort("NOT_FOUND");
      const row = await tx.weeklyReview.findUnique({
        where: { tenantId_weekKey: { tenantId, weekKey: key } },
      });
      const state = stateOf(
        key,
        row ? { status: row.status === "CLOSED" ? "CLOSED" : "OPEN" } : undefined,
        running,
      );
      const next = addDays(period.start, 7);
      return {
        weekKey: key,
        period,
        state,
        before: period.start > first ? weekKey(addDays(period.start, -7)) : null,
        after: next <= runningStart ? weekKey(next) : null,
        held: row?.minutes ? heldOf(row) : null,
        live: state === "OPEN" || state === "DUE" ? await liveOf(tx, tenantId, row, at) : null,
        may: {
          facilitate: may(viewer, "review.facilitate"),
          write: may(viewer, "review.write"),
          report: may(viewer, "review.report"),
        },
        today: isoDate(at),
      };
    }),
  );
}

function may({ role }: Person, permission: Permission): boolean {
  const known = ROLES.find((each) => each === role);
  return known !== undefined && can(known, permission);
}

type Row = NonNullable<Awaited<ReturnType<Transaction["weeklyReview"]["findUnique"]>>>;

function heldOf({ minutes, minutesSha256, logSeq }: Row): HeldReview {
  const read = reviewMinutesSchema.parse(minutes);
  const sha256 = minutesSha256 ?? "";
  return { minutes: read, sha256, isIntact: minutesHash(read) === sha256, logSeq: Number(logSeq ?? 0n) };
}

async function liveOf(
  tx: Transaction,
  tenantId: string,
  row: Row | null,
  at: Date,
): Promise<LiveReview | null> {
  const policy = await loadActivePolicy(tx, tenantId);
  const opened = row && (await openedUnder(tx, row));
  const agenda = opened ?? agendaOf(policy.artifacts);
  if (agenda === null) return null;
  const parts = partsByItem(agenda.items);
  const notes = row ? await notesOf(tx, tenantId, row.id) : [];
  return {
    id: row?.id ?? null,
    openedAt: row?.openedAt ?? null,
    forum: agenda.forum,
    durationMinutes: agenda.durationMinutes,
    policyVersion: opened?.policyVersion ?? policy.version,
    items: agenda.items.map((item, index) => ({
      ...item,
      parts: parts.items[index] ?? [],
      note: notes.find((note) => note.item === index) ?? { body: "", revision: 0, by: null },
    })),
    besides: parts.besides,
    seats: await seatsOf(tx, tenantId, row, agenda.attendees),
    emptySeats: seatsWithoutRole(agenda.attendees),
    ground: await reviewGround(tx, tenantId, policy, at),
    decidedSince: row
      ? await tx.decisionLogEntry.count({
          where: { tenantId, seq: { gt: row.openedLogSeq }, source: "application" },
        })
      : 0,
  };
}

/** An open review keeps the agenda and the seats of the policy under which it was opened. */
async function openedUnder(tx: Transaction, row: Row) {
  const policy = await tx.policyBundle.findUniqueOrThrow({
    where: { tenantId_id: { tenantId: row.tenantId, id: row.policyBundleId } },
    select: { version: true, artifacts: true },
  });
  return {
    forum: row.forum,
    durationMinutes: row.durationMinutes,
    items: z.array(agendaItemSchema).parse(row.agenda),
    attendees: agendaOf(policy.artifacts as Record<string, unknown>)?.attendees ?? [],
    policyVersion: policy.version,
  };
}

function notesOf(tx: Transaction, tenantId: string, reviewId: string) {
  return tx.$queryRaw<(ReviewNoteText & { item: number })[]>`
    select n.item, n.body, n.revision, u.name as by from review_notes n join users u on u.id = n.updated_by
    where n.tenant_id = ${tenantId}::uuid and n.review_id = ${reviewId}::uuid`;
}

async function seatsOf(
  tx: Transaction,
  tenantId: string,
  row: Row | null,
  attendees: readonly string[],
): Promise<ReviewSeat[]> {
  const people = await reviewPeople(tx, tenantId);
  const present = row
    ? await tx.reviewAttendance.findMany({
        where: { tenantId, reviewId: row.id, isPresent: true },
        select: { userId: true },
      })
    : [];
  const isThere = new Set(present.map(({ userId }) => userId));
  return people.map((person) => ({
    ...person,
    isExpected: isExpected(person.role, attendees),
    isPresent: isThere.has(person.userId),
  }));
}
