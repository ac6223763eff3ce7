import type { Account } from "../auth/account";
import { inScope } from "../db/tenant-transaction";

export type OwnSession = {
  id: string;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
  userAgent: string | null;
  isThisOne: boolean;
};

/** Where the person is signed in at this moment, this session first. */
export async function listOwnSessions(
  account: Account,
  at: Date,
  idleMinutes: number,
): Promise<OwnSession[]> {
  const { userId, sessionId } = account;
  const rows = await inScope({ userId }, (tx) =>
    tx.userSession.findMany({
      where: {
        userId,
        revokedAt: null,
        expiresAt: { gt: at },
        lastSeenAt: { gt: new Date(at.getTime() - idleMinutes * 60_000) },
      },
      select: { id: true, createdAt: true, lastSeenAt: true, expiresAt: true, userAgent: true },
      orderBy: { lastSeenAt: "desc" },
    }),
  );
  return rows
    .map((row) => ({ ...row, isThisOne: row.id === sessionId }))
    .sort((a, b) => Number(b.isThisOne) - Number(a.isThisOne));
}
