import { inScope } from "../db/tenant-transaction";
import type { SessionToken } from "./session-token";

/** Ends one session of a person; the cookie that names it opens nothing from this moment on. */
export function endSession({ userId, sessionId }: SessionToken, at: Date): Promise<number> {
  return inScope({ userId }, async (tx) => {
    const ended = await tx.userSession.updateMany({
      where: { userId, id: sessionId, revokedAt: null },
      data: { revokedAt: at },
    });
    return ended.count;
  });
}

/** Ends all sessions of a person, or all but the one that asks. */
export function endSessions(userId: string, at: Date, exceptSessionId?: string): Promise<number> {
  return inScope({ userId }, async (tx) => {
    const ended = await tx.userSession.updateMany({
      where: { userId, revokedAt: null, ...(exceptSessionId && { id: { not: exceptSessionId } }) },
      data: { revokedAt: at },
    });
    return ended.count;
  });
}
