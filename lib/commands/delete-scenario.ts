import * as z from "zod";
import type { Actor } from "../db/governed-write";
import { inTenant } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { actingMember } from "./acting-member";

export const deleteScenarioInput = z.strictObject({ id: z.guid() });

/** An author deletes an own scenario, the CFO any. */
export function deleteScenario(
  actor: Actor,
  { id }: z.output<typeof deleteScenarioInput>,
): Promise<Result<{ id: string }>> {
  return settle(() =>
    inTenant(actor, async (tx) => {
      const member = await actingMember(tx, actor, "scenario.write");
      const { tenantId } = actor;
      const scenario = await tx.whatIfScenario.findUnique({
        where: { tenantId_id: { tenantId, id } },
        select: { createdBy: true },
      });
      if (scenario === null) return abort("NOT_FOUND");
      if (scenario.createdBy !== member.userId && member.role !== "CFO")
        return abort("FORBIDDEN", "Its author or the CFO may delete a scenario.");
      await tx.whatIfScenario.delete({ where: { tenantId_id: { tenantId, id } } });
      return { id };
    }),
  );
}
