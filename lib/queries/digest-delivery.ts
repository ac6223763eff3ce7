import * as z from "zod";
import type { Transaction } from "../db/tenant-transaction";
import { demoAccountsAllowed } from "../env";

/** The job under which the e-mail of a week is on record in job_runs; `run_for` is the week's Monday. */
export const DIGEST_MAIL_JOB = "weekly_digest_email";

/**
 * What became of a week's e-mail, person by person. People stand here by id: the operator reads job_runs of every
 * company, and the people of a company are no business of the operator's.
 */
export const digestMailDetails = z.object({
  letters: z
    .array(
      z.object({
        user_id: z.guid(),
        sent: z.boolean(),
        at: z.iso.datetime(),
        reason: z.string().nullable(),
        smtp_code: z.int().nullable(),
      }),
    )
    .default([]),
});
export type DigestLetter = z.infer<typeof digestMailDetails>["letters"][number];

export type DigestReaderRow = { userId: string; name: string; email: string; role: string };

/** Who gets the digest: the CFO and the CEO of the company. Demonstration people only where they exist at all. */
export function digestReaders(tx: Transaction, tenantId: string): Promise<DigestReaderRow[]> {
  return tx.$queryRaw<DigestReaderRow[]>`
    select u.id as "userId", u.name, u.email, m.role
    from memberships m join users u on u.id = m.user_id
    where m.tenant_id = ${tenantId}::uuid and m.role in ('CFO', 'CEO') and m.ended_at is null
      and u.disabled_at is null and (not u.is_demo or ${demoAccountsAllowed()})
    order by m.role, u.name, u.id`;
}

export type DigestDelivery = {
  week: string;
  status: "running" | "completed" | "failed";
  at: Date;
  attempts: number;
  letters: { name: string; email: string; sent: boolean; at: Date; reason: string | null }[];
};

/** The e-mail of one week, or of the newest week that had one. */
export async function digestDelivery(
  tx: Transaction,
  tenantId: string,
  week: string | null,
): Promise<DigestDelivery | null> {
  const [run] = await tx.$queryRaw<(Omit<DigestDelivery, "letters"> & { details: unknown })[]>`
    select run_for as week, status, coalesce(finished_at, started_at) as at, attempts, details
    from job_runs
    where tenant_id = ${tenantId}::uuid and job = ${DIGEST_MAIL_JOB} and (${week}::text is null or run_for = ${week})
    order by run_for desc limit 1`;
  if (run === undefined) return null;
  const { details, ...delivery } = run;
  const { letters } = digestMailDetails.parse(details);
  const people = await tx.$queryRaw<{ id: string; name: string; email: string }[]>`
    select id, name, email from users where id = any(${letters.map((letter) => letter.user_id)}::uuid[])`;
  return {
    ...delivery,
    letters: letters.map(({ user_id, sent, at, reason }) => {
      const person = people.find(({ id }) => id === user_id);
      return { name: person?.name ?? "", email: person?.email ?? "", sent, at: new Date(at), reason };
    }),
  };
}
