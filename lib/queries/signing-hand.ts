import type { StandIn } from "./delegations";
import { approvalsOf, type RequestRow } from "./request-row";
import { rolesAwaited, type SignaturePath } from "./signature-path";

/** As what somebody signs: in their own role, or for somebody whom they stand in for. */
export type Hand = { role: string; standsInFor: StandIn | null };

type Signer = { userId: string; role: string };

/**
 * The hand with which a person may sign a request: their own wherever their own role is awaited, and that of whoever
 * they stand in for only elsewhere. So the stand-in of the CFO who is CEO signs as CEO, and the CFO's signature stays
 * somebody else's to give. Null when this person has nothing to sign here.
 */
export function handFor(
  row: RequestRow,
  path: SignaturePath,
  signer: Signer,
  standIns: readonly StandIn[],
): Hand | null {
  if (row.requestedBy === signer.userId) return null;
  const approvals = approvalsOf(row);
  const awaited = rolesAwaited(
    path,
    approvals.map(({ role }) => role),
  );
  const mine = approvals.find(({ signedBy }) => signedBy === signer.userId);
  // Who has signed may confirm what lacks nothing any more, in the role they signed in.
  if (mine) {
    const standsInFor = standIns.find(({ delegationId }) => delegationId === mine.delegationId) ?? null;
    return awaited.length === 0 ? { role: mine.role, standsInFor } : null;
  }
  if (approvals.some(({ onBehalfOf }) => onBehalfOf === signer.userId)) return null;
  if (awaited.includes(signer.role)) return { role: signer.role, standsInFor: null };
  const standsInFor = standIns.find(
    (each) => awaited.includes(each.role) && whyNotFor(row, signer.userId, each) === null,
  );
  return standsInFor ? { role: standsInFor.role, standsInFor } : null;
}

/**
 * Why a person may not sign this request for another, whatever the delegation says; null when they may. Four eyes are
 * counted in people: whoever signed, and whoever was signed for, fills no second role of the request.
 */
export function whyNotFor(
  row: RequestRow,
  userId: string,
  { delegatorId, delegatorName, role }: Pick<StandIn, "delegatorId" | "delegatorName" | "role">,
): string | null {
  if (row.requestedBy === delegatorId)
    return `${delegatorName} asked for this, and nobody signs their own request, not with another's hand either.`;
  const people = new Set(
    approvalsOf(row).flatMap(({ signedBy, onBehalfOf }) =>
      onBehalfOf ? [signedBy, onBehalfOf] : [signedBy],
    ),
  );
  if (people.has(delegatorId))
    return `${delegatorName} has a signature on this request already, so nobody signs it for them as ${role}.`;
  if (people.has(userId))
    return "You have a part in a signature on this request already; one person fills one role.";
  return null;
}
