import { randomUUID } from "node:crypto";
import { inTenant } from "../db/tenant-transaction";
import { enqueue } from "../jobs/enqueue";
import { noticeMessage } from "../mail/notice-message";
import { slackMessage, webhookMessage } from "../notices/channel-message";
import { postJson } from "../notices/post-json";
import { openPart } from "../notices/sealed-channel";
import { type DueDelivery, takeDueDeliveries } from "../queries/due-deliveries";
import { noticePath } from "../queries/notice-words";
import type { Post } from "./mail-weekly-digest";

/** Beside the mail server: whether a channel may lead to this machine, as it may outside of production. */
export type NoticePost = Post & { localAllowed: boolean };

export type NoticesSent = { sent: number; failed: number; waiting: number; skipped: number };

type Outcome =
  | { status: "sent" }
  | { status: "skipped"; reason: string }
  | { status: "failed"; reason: string; isFinal: boolean };

type Company = { tenantId: string; name: string; slug: string; home: string | null };

const MINUTE = 60_000;
/** How long after each attempt the next one is due; after the last there is none. */
const NEXT_TRY_MS = [1, 5, 30, 120, 360, 1_440].map((minutes) => minutes * MINUTE);
const TOO_OLD_MS = 3 * 1_440 * MINUTE;
/** Twenty each: more than anybody waits for in one run; the rest is due in the next. */
const MOST_ROUNDS = 50;

/**
 * Sends what is due, each once: a delivery is taken in a transaction, sent outside of any, and its outcome recorded at
 * once. A process that dies between sending and recording sends it again when its time is over, under the same id; the
 * other order would lose it unseen.
 */
export async function sendNotices(tenantId: string, at: Date, post: NoticePost): Promise<NoticesSent> {
  const total: NoticesSent = { sent: 0, failed: 0, waiting: 0, skipped: 0 };
  const company = await companyOf(tenantId, post.address);
  let mailIsDown: string | null = null;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const due = await inTenant({ tenantId }, (tx) => takeDueDeliveries(tx, tenantId, at));
    if (due.length === 0) break;
    for (const together of lettersOf(due)) {
      const outcome = await send(together, company, post, at, mailIsDown);
      if (outcome.status === "failed" && "serverDown" in outcome) mailIsDown = outcome.reason;
      for (const one of together) total[await record(tenantId, one, outcome, at)] += 1;
    }
  }
  return total;
}

function companyOf(tenantId: string, address: string | null): Promise<Company> {
  return inTenant({ tenantId }, async (tx) => {
    const { name, slug } = await tx.tenant.findUniqueOrThrow({
      where: { id: tenantId },
      select: { name: true, slug: true },
    });
    const home = address === null ? null : `${address.replace(/\/+$/, "")}/c/${slug}`;
    return { tenantId, name, slug, home };
  });
}

/** What goes in one letter or message: a person's day, where they want it daily; else each by itself. */
function lettersOf(due: readonly DueDelivery[]): DueDelivery[][] {
  const daily = new Map<string, DueDelivery[]>();
  const letters: DueDelivery[][] = [];
  for (const one of due) {
    const together = one.channel === null && one.person.wants === "daily" && whyNot(one) === null;
    const days = together ? daily.get(one.person.userId) : undefined;
    if (days) days.push(one);
    else {
      const letter = [one];
      letters.push(letter);
      if (together) daily.set(one.person.userId, letter);
    }
  }
  return letters;
}

async function send(
  together: readonly DueDelivery[],
  company: Company,
  post: NoticePost,
  at: Date,
  mailIsDown: string | null,
): Promise<Outcome | (Outcome & { serverDown: true })> {
  const [first] = together;
  if (!first) throw new Error("a letter holds a notice");
  if (at.getTime() - first.createdAt.getTime() > TOO_OLD_MS)
    return { status: "skipped", reason: "It was too old to be news." };
  if (first.channel) return sendToChannel(first, first.channel, company, post, at);
  const reason = whyNot(first);
  if (reason !== null) return { status: "skipped", reason };
  if (post.server === null) return { status: "skipped", reason: "This installation sends no e-mail." };
  if (mailIsDown !== null) return { status: "failed", reason: mailIsDown, isFinal: false };
  const outcome = await post.server.send({
    to: { name: first.person.name, address: first.person.email },
    ...noticeMessage(
      together.map(({ notice }) => notice),
      { company: company.name, home: company.home },
    ),
    messageId: `<notice.${first.noticeId}@revenue-os>`,
  });
  if (outcome.sent) return { status: "sent" };
  const failed = { status: "failed", reason: outcome.reason, isFinal: false } as const;
  return outcome.isServerDown ? { ...failed, serverDown: true } : failed;
}

/** Why a letter that was planned is not wanted any more. */
function whyNot({ person, readAt, stillWaits }: DueDelivery): string | null {
  if (!person.isPresent) return "The person does not belong to the company any more.";
  if (person.wants === "off") return "The person has switched e-mail off.";
  if (readAt !== null) return "It was read before.";
  return stillWaits ? null : "What it asked for does not wait for the person any more.";
}

async function sendToChannel(
  { noticeId, notice, createdAt, people }: DueDelivery,
  channel: NonNullable<DueDelivery["channel"]>,
  { tenantId, name, slug, home }: Company,
  { localAllowed }: NoticePost,
  at: Date,
): Promise<Outcome> {
  const owner = { tenantId, id: channel.id };
  if (channel.sealedAddress === null) return { status: "skipped", reason: "The channel has been removed." };
  const address = openPart(owner, "address", channel.sealedAddress);
  const secret = openPart(owner, "secret", channel.sealedSecret);
  if (address === null || (channel.kind === "webhook" && secret === null)) {
    const reason =
      "Its address was stored under another NEXTAUTH_SECRET. Remove the channel and add it again.";
    return { status: "failed", reason, isFinal: true };
  }
  const link = home === null ? null : `${home}${noticePath(notice)}`;
  const told = { ...notice, id: noticeId, at: createdAt, company: { name, slug }, people, link };
  const { body, headers } = secret === null ? slackMessage(told) : webhookMessage(told, secret, at);
  const outcome = await postJson(address, body, { headers, localAllowed });
  return outcome.sent
    ? { status: "sent" }
    : { status: "failed", reason: outcome.reason, isFinal: outcome.isFinal };
}

/** What became of one delivery, on record as soon as it is known. */
async function record(
  tenantId: string,
  { id, attempts }: DueDelivery,
  outcome: Outcome,
  at: Date,
): Promise<keyof NoticesSent> {
  const wait = NEXT_TRY_MS[attempts - 1];
  const again = outcome.status === "failed" && !outcome.isFinal && wait !== undefined;
  const nextTryAt = new Date(at.getTime() + (wait ?? 0));
  const status = again ? "waiting" : outcome.status;
  await inTenant({ tenantId }, async (tx) => {
    await tx.noticeDelivery.updateMany({
      where: { tenantId, id, status: "waiting", attempts },
      data: {
        status,
        reason: outcome.status === "sent" ? null : outcome.reason,
        ...(status === "sent" && { sentAt: at }),
        ...(again && { nextTryAt }),
      },
    });
    if (!again) return;
    // Beside what is asked for at once: a job of the same key would put that off.
    const payload = { tenant_id: tenantId, run_for: `${nextTryAt.toISOString()}/${randomUUID()}` };
    await enqueue(tx, "notices", payload, { jobKey: `notices-again:${tenantId}:${wait}`, runAt: nextTryAt });
  });
  return status;
}
