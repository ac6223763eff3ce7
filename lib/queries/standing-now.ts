import { decideRequest, type GateDecision, type GateRequest } from "../../kernel/enforcement";
import type { RequestRow } from "./request-row";
import { type SignaturePath, signaturePath } from "./signature-path";
import type { PresentSituation } from "./situation";

/** What a gate says to an open request at this moment, beside what was last decided. */
export type StandingNow = {
  path: SignaturePath;
  /** The kernel's answer with the signatures that have been given. */
  verdict: GateDecision;
  status: "PENDING" | "BLOCKED" | "STALE";
  /** Whether that is something else than the newest decision on record says. */
  hasChanged: boolean;
};

/** Pure: the commands, the page and the re-decision after a cycle all ask here. */
export function standingNow(row: RequestRow, present: PresentSituation, request: GateRequest): StandingNow {
  const path = signaturePath(present.policy.compiled, present.situation, request);
  const verdict = decideRequest(present.policy.compiled, present.situation, request);
  const status = path.isSignable ? "PENDING" : row.status === "BLOCKED" ? "BLOCKED" : "STALE";
  // A refused signature left on record what the gate says even to the last signature.
  const isOnRecord = [verdict, path.signed].some((each) => saysTheSame(each, row.last));
  return { path, verdict, status, hasChanged: status !== row.status || !isOnRecord };
}

function saysTheSame(verdict: GateDecision, last: RequestRow["last"]): boolean {
  return (
    last !== null &&
    verdict.decision === last.decision &&
    sameItems(verdict.missing, last.missing) &&
    sameItems(verdict.reason_codes, last.reasonCodes)
  );
}

function sameItems(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((each) => others.includes(each));
}
