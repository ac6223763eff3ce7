import { commentRequest } from "../../../lib/commands/comment-request";
import { denyRequest } from "../../../lib/commands/deny-request";
import { reviseRequest } from "../../../lib/commands/revise-request";
import { signRequest } from "../../../lib/commands/sign-request";
import { submitRequest } from "../../../lib/commands/submit-request";
import { withdrawRequest } from "../../../lib/commands/withdraw-request";
import type { Actor } from "../../../lib/db/governed-write";
import { inTenant } from "../../../lib/db/tenant-transaction";
import type { Result } from "../../../lib/failures";
import { addDays, isoDate } from "../../../lib/queries/cycle-calendar";
import { demoActor } from "../companies";
import type { SeedStep } from "../cycle-steps";
import { type CompanyStory, dayOfMonth, momentOf, type SeedCalendar } from "../generator/company";
import { TENANT_A } from "../generator/stories";
import { brackwaterFirstStretch } from "./brackwater-first-stretch";
import { brackwaterSinceThen } from "./brackwater-since-then";
import { larkfieldFirstHalf } from "./larkfield-first-half";
import { larkfieldSecondHalf } from "./larkfield-second-half";
import type { Act, PlannedRequest, When } from "./plan";

/** A request as it stands, with the moments at which something has been done about it. */
type Standing = { reference: string; status: string; revision: number; doneAt: ReadonlySet<number> };

const OPEN = ["PENDING", "BLOCKED", "STALE"];

/** Requests and what people did about them, as steps; each looks first whether it has been done. */
export function requestSteps(story: CompanyStory, calendar: SeedCalendar): SeedStep[] {
  const planned =
    story.tenantId === TENANT_A
      ? [...larkfieldFirstHalf, ...larkfieldSecondHalf]
      : [...brackwaterFirstStretch, ...brackwaterSinceThen];
  return planned
    .flatMap((request, position) => [
      { at: moment(calendar, request.when, position), run: () => submit(story, calendar, request, position) },
      ...request.then.map((act) => ({
        at: moment(calendar, act.when, position),
        run: () => follow(story, calendar, request, act, position),
      })),
    ])
    .filter(({ at }) => at <= calendar.anchor);
}

/** The minute is the request's place in the list: no two steps of a company happen at once. */
function moment(calendar: SeedCalendar, when: When, position: number): Date {
  const day =
    "month" in when
      ? dayOfMonth(calendar, when.month, when.day)
      : addDays(isoDate(calendar.anchor), -when.daysAgo);
  return new Date(momentOf(day, when.hour ?? 10, position));
}

async function submit(
  story: CompanyStory,
  calendar: SeedCalendar,
  request: PlannedRequest,
  position: number,
): Promise<void> {
  if (await standing(story.tenantId, calendar, request, position)) return;
  const actor = demoActor(story.tenantId, ...request.by);
  done(
    story,
    request,
    await submitRequest(actor, { content: request.content }, moment(calendar, request.when, position)),
  );
}

async function follow(
  story: CompanyStory,
  calendar: SeedCalendar,
  request: PlannedRequest,
  act: Act,
  position: number,
): Promise<void> {
  const now = await standing(story.tenantId, calendar, request, position);
  const at = moment(calendar, act.when, position);
  if (!now || now.doneAt.has(at.getTime())) return;
  const actor = demoActor(story.tenantId, ...act.by);
  const result = await perform(actor, act, now, at);
  if (result) done(story, request, result);
}

/** Does what the person meant to do, where the gate left something to do: nobody signs a blocked request. */
function perform(
  actor: Actor,
  act: Act,
  { reference, revision, status }: Standing,
  at: Date,
): Promise<Result<unknown>> | null {
  if (act.do === "comment") return commentRequest(actor, { reference, body: act.body }, at);
  if (act.do === "sign") return status === "PENDING" ? signRequest(actor, { reference, revision }, at) : null;
  if (act.do === "deny")
    return status === "PENDING" ? denyRequest(actor, { reference, revision, reason: act.reason }, at) : null;
  if (!OPEN.includes(status)) return null;
  return act.do === "revise"
    ? reviseRequest(actor, { reference, revision, content: act.content }, at)
    : withdrawRequest(actor, { reference, revision }, at);
}

function done(story: CompanyStory, request: PlannedRequest, result: Result<unknown>): void {
  if (result.ok) return;
  throw new Error(`${story.name}, “${request.content.title}”: ${result.failure.message}`);
}

/** Found by who asked and when: two requests may bear one title, and a title may change. */
function standing(
  tenantId: string,
  calendar: SeedCalendar,
  request: PlannedRequest,
  position: number,
): Promise<Standing | null> {
  const submittedAt = moment(calendar, request.when, position);
  const { userId } = demoActor(tenantId, ...request.by);
  return inTenant({ tenantId }, async (tx) => {
    const row = await tx.request.findFirst({
      where: { tenantId, requestedBy: userId, createdAt: submittedAt },
      select: {
        reference: true,
        status: true,
        revision: true,
        decisions: { select: { decidedAt: true } },
        comments: { select: { createdAt: true } },
      },
    });
    if (!row) return null;
    const moments = [
      ...row.decisions.map(({ decidedAt }) => decidedAt),
      ...row.comments.map(({ createdAt }) => createdAt),
    ];
    return { ...row, doneAt: new Set(moments.map((each) => each.getTime())) };
  });
}
