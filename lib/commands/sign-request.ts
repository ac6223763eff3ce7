import { decideRequest } from "../../kernel/enforcement";
import { attemptWithCode } from "../auth/second-factor/take-code";
import { type Actor, type GovernedTransaction, governedWrite } from "../db/governed-write";
import { abort, type Result, settle } from "../failures";
import { approvalsOf, findRequest, gateRequestOf } from "../queries/request-row";
import { rolesAwaited } from "../queries/signature-path";
import type { Hand } from "../queries/signing-hand";
import { type ActingMember, actingMember } from "./acting-member";
import { actionFollows } from "./follow-action-request";
import { type OpenRequest, openRequest, statesSeen } from "./open-request";
import { rationaleOf, recordDecision, signedRolesOf } from "./record-decision";
import { factorAtSigning, type GivenFactor } from "./signing-factor";
import { handColumns, signerWords, signingHand } from "./signing-hand";
import { type RequestOutcome, standing } from "./submit-request";

export type SignInput = {
  reference: string;
  /** The revision the signer was looking at. */
  revision: number;
  /** The cycle whose states stood on the signer's screen; the newest when left out. */
  sawCycleId?: string | null;
  /** The delegation by which the person signs for another; their own role when left out. */
  delegationId?: string | null;
  /** A one-time or recovery code, where the company asks for one. */
  code?: string | null;
};

/**
 * Signs for the role that the person holds, or for somebody who delegated theirs. The gate decides again inside the
 * transaction, on the states of that moment and with this signature: what has become forbidden takes no signature,
 * and the request goes STALE; what then lacks nothing is approved.
 */
export function signRequest(actor: Actor, input: SignInput, at: Date): Promise<Result<RequestOutcome>> {
  const { code } = input;
  let isTaken = false;
  const onTaken = () => {
    isTaken = true;
  };
  const sign = () => signOne(actor, input, { code, onTaken }, at);
  return code && actor.userId ? attemptWithCode(actor.userId, sign, () => isTaken) : settle(sign);
}

/**
 * One signature in one transaction. `check` sees the request as it stands there, before anything is signed; signing a
 * group refuses with it what has become another verdict than the group's.
 */
export function signOne(
  actor: Actor,
  input: SignInput,
  factor: GivenFactor,
  at: Date,
  check: (open: OpenRequest, hand: Hand) => void = () => undefined,
): Promise<RequestOutcome> {
  return governedWrite(actor, async (governed) => {
    const { tx } = governed;
    const member = await actingMember(tx, actor, "request.sign");
    const open = await openRequest(tx, actor.tenantId, input.reference, at);
    refuseWrongSigner(open, member, input.revision);
    if (!wentStaleUnderTheirEyes(open)) refuseWrongStatus(open);
    const hand = await signingHand(tx, open, member, input.delegationId, at);
    check(open, hand);
    if (!open.path.isSignable) return refuseSignature(governed, actor, open, { hand, member }, at);
    const hasSigned = approvalsOf(open.request).some((each) => each.signedBy === member.userId);
    refuseWrongRole(open, hand, hasSigned);
    const secondFactor = await factorAtSigning(tx, open.request, member.userId, factor, at);
    if (!hasSigned) await storeSignature(governed, open, { member, hand, secondFactor, input, at });
    return decideSigned(governed, actor, open, signerWords(hand, member), at);
  });
}

/** Everything that keeps a person from signing this request, whatever its gate says. */
export function refuseWrongSigner(
  { request }: OpenRequest,
  { userId }: ActingMember,
  revision: number,
): void {
  if (request.requestedBy === userId) abort("FORBIDDEN", "Nobody signs their own request.");
  if (request.revision !== revision)
    abort("CONFLICT", "The request has been changed since you opened it. Read it again before you sign.");
}

export function refuseWrongStatus({ request }: OpenRequest): void {
  if (request.status !== "PENDING")
    abort("CONFLICT", `The request is not up for signature: it is ${request.status.toLowerCase()}.`);
}

/**
 * A cycle may have made the request stale while it stood on somebody's screen. Their signature is refused with
 * its reason and on record, as if it had come before the cycle's own decision; a second try is not recorded.
 */
function wentStaleUnderTheirEyes({ request, path }: OpenRequest): boolean {
  return request.status === "STALE" && request.last?.action === "REEVALUATE" && !path.isSignable;
}

