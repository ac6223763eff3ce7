import { inTenant } from "../db/tenant-transaction";
import { dueOnOf, isOverdue, signingClock } from "./days-to-sign";

export type RequestDue = { dueOn: string; isOverdue: boolean };

/** By when a request is to be signed; null for one that does not wait for signatures. */
export async function loadDue(
  person: { tenantId: string; userId: string },
  request: { status: string; submittedAt: Date | null },
  at: Date,
): Promise<RequestDue | null> {
  const { status, submittedAt } = request;
  if (status !== "PENDING" || submittedAt === null) return null;
  return inTenant(person, async (tx) => {
    const dueOn = dueOnOf(await signingClock(tx, person.tenantId), submittedAt);
    return { dueOn, isOverdue: isOverdue(dueOn, at) };
  });
}
