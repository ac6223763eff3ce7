import type { Actor } from "../db/governed-write";
import { inTenant } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { CONFIG_KEYS } from "../queries/spine-vocabulary";
import { actingMember } from "./acting-member";

/** Puts the list of first steps away for the whole company. Until a cycle has closed it is the only thing to do. */
export function dismissGettingStarted(actor: Actor, at: Date): Promise<Result<{ at: Date }>> {
  return settle(() =>
    inTenant(actor, async (tx) => {
      const { tenantId } = actor;
      const { userId } = await actingMember(tx, actor, "start.dismiss");
      const closed = await tx.evaluationCycle.findFirst({
        where: { tenantId, status: "CLOSED" },
        select: { id: true },
      });
      if (closed === null)
        return abort("NO_CLOSED_CYCLE", "The list stays until the first cycle has closed.");
      const key = CONFIG_KEYS.gettingStartedDismissed;
      const value = { by: actor.name };
      await tx.optimizerConfig.upsert({
        where: { tenantId_key: { tenantId, key } },
        create: { tenantId, key, value, updatedAt: at, updatedBy: userId },
        update: { value, updatedAt: at, updatedBy: userId },
      });
      return { at };
    }),
  );
}
