import { dayInWords } from "../day-words";
import type { Transaction } from "../db/tenant-transaction";
import { abort } from "../failures";
import { isoDate } from "../queries/cycle-calendar";
import type { StandIn } from "../queries/delegations";
import { approvalsOf } from "../queries/request-row";
import { rolesAwaited } from "../queries/signature-path";
import { type Hand, whyNotFor } from "../queries/signing-hand";
import type { ActingMember } from "./acting-member";
import type { OpenRequest } from "./open-request";

/**
 * As what the person signs: in their own role, or, when they name a delegation, for the person who delegated. The
 * delegation is held until the transaction ends, so that one that is taken back at this moment either came first and
 * counts, or is refused here; the database judges it again.
 */
export async function signingHand(
  tx: Transaction,
  open: OpenRequest,
  member: ActingMember,
  delegationId: string | null | undefined,
  at: Date,
): Promise<Hand> {
  if (!delegationId) {
    refuseSignedFor(open, member);
    return { role: member.role, standsInFor: null };
  }
  const standIn = await heldDelegation(tx, open.request.tenantId, member, delegationId, at);
  const wrong = whyNotFor(open.request, member.userId, standIn);
  const hasSigned = approvalsOf(open.request).some(({ signedBy }) => signedBy === member.userId);
  if (wrong !== null && !hasSigned) return abort("FORBIDDEN", wrong);
  if (!hasSigned && open.path.isSignable && awaitsOwn(open, member))
    return abort("CONFLICT", `This request waits for your own role: sign it as ${member.role}.`);
  return { role: standIn.role, standsInFor: standIn };
}

/** Whoever was signed for has a part in the request already, in whatever role they hold by now. */
function refuseSignedFor({ request }: OpenRequest, { userId }: ActingMember): void {
  if (approvalsOf(request).some(({ onBehalfOf }) => onBehalfOf === userId))
    abort("CONFLICT", "Somebody has signed this request for you, and one person fills one role.");
}

function awaitsOwn({ request, path }: OpenRequest, { role }: ActingMember): boolean {
  const signed = approvalsOf(request).map((each) => each.role);
  return rolesAwaited(path, signed).includes(role);
}

type Held = StandIn & {
  fromOn: string;
  createdAt: Date;
  endedAt: Date | null;
  isHeldByBoth: boolean;
};

async function heldDelegation(
  tx: Transaction,
  tenantId: string,
  { userId }: ActingMember,
  delegationId: string,
  at: Date,
): Promise<StandIn> {
  const [held] = await tx.$queryRaw<Held[]>`
    select d.id as "delegationId", d.role, d.delegator as "delegatorId", u.name as "delegatorName",
      d.from_on::text as "fromOn", d.until_on::text as "untilOn", d.created_at as "createdAt", d.ended_at as "endedAt",
      d.lapsed_at is null and u.disabled_at is null and exists (
        select from memberships m where m.tenant_id = d.tenant_id and m.user_id = d.delegator and m.role = d.role
          and m.ended_at is null) as "isHeldByBoth"
    from signing_delegations d join users u on u.id = d.delegator
    where d.tenant_id = ${tenantId}::uuid and d.id = ${delegationId}::uuid and d.delegate = ${userId}::uuid
    for share of d`;
  if (!held) return abort("FORBIDDEN", "Nobody has delegated this signature to you.");
  const { delegatorName: name, role, fromOn, untilOn } = held;
  if (held.endedAt !== null)
    return abort("CONFLICT", `The delegation of ${name} has been ended. You no longer sign for them.`);
  if (!held.isHeldByBoth)
    return abort(
      "CONFLICT",
      `The delegation of ${name} no longer holds: one of you has another role now, has left, or has a disabled account.`,
    );
  const today = isoDate(at);
  if (today < fromOn || at < held.createdAt)
    return abort("FORBIDDEN", `You sign for the ${role} from ${dayInWords(fromOn)} on (UTC), not before.`);
  if (today > untilOn)
    return abort(
      "FORBIDDEN",
      `You signed for the ${role} until ${dayInWords(untilOn)} (UTC); that time is over.`,
    );
  return held;
}

/** "the CFO", or "Rajesh for the CFO Naledi", as the log says who signed. */
export function signerWords({ role, standsInFor }: Hand, { name }: Pick<ActingMember, "name">): string {
  return standsInFor ? `${name} for the ${role} ${standsInFor.delegatorName}` : `the ${role}`;
}

/** What a signature in this hand holds beside the signer. */
export function handColumns({ role, standsInFor }: Hand) {
  return {
    role,
    onBehalfOf: standsInFor?.delegatorId ?? null,
    delegationId: standsInFor?.delegationId ?? null,
  };
}
