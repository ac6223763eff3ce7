import { OPTIMIZER_ROLE } from "../../auth/permissions";
import type { Actor } from "../../db/governed-write";
import type { Transaction } from "../../db/tenant-transaction";
import { abort } from "../../failures";
import { actingMember } from "../acting-member";

/**
 * Who may execute, revert and abort: people whose role allows it, checked as their membership stands now; and the
 * company's own jobs, API keys (their scope is checked at the door) and the kernel's own member, which add no consent
 * of their own: what needs a person has been signed by one before.
 */
export async function mayActOnActions(tx: Transaction, actor: Actor): Promise<void> {
  if (actor.userId === undefined) return;
  if (actor.role === OPTIMIZER_ROLE) {
    const member = await tx.membership.count({
      where: { tenantId: actor.tenantId, userId: actor.userId, role: OPTIMIZER_ROLE, endedAt: null },
    });
    if (member === 0) abort("FORBIDDEN", "You do not belong to this company.");
    return;
  }
  await actingMember(tx, actor, "revenue.act");
}
