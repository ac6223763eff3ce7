import { amountAtStake, askedAbove, needsSecondFactor } from "../auth/second-factor/asked-above";
import { attemptWithCode, takeCode } from "../auth/second-factor/take-code";
import type { Actor } from "../db/governed-write";
import { inScope, inTenant, type Transaction } from "../db/tenant-transaction";
import { abort, type Failure, type Result, settle, succeed } from "../failures";
import { asksForCriticalRoles, criticalRolesApproved } from "../queries/critical-roles";
import { standInsOf } from "../queries/delegations";
import { contentOf, gateRequestOf, requestsByReference } from "../queries/request-row";
import { signaturePath } from "../queries/signature-path";
import { type Hand, handFor } from "../queries/signing-hand";
import { loadSituation } from "../queries/situation";
import { verdictGroup } from "../queries/verdict-group";
import { actingMember } from "./acting-member";
import type { OpenRequest } from "./open-request";
import { signedRolesOf } from "./record-decision";
import { signOne } from "./sign-request";
import { NOT_ENROLLED } from "./signing-factor";

export const MOST_AT_ONCE = 100;

export type SignManyInput = {
  requests: readonly { reference: string; revision: number }[];
  /** The verdict that they shared on the signer's screen (lib/queries/verdict-group.ts). */
  group: string;
  sawCycleId: string | null;
  delegationId?: string | null;
  code?: string | null;
};

export type SignedOne = {
  reference: string;
  /** APPROVED, PENDING (it waits for others), or STALE (the gate refused the signature). */
  status: string | null;
  /** Why it was not signed. */
  failure: Failure | null;
};

/**
 * Signs several requests whose verdict and rule are the same. If one of them differs, nothing is signed. The code, where
 * one is asked for, is taken once; then each request is decided and signed in a transaction of its own, and one that
 * has become something else by then is left out and told.
 */
export async function signRequests(
  actor: Actor,
  input: SignManyInput,
  at: Date,
): Promise<Result<{ signed: SignedOne[] }>> {
  const checked = await settle(() => refuseMixed(actor, input, at));
  if (!checked.ok) return checked;
  const { code, sawCycleId, delegationId } = input;
  const takesCode = checked.value.needsCode && code && actor.userId;
  if (takesCode) {
    const taken = await takeCodeForGroup(actor.userId ?? "", code, at);
    if (!taken.ok) return taken;
  }
  const signed: SignedOne[] = [];
  for (const { reference, revision } of input.requests) {
    const one = { reference, revision, sawCycleId, delegationId };
    const outcome = await settle(() =>
      signOne(actor, one, { takenForGroup: Boolean(takesCode) }, at, (open, hand) =>
        refuseOtherVerdict(open, hand, input.group),
      ),
    );
    signed.push({
      reference,
      status: outcome.ok ? outcome.value.status : null,
      failure: outcome.ok ? null : outcome.failure,
    });
  }
  return succeed({ signed });
}

function takeCodeForGroup(userId: string, code: string, at: Date): Promise<Result<unknown>> {
  return attemptWithCode(userId, () => inScope({ userId }, (tx) => takeCode(tx, userId, code, at)));
}

/**
 * Decides all of them as they stand, before anything is signed. Those that somebody has decided or changed meanwhile
 * are told one by one later; of the others, one with another verdict refuses them all.
 */
function refuseMixed(actor: Actor, input: SignManyInput, at: Date): Promise<{ needsCode: boolean }> {
  return inTenant(actor, async (tx) => {
    const { tenantId } = actor;
    const member = await actingMember(tx, actor, "request.sign");
    const references = input.requests.map(({ reference }) => reference);
    const rows = (await requestsByReference(tx, tenantId, references)).filter(
      ({ reference, revision, status }) =>
        status === "PENDING" &&
        input.requests.some((each) => each.reference === reference && each.revision === revision),
    );
    const present = await loadSituation(tx, tenantId);
    const counts = rows.some((row) => asksForCriticalRoles(contentOf(row)));
    const criticalRoles = counts ? await criticalRolesApproved(tx, tenantId, at) : 0;
    const standIns = await standInsOf(tx, { tenantId, userId: member.userId }, at);
    for (const row of rows) {
      const request = gateRequestOf(row, criticalRoles);
      const path = signaturePath(present.policy.compiled, present.situation, request);
      const hand = handFor(row, path, member, standIns);
      if (hand && verdictGroup(present, request, path, hand, signedRolesOf(row)) !== input.group)
        abort(
          "CONFLICT",
          "These requests do not share one verdict any more. Nothing was signed; reload the page.",
        );
    }
    const limit = await askedAbove(tx, tenantId);
    const needsCode = rows.some((row) => needsSecondFactor(limit, amountAtStake(row)));
    if (needsCode) await refuseWithoutFactor(tx, member.userId, input.code);
    return { needsCode };
  });
}

async function refuseWithoutFactor(tx: Transaction, userId: string, code: string | null | undefined) {
  const factor = await tx.userSecondFactor.findUnique({ where: { userId } });
  if (!factor || factor.confirmedAt === null) abort("SECOND_FACTOR", NOT_ENROLLED);
  if (!code) abort("INVALID_INPUT", undefined, { code: "Enter the code that your app shows now." });
}

/** Within the transaction that signs: what has become another verdict since is none of the group. */
function refuseOtherVerdict(open: OpenRequest, hand: Hand, group: string): void {
  const now = verdictGroup(open.present, open.gateRequest, open.path, hand, signedRolesOf(open.request));
  if (now !== group) abort("CONFLICT", "Its verdict is another one by now. Read it, and sign it by itself.");
}
