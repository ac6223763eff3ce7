import * as z from "zod";
import { inScope, type Transaction } from "../db/tenant-transaction";
import { ROLES } from "./permissions";
import type { SessionToken } from "./session-token";

export const SESSION_IDLE_MINUTES = 30;
export const SESSION_ABSOLUTE_HOURS = 12;
// Writing the time of each click would be a write per page; once a minute is exact enough for 30 minutes.
const TOUCH_AFTER_MS = 60_000;

const company = z.object({
  tenantId: z.guid(),
  tenantName: z.string(),
  companySlug: z.string(),
  role: z.enum(ROLES),
  team: z.string().nullable(),
});

const row = z.object({
  userId: z.guid(),
  sessionId: z.guid(),
  name: z.string(),
  email: z.string(),
  isDemo: z.boolean(),
  isOperator: z.boolean(),
  passwordExpiresAt: z.date().nullable(),
  disabledAt: z.date().nullable(),
  revokedAt: z.date().nullable(),
  expiresAt: z.date(),
  lastSeenAt: z.date(),
  companies: z.array(company),
});

/** A signed-in person and the companies they belong to at this moment. */
export type Account = Pick<
  z.infer<typeof row>,
  "userId" | "sessionId" | "name" | "email" | "isOperator" | "companies"
> & {
  /** The password was chosen by an administrator; until it is changed, only the account page opens. */
  mustChangePassword: boolean;
};

export type SessionRules = { demoAllowed: boolean; idleMinutes?: number };

/**
 * The person behind a token, or null when the session no longer holds: revoked, idle too long, past its
 * absolute end, its person disabled, or a demo account where none may sign in. Read on every request, so
 * that revoking works at once and everywhere.
 */
export function loadAccount(token: SessionToken, at: Date, rules: SessionRules): Promise<Account | null> {
  return inScope({ userId: token.userId }, async (tx) => {
    const found = await readRow(tx, token);
    if (!found || !sessionHolds(found, at, rules)) return null;
    if (at.getTime() - found.lastSeenAt.getTime() >= TOUCH_AFTER_MS) {
      await tx.userSession.updateMany({
        where: { userId: token.userId, id: token.sessionId },
        data: { lastSeenAt: at },
      });
    }
    return {
      userId: found.userId,
      sessionId: found.sessionId,
      name: found.name,
      email: found.email,
      isOperator: found.isOperator,
      companies: found.companies,
      mustChangePassword: found.passwordExpiresAt !== null,
    };
  });
}

/** Whether the session of a row still holds at a moment. */
export function sessionHolds(
  session: Pick<
    z.infer<typeof row>,
    "disabledAt" | "revokedAt" | "expiresAt" | "lastSeenAt" | "isDemo" | "passwordExpiresAt"
  >,
  at: Date,
  { demoAllowed, idleMinutes = SESSION_IDLE_MINUTES }: SessionRules,
): boolean {
  if (session.revokedAt !== null || session.disabledAt !== null) return false;
  if (session.isDemo && !demoAllowed) return false;
  if (session.passwordExpiresAt !== null && at >= session.passwordExpiresAt) return false;
  return at < session.expiresAt && at.getTime() - session.lastSeenAt.getTime() < idleMinutes * 60_000;
}

async function readRow(tx: Transaction, token: SessionToken) {
  const rows = await tx.$queryRaw<unknown[]>`
    select u.id as "userId", s.id as "sessionId", u.name, u.email, u.is_demo as "isDemo",
      u.is_operator as "isOperator", u.password_expires_at as "passwordExpiresAt",
      u.disabled_at as "disabledAt", s.revoked_at as "revokedAt", s.expires_at as "expiresAt",
      s.last_seen_at as "lastSeenAt",
      coalesce((
        select jsonb_agg(jsonb_build_object('tenantId', m.tenant_id, 'tenantName', t.name,
          'companySlug', t.slug, 'role', m.role, 'team', m.team) order by t.name, t.id)
        from memberships m join tenants t on t.id = m.tenant_id
        where m.user_id = u.id and m.ended_at is null), '[]'::jsonb) as companies
    from user_sessions s join users u on u.id = s.user_id
    where s.user_id = ${token.userId}::uuid and s.id = ${token.sessionId}::uuid`;
  return rows[0] === undefined ? null : row.parse(rows[0]);
}
