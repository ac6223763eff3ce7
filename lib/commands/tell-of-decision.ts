import type { GateDecision } from "../../kernel/enforcement";
import type { Actor } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import { awaitedPeople, signersOf } from "../queries/awaited-people";
import { dueOnOf, signingClock } from "../queries/days-to-sign";
import type { NoticeKind, NoticeWords } from "../queries/notice-words";
import { gateRequestOf, type RequestRow } from "../queries/request-row";
import { signaturePath } from "../queries/signature-path";
import type { PresentSituation } from "../queries/situation";
import type { DecisionAction } from "./record-decision";
import { tell } from "./tell";

export type DecisionMade = {
  request: RequestRow;
  present: PresentSituation;
  criticalRoles: number | null;
  action: DecisionAction;
  verdict: GateDecision;
  decisionId: string;
  at: Date;
};

/** Tells whose turn it is, and the requester what has come of it. It rides in the decision's own transaction. */
export async function tellOfDecision(tx: Transaction, actor: Actor, made: DecisionMade): Promise<void> {
  const { request, present, criticalRoles, action } = made;
  if (action === "SUBMIT" || action === "REEVALUATE") {
    const asked = gateRequestOf(request, criticalRoles ?? 0);
    const path = signaturePath(present.policy.compiled, present.situation, asked);
    if (path.isSignable) await tellSigners(tx, actor, made, path);
    if (action === "REEVALUATE")
      await tellRequester(tx, actor, made, path.isSignable ? "request_open_again" : "request_stale");
    return;
  }
  const kind = TOLD_TO_REQUESTER[action];
  if (kind) await tellRequester(tx, actor, made, kind);
}

const TOLD_TO_REQUESTER: Partial<Record<DecisionAction, NoticeKind>> = {
  SIGN: "request_signed",
  APPROVE: "request_approved",
  DENY: "request_denied",
  REFUSE: "request_stale",
};

async function tellSigners(
  tx: Transaction,
  actor: Actor,
  { request, decisionId, at }: DecisionMade,
  path: ReturnType<typeof signaturePath>,
): Promise<void> {
  const { tenantId, reference, title, requesterName } = request;
  const clock = await signingClock(tx, tenantId);
  const dueOn = dueOnOf(clock, request.submittedAt ?? at);
  const people = awaitedPeople(request, path, await signersOf(tx, tenantId, at));
  await tell(tx, actor, {
    kind: "signature_awaited",
    reference,
    cause: `awaited:${decisionId}`,
    people: people.map(({ userId, hand: { role, standsInFor } }) => ({
      userId,
      words: {
        title,
        role,
        dueOn,
        ...(requesterName !== null && { by: requesterName }),
        ...(standsInFor && { forName: standsInFor.delegatorName }),
      },
    })),
    at,
  });
}

async function tellRequester(
  tx: Transaction,
  actor: Actor,
  { request, verdict, action, decisionId, at }: DecisionMade,
  kind: NoticeKind,
): Promise<void> {
  const { reference, title, requestedBy } = request;
  // The newest signature is the one that this decision is about.
  const signature = request.signoffs.at(-1);
  const words: NoticeWords = { title, by: actor.name };
  if (kind === "request_signed" && signature) words.role = signature.role;
  if (action === "DENY" && signature?.reason) words.reason = signature.reason;
  if (kind === "request_stale") words.codes = [...verdict.reason_codes];
  await tell(tx, actor, {
    kind,
    reference,
    cause: `decision:${decisionId}`,
    people: [{ userId: requestedBy, words }],
    at,
  });
}
