import type { Role } from "../../lib/auth/permissions";
import { addReviewAction } from "../../lib/commands/add-review-action";
import { closeReview } from "../../lib/commands/close-review";
import { noteReview } from "../../lib/commands/note-review";
import { openReview } from "../../lib/commands/open-review";
import { updateReviewAction } from "../../lib/commands/update-review-action";
import { inTenant } from "../../lib/db/tenant-transaction";
import type { Result } from "../../lib/failures";
import { addDays, isoDate, weekKey } from "../../lib/queries/cycle-calendar";
import { demoActor } from "./companies";
import type { SeedStep } from "./cycle-steps";
import { type CompanyStory, momentOf, type SeedCalendar } from "./generator/company";
import { TENANT_A } from "./generator/stories";

/** What was said and taken on in one review; `back` counts weeks, and 0 is the running one, which is still open. */
type PlannedReview = {
  back: number;
  present: readonly Role[];
  /** Under the items of the agenda, in their order. */
  notes: readonly string[];
  /** Taken on by somebody, due so many days later. */
  takes?: { body: string; owner: Role; days: number };
  /** What came of the action of the review before. */
  ends?: { status: "DONE" | "DROPPED"; note: string };
};

const LARKFIELD: readonly PlannedReview[] = [
  {
    back: 3,
    present: ["CFO", "CEO", "CPO/CTO"],
    notes: ["Runway and pipeline are where the plan has them.", "The cloud bill grows faster than revenue."],
    takes: { body: "Read the cloud bill line by line with the platform team", owner: "CPO/CTO", days: 10 },
  },
  {
    back: 2,
    present: ["CFO", "Head of Sales/Marketing"],
    notes: ["No change that anybody has to explain.", "", "Trade fairs stay as cut."],
  },
  {
    back: 1,
    present: ["CFO", "CEO", "CPO/CTO", "Head of Sales/Marketing"],
    notes: ["Pipeline for the next quarter is covered.", "Two idle clusters are switched off."],
    takes: { body: "Commit the remaining compute for a year", owner: "CPO/CTO", days: 14 },
    ends: {
      status: "DONE",
      note: "Two clusters nobody used were switched off; the rest is worth a commitment.",
    },
  },
  {
    back: 0,
    present: ["CFO", "CPO/CTO"],
    notes: ["Gross margin is the one figure on WATCH; the commitment is being negotiated."],
    takes: { body: "Say what a price change would do to gross margin", owner: "FP&A", days: 7 },
  },
];

/** Brackwater held none three weeks ago, and has not opened this week's. */
const BRACKWATER: readonly PlannedReview[] = [
  {
    back: 4,
    present: ["CFO", "CEO"],
    notes: ["Runway is short: money is collected before it is spent.", "Tools and contractors stay frozen."],
    takes: { body: "Call the ten largest overdue accounts", owner: "Head of Sales/Marketing", days: 7 },
  },
  {
    back: 2,
    present: ["CFO", "CEO", "Head of Sales/Marketing"],
    notes: ["Two enterprise accounts pay next week.", "", "No exception without an offset."],
    takes: { body: "Renegotiate the two largest vendor contracts", owner: "CFO", days: 21 },
    ends: { status: "DONE", note: "Seven of ten have paid." },
  },
  {
    back: 1,
    present: ["CFO", "Head of Sales/Marketing", "CPO/CTO"],
    notes: ["Churn in the mid-market took what collections had brought."],
    takes: { body: "Name the twenty accounts most at risk, with an owner each", owner: "CPO/CTO", days: 4 },
  },
];

/** Weekly reviews on Mondays, after the week before has been evaluated; each look for what it would do first. */
export function reviewSteps({ tenantId }: CompanyStory, { anchor }: SeedCalendar): SeedStep[] {
  const today = isoDate(anchor);
  const monday = addDays(today, -((new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7));
  const plan = tenantId === TENANT_A ? LARKFIELD : BRACKWATER;
  return plan
    .map((review) => {
      const day = addDays(monday, -7 * review.back);
      return { at: new Date(momentOf(day, 10)), run: () => hold(tenantId, review, day) };
    })
    .filter(({ at }) => at.getTime() + LASTS_MS <= anchor.getTime());
}

const LASTS_MS = 40 * 60_000;

async function hold(tenantId: string, review: PlannedReview, day: string): Promise<void> {
  const key = weekKey(day);
  const known = await inTenant({ tenantId }, (tx) =>
    tx.weeklyReview.findFirst({ where: { tenantId, weekKey: key }, select: { id: true, status: true } }),
  );
  if (known?.status === "CLOSED") return;
  const at = (minute: number) => new Date(momentOf(day, 10, minute));
  const analyst = demoActor(tenantId, "FP&A");
  const { reviewId } = expectOk(await openReview(analyst, { weekKey: key }, at(0)));
  for (const role of review.present) {
    const present = { kind: "attendance", reviewId, userId: demoActor(tenantId, role).userId } as const;
    expectOk(await noteReview(analyst, { ...present, isPresent: true }, at(2)));
  }
  await writeNotes(tenantId, reviewId, review.notes, at(15));
  if (review.ends) await endAction(tenantId, review.ends, at(25));
  if (review.takes) await takeOn(tenantId, reviewId, review.takes, at(30));
  if (review.back > 0) expectOk(await closeReview(demoActor(tenantId, "CFO"), { reviewId }, at(39)));
}

async function writeNotes(
  tenantId: string,
  reviewId: string,
  notes: readonly string[],
  at: Date,
): Promise<void> {
  const written = await inTenant({ tenantId }, (tx) =>
    tx.reviewNote.findMany({ where: { tenantId, reviewId }, select: { item: true } }),
  );
  for (const [item, body] of notes.entries()) {
    if (body === "" || written.some((note) => note.item === item)) continue;
    const note = { kind: "note", reviewId, item, body, revision: 0 } as const;
    expectOk(await noteReview(demoActor(tenantId, "CFO"), note, at));
  }
}

async function takeOn(
  tenantId: string,
  reviewId: string,
  { body, owner, days }: NonNullable<PlannedReview["takes"]>,
  at: Date,
): Promise<void> {
  const known = await inTenant({ tenantId }, (tx) =>
    tx.reviewAction.count({ where: { tenantId, raisedIn: reviewId } }),
  );
  if (known > 0) return;
  const action = { body, ownerId: demoActor(tenantId, owner).userId, dueOn: addDays(isoDate(at), days) };
  expectOk(await addReviewAction(demoActor(tenantId, "CFO"), { reviewId, ...action }, at));
}

/** The owner of the action that has been open longest says what came of it. */
async function endAction(
  tenantId: string,
  { status, note }: NonNullable<PlannedReview["ends"]>,
  at: Date,
): Promise<void> {
  const open = await inTenant({ tenantId }, (tx) =>
    tx.reviewAction.findFirst({ where: { tenantId, status: "OPEN" }, orderBy: { createdAt: "asc" } }),
  );
  if (!open || open.createdAt >= at) return;
  const { id: actionId, revision, body, ownerId, dueOn } = open;
  const told = { actionId, revision, body, ownerId, dueOn: isoDate(dueOn), status, note };
  expectOk(await updateReviewAction(demoActor(tenantId, "CFO"), told, at));
}

function expectOk<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`the demonstration was refused: ${result.failure.message}`);
  return result.value;
}
