import { randomUUID } from "node:crypto";
import { OPTIMIZER_ROLE } from "../auth/permissions";
import { type Actor, governedWrite } from "../db/governed-write";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { accessChange } from "./access-change";

export const OPTIMIZER_NAME = "Revenue OS kernel";

export type OptimizerActor = Actor & { userId: string };

/**
 * The member through which the kernel asks at the company's gates. It is made when it is first needed: a user
 * whom no password opens and who is disabled from the start, so that nobody can be it. It signs nothing, which
 * the database holds to as well; people are asked to sign what it asks for.
 * @param seen the member where the caller has just found it: nobody looks for it again.
 */
export async function optimizerActor(
  tenantId: string,
  at: Date,
  seen: string | null = null,
): Promise<OptimizerActor> {
  const known = seen ?? (await inTenant({ tenantId }, (tx) => findOptimizer(tx, tenantId)));
  return actorFor(tenantId, known ?? (await addOptimizer(tenantId, at)));
}

export async function findOptimizer(tx: Transaction, tenantId: string): Promise<string | null> {
  const member = await tx.membership.findFirst({
    where: { tenantId, role: OPTIMIZER_ROLE },
    select: { userId: true },
  });
  return member?.userId ?? null;
}

const actorFor = (tenantId: string, userId: string): OptimizerActor => ({
  tenantId,
  userId,
  name: OPTIMIZER_NAME,
  role: OPTIMIZER_ROLE,
});

/** Two cycles that begin at once would both find nobody: the second waits here and then finds the first one's. */
async function addOptimizer(tenantId: string, at: Date): Promise<string> {
  const joined = new JoinedMeanwhile();
  try {
    return await governedWrite(systemOf(tenantId), async ({ tx, append }) => {
      await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`optimizer:${tenantId}`}, 0))::text`;
      joined.userId = await findOptimizer(tx, tenantId);
      if (joined.userId !== null) throw joined;
      const userId = randomUUID();
      // No address and no hash that sign-in could be given: neither is one that a form takes.
      await tx.$executeRaw`
        insert into users (id, email, name, password_hash, created_at, disabled_at)
        values (${userId}::uuid, ${`service:${userId}`}, ${OPTIMIZER_NAME}, 'no password', ${at}, ${at})`;
      await tx.membership.create({ data: { tenantId, userId, role: OPTIMIZER_ROLE, createdAt: at } });
      await append([
        await accessChange(tx, tenantId, at, `${OPTIMIZER_NAME} may ask at the gates`, {
          step: "JOINED",
          user_id: userId,
          role: OPTIMIZER_ROLE,
        }),
      ]);
      return userId;
    });
  } catch (error) {
    if (error === joined && joined.userId !== null) return joined.userId;
    throw error;
  }
}

const systemOf = (tenantId: string): Actor => ({ tenantId, name: "system", role: "system" });

/** Ends the transaction of the slower of two: a governed write without an entry of the log would be a bug. */
class JoinedMeanwhile extends Error {
  userId: string | null = null;
}
