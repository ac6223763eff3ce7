import type { Actor } from "../db/governed-write";
import { inTenant } from "../db/tenant-transaction";
import { settle } from "../failures";
import { awaitedPeople, signersOf } from "../queries/awaited-people";
import { criticalRolesApproved } from "../queries/critical-roles";
import { isoDate } from "../queries/cycle-calendar";
import { dueOnOf, isOverdue, signingClock } from "../queries/days-to-sign";
import { gateRequestOf, openRequests } from "../queries/request-row";
import { signaturePath } from "../queries/signature-path";
import { loadSituation } from "../queries/situation";
import { tell } from "./tell";

/** Reminders come in the morning (UTC), not in the first hour of the day. */
const FROM_HOUR = 6;

/**
 * Reminds those whose signature is overdue, and whoever stands in for them: once a day for each request, however often
 * it runs. A request that its gate would refuse by now waits for nobody.
 */
export async function remindSigners(tenantId: string, at: Date): Promise<number> {
  if (at.getUTCHours() < FROM_HOUR) return 0;
  const actor: Actor = { tenantId, name: "system", role: "system" };
  // Without a policy that can be trusted nothing can be signed, and nobody is pressed to.
  const result = await settle(() =>
    inTenant({ tenantId }, async (tx) => {
      const clock = await signingClock(tx, tenantId);
      const overdue = (await openRequests(tx, tenantId)).filter(
        ({ status, submittedAt }) =>
          status === "PENDING" && submittedAt !== null && isOverdue(dueOnOf(clock, submittedAt), at),
      );
      if (overdue.length === 0) return 0;
      const { policy, situation } = await loadSituation(tx, tenantId);
      const criticalRoles = await criticalRolesApproved(tx, tenantId, at);
      const signers = await signersOf(tx, tenantId, at);
      let told = 0;
      for (const row of overdue) {
        const path = signaturePath(policy.compiled, situation, gateRequestOf(row, criticalRoles));
        const dueOn = dueOnOf(clock, row.submittedAt ?? at);
        told += await tell(tx, actor, {
          kind: "signature_overdue",
          reference: row.reference,
          cause: `overdue:${row.reference}:${row.revision}:${isoDate(at)}`,
          people: awaitedPeople(row, path, signers).map(({ userId, hand: { role, standsInFor } }) => ({
            userId,
            words: {
              title: row.title,
              role,
              dueOn,
              ...(row.requesterName !== null && { by: row.requesterName }),
              ...(standsInFor && { forName: standsInFor.delegatorName }),
            },
          })),
          at,
        });
      }
      return told;
    }),
  );
  return result.ok ? result.value : 0;
}
