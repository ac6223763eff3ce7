import { inTenant, type Transaction } from "../db/tenant-transaction";
import { env, mailSettings } from "../env";
import { digestMessage } from "../mail/digest-message";
import { type MailOutcome, type MailServer, openMailServer } from "../mail/mail-server";
import { type CfoWeek, loadCfoWeek } from "../queries/cfo-week";
import {
  DIGEST_MAIL_JOB,
  type DigestLetter,
  type DigestReaderRow,
  digestMailDetails,
  digestReaders,
} from "../queries/digest-delivery";

/**
 * What became of the e-mail of a week. `nobody`: the company has neither CFO nor CEO. `done_before`: everybody has it
 * already. `under_way`: another process is writing, or died writing; ask again later.
 */
export type DigestMailing =
  | { state: "not_asked" | "off" | "nobody" | "done_before" | "under_way" }
  | { state: "sent" | "failed"; letters: DigestLetter[] };

// Longer than the patience with a mail server for all readers of a company together: whoever began that long ago is gone.
const GIVEN_UP_AFTER_MS = 10 * 60_000;

/** Where letters go, and the address under which this application is reached, for the links in them. */
export type Post = { server: MailServer | null; address: string | null };

/** The post of this installation: its server is null while e-mail is off. */
export function ownPost(): Post {
  const settings = mailSettings();
  return {
    server: settings === null ? null : openMailServer(settings),
    address: env().NEXTAUTH_URL ?? null,
  };
}

type Envelope = {
  week: CfoWeek;
  company: string;
  slug: string;
  readers: DigestReaderRow[];
  sentBefore: DigestLetter[];
};

/**
 * Sends a week's digest, one letter a reader, once: a row of job_runs is claimed first, so of several processes one
 * writes, and a later attempt writes only to those whose letter did not go. Each letter is on record as soon as it went.
 * A process that dies between the two may send that one letter twice, under the same Message-ID; the other order would
 * lose it unseen.
 */
export async function mailWeeklyDigest(
  tenantId: string,
  weekStart: string,
  at: Date,
  { server, address }: Post,
): Promise<DigestMailing> {
  if (server === null) return { state: "off" };
  const envelope = await inTenant({ tenantId }, (tx) => claim(tx, tenantId, weekStart, at));
  if (typeof envelope === "string") return { state: envelope };
  const letters = await writeAll({ server, address }, tenantId, envelope, at);
  await inTenant({ tenantId }, (tx) => finish(tx, tenantId, weekStart, letters, at));
  return { state: letters.every(({ sent }) => sent) ? "sent" : "failed", letters };
}

async function claim(
  tx: Transaction,
  tenantId: string,
  weekStart: string,
  at: Date,
): Promise<Envelope | "nobody" | "done_before" | "under_way"> {
  const readers = await digestReaders(tx, tenantId);
  if (readers.length === 0) return "nobody";
  const [run] = await tx.$queryRaw<{ details: unknown }[]>`
    insert into job_runs (tenant_id, job, run_for, status, queued_at, started_at)
    values (${tenantId}::uuid, ${DIGEST_MAIL_JOB}, ${weekStart}, 'running', ${at}, ${at})
    on conflict (tenant_id, job, run_for) do update
      set status = 'running', attempts = job_runs.attempts + 1, started_at = ${at}, finished_at = null, error = null
      where job_runs.status = 'failed'
        or (job_runs.status = 'running' and job_runs.started_at < ${new Date(at.getTime() - GIVEN_UP_AFTER_MS)})
    returning details`;
  if (run === undefined) {
    const where = { tenantId, job: DIGEST_MAIL_JOB, runFor: weekStart, status: "completed" };
    return (await tx.jobRun.count({ where })) > 0 ? "done_before" : "under_way";
  }
  const week = await loadCfoWeek(tx, tenantId, weekStart);
  const tenant = await tx.tenant.findUnique({ where: { id: tenantId }, select: { name: true, slug: true } });
  if (week === null || tenant === null) throw new Error("a company's own transaction shows the company");
  const sentBefore = digestMailDetails.parse(run.details).letters.filter(({ sent }) => sent);
  return { week, company: tenant.name, slug: tenant.slug, readers, sentBefore };
}

/** One after the other; a server that is down is not asked again for the next reader. */
async function writeAll(
  { server, address }: { server: MailServer; address: string | null },
  tenantId: string,
  { week, company, slug, readers, sentBefore }: Envelope,
  at: Date,
): Promise<DigestLetter[]> {
  const home = address === null ? null : `${address.replace(/\/+$/, "")}/c/${slug}`;
  const letters = [...sentBefore];
  let down: MailOutcome | null = null;
  for (const reader of readers) {
    if (sentBefore.some((letter) => letter.user_id === reader.userId)) continue;
    const outcome: MailOutcome =
      down ??
      (await server.send({
        to: { name: reader.name, address: reader.email },
        ...digestMessage(week, { company, role: reader.role, home }),
        messageId: `<weekly-digest.${week.weekStart}.${tenantId}.${reader.userId}@revenue-os>`,
      }));
    if (!outcome.sent && outcome.isServerDown) down = outcome;
    letters.push({
      user_id: reader.userId,
      sent: outcome.sent,
      at: at.toISOString(),
      reason: outcome.sent ? null : outcome.reason,
      smtp_code: outcome.sent ? null : outcome.smtpCode,
    });
    await inTenant({ tenantId }, (tx) =>
      tx.jobRun.update(rowOf(tenantId, week.weekStart, { details: { letters } })),
    );
  }
  return letters;
}

const rowOf = <Data>(tenantId: string, runFor: string, data: Data) => ({
  where: { tenantId_job_runFor: { tenantId, job: DIGEST_MAIL_JOB, runFor } },
  data,
});

async function finish(
  tx: Transaction,
  tenantId: string,
  weekStart: string,
  letters: DigestLetter[],
  at: Date,
): Promise<void> {
  const error = letters.every(({ sent }) => sent) ? null : mailingInWords(letters);
  const status = error === null ? "completed" : "failed";
  await tx.jobRun.update(rowOf(tenantId, weekStart, { status, finishedAt: at, error, details: { letters } }));
}

/** Which letters did not go and why, without naming anybody: the platform's operator reads this. */
export function mailingInWords(letters: readonly DigestLetter[]): string {
  const failed = letters.filter(({ sent }) => !sent);
  const reasons = [...new Set(failed.map(({ reason }) => reason))].join(" ");
  return `${failed.length} of ${letters.length} letters did not go: ${reasons}`;
}