/**
 * A role signs only where it is awaited. Who has signed may confirm a request that now lacks nothing, which
 * happens when a later cycle asks for fewer signatures; that adds no second signature.
 */
function refuseWrongRole({ request, path }: OpenRequest, { role }: Hand, hasSigned: boolean): void {
  const awaited = rolesAwaited(path, signedRolesOf(request));
  if (hasSigned ? awaited.length === 0 : awaited.includes(role)) return;
  if (hasSigned) abort("CONFLICT", "You have signed this request; it waits for somebody else.");
  if (signedRolesOf(request).includes(role)) abort("CONFLICT", `Somebody has signed as ${role} already.`);
  abort("FORBIDDEN", `This request waits for ${awaited.join(", ")}; you sign as ${role}.`);
}

async function storeSignature(
  { tx }: GovernedTransaction,
  open: OpenRequest,
  {
    member: { userId },
    hand,
    secondFactor,
    input: { sawCycleId },
    at,
  }: { member: ActingMember; hand: Hand; secondFactor: string | null; input: SignInput; at: Date },
): Promise<void> {
  const { tenantId, id: requestId, revision } = open.request;
  await tx.signoff.create({
    data: {
      tenantId,
      requestId,
      revision,
      ...handColumns(hand),
      signedBy: userId,
      secondFactor,
      verdict: "APPROVE",
      sawStates: await statesSeen(tx, tenantId, open, sawCycleId),
      signedAt: at,
    },
  });
}

async function decideSigned(
  governed: GovernedTransaction,
  actor: Actor,
  { present, path, criticalRoles, request: { tenantId, id, reference } }: OpenRequest,
  signer: string,
  at: Date,
): Promise<RequestOutcome> {
  const { tx } = governed;
  const request = await findRequest(tx, tenantId, reference);
  if (!request) throw new Error(`request ${reference} is locked and still there`);
  const signed = gateRequestOf(request, criticalRoles ?? 0);
  const verdict = decideRequest(present.policy.compiled, present.situation, signed);
  const awaits = rolesAwaited(path, signedRolesOf(request));
  const isApproved = awaits.length === 0 && verdict.decision === "ALLOWED";
  if (awaits.length === 0 && !isApproved)
    throw new Error(`${reference} has every signature and is still ${verdict.blocked_by.join(", ")}`);
  const { decisionId, logSeq } = await recordDecision(governed, actor, {
    request,
    present,
    criticalRoles,
    action: isApproved ? "APPROVE" : "SIGN",
    verdict,
    title: `${reference} signed by ${signer}: ${isApproved ? "approved" : standing(path, signedRolesOf(request))}`,
    rationale: rationaleOf(verdict),
    at,
  });
  const status = isApproved ? "APPROVED" : "PENDING";
  await tx.request.update({
    where: { tenantId_id: { tenantId, id } },
    data: {
      status,
      lastDecisionId: decisionId,
      updatedAt: at,
      ...(isApproved && { finalDecisionId: decisionId, decidedAt: at }),
    },
  });
  if (isApproved) await actionFollows(governed, actor, request, present, { status: "APPROVED" }, at);
  return { reference, status, decision: verdict, awaits, logSeq };
}

async function refuseSignature(
  governed: GovernedTransaction,
  actor: Actor,
  { request, present, path, criticalRoles }: OpenRequest,
  { hand: { role, standsInFor }, member }: { hand: Hand; member: ActingMember },
  at: Date,
): Promise<RequestOutcome> {
  const { reference, tenantId, id } = request;
  const by = standsInFor ? ` by ${member.name}` : "";
  const { decisionId, logSeq } = await recordDecision(governed, actor, {
    request,
    present,
    criticalRoles,
    action: "REFUSE",
    verdict: path.signed,
    title: `${reference}: the ${role}'s signature${by} was refused, the gate no longer allows it`,
    rationale: rationaleOf(path.signed, "What was signable when it was submitted no longer is."),
    at,
  });
  await governed.tx.request.update({
    where: { tenantId_id: { tenantId, id } },
    data: { status: "STALE", lastDecisionId: decisionId, updatedAt: at },
  });
  return { reference, status: "STALE", decision: path.signed, awaits: [], logSeq };
}
