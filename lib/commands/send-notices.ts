import { randomUUID } from "node:crypto";
import { inTenant } from "../db/tenant-transaction";
import { enqueue } from "../jobs/enqueue";
import { noticeMessage } from "../mail/notice-message";
import { slackMessage, webhookMessage } from "../notices/channel-message";
import { postJson } from "../notices/post-json";
import { openPart } from "../notices/sealed-channel";
import { isoDate } from "../queries/cycle-calendar";
import { asTheyStand, type DueDelivery, takeDueDeliveries } from "../queries/due-deliveries";
import { noticePath } from "../queries/notice-words";
import type { Post } from "./mail-weekly-digest";

/** Beside the mail server: whether a channel may lead to this machine, as it may outside of production. */
export type NoticePost = Post & { localAllowed: boolean };

export type NoticesSent = { sent: number; failed: number; waiting: number; skipped: number };

type Outcome =
  | { status: "sent" }
  | { status: "skipped"; reason: string }
  | { status: "failed"; reason: string; isFinal: boolean; isDown?: boolean };

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
  const down: Down = new Map();
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const due = await inTenant({ tenantId }, (tx) => takeDueDeliveries(tx, tenantId, at));
    if (due.length === 0) break;
    for (const together of lettersOf(due)) {
      // Asked again for each: by now it may have been signed, decided, read or taken back.
      const present = await inTenant({ tenantId }, (tx) => asTheyStand(tx, tenantId, together, at));
      const wanted = present.filter((one) => whyNot(one, at) === null);
      const outcome = await send(wanted, company, post, at, down);
      for (const one of present) {
        const reason = whyNot(one, at);
        const became: Outcome = reason === null ? outcome : { status: "skipped", reason };
        total[await record(tenantId, one, became, at)] += 1;
      }
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
    const together = one.channel === null && one.person.wants === "daily";
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

/** The mail server and channels that gave no answer in this run: each is asked once, and not for every message. */
type Down = Map<string, Outcome>;

async function send(
  wanted: readonly DueDelivery[],
  company: Company,
  post: NoticePost,
  at: Date,
  down: Down,
): Promise<Outcome> {
  const [first] = wanted;
  if (!first) return { status: "skipped", reason: NOT_WAITING };
  const way = first.channel?.id ?? "mail";
  const known = down.get(way);
  if (known) return known;
  const outcome = first.channel
    ? await sendToChannel(first, first.channel, company, post, at)
    : await sendLetter(first, wanted, company, post);
  if (outcome.status === "failed" && outcome.isDown) down.set(way, outcome);
  return outcome;
}

const NOT_WAITING = "No longer needed: what it asked for does not wait any more.";

/** Why what was planned is not wanted any more. A channel is for everybody who was told, a letter for its person. */
function whyNot(
  { createdAt, channel, notice, person, readAt, stillWaits, waitsForAnybody }: DueDelivery,
  at: Date,
): string | null {
  if (at.getTime() - createdAt.getTime() > TOO_OLD_MS) return "It was too old to be news.";
  if (channel) {
    if (channel.sealedAddress === null) return "The channel has been removed.";
    return waitsForAnybody ? null : NOT_WAITING;
  }
  if (!person.isPresent) return "The person has left the company, or the account is disabled.";
  if (person.wants === "off") return "The person has switched e-mail off.";
  if (readAt !== null) return "It was read before.";
  if (!stillWaits) return NOT_WAITING;
  const { untilOn } = notice.words;
  return untilOn !== undefined && untilOn < isoDate(at) ? "The days it speaks of are over." : null;
}

async function sendLetter(
  { noticeId, person }: DueDelivery,
  wanted: readonly DueDelivery[],
  { name, home }: Company,
  { server }: NoticePost,
): Promise<Outcome> {
  if (server === null) return { status: "skipped", reason: "This installation sends no e-mail." };
  const outcome = await server.send({
    to: { name: person.name, address: person.email },
    ...noticeMessage(
      wanted.map(({ notice }) => notice),
      { company: name, home },
    ),
    messageId: `<notice.${noticeId}@revenue-os>`,
  });
  if (outcome.sent) return { status: "sent" };
  return { status: "failed", reason: outcome.reason, isFinal: false, isDown: outcome.isServerDown };
}

async function sendToChannel(
  { noticeId, notice, createdAt, people }: DueDelivery,
  channel: NonNullable<DueDelivery["channel"]>,
  { tenantId, name, slug, home }: Company,
  { localAllowed }: NoticePost,
  at: Date,
): Promise<Outcome> {
  const owner = { tenantId, id: channel.id };
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
  if (outcome.sent) return { status: "sent" };
  const { reason, isFinal, isDown } = outcome;
  return { status: "failed", reason, isFinal, isDown };
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
