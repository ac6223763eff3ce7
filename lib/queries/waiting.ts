import type { Transaction } from "../db/tenant-transaction";
import { signaturesWaiting } from "./inbox";
import { type OpenProposal, openProposal } from "./policy-proposal";
import type { PresentSituation } from "./situation";

export type OwnRequest = {
  reference: string;
  title: string;
  gateId: string;
  status: string;
  updatedAt: Date;
};

/** What waits for one person: signatures of theirs, and their own requests that they can move. */
export type Waiting = {
  approvals: number;
  /** The proposed version of the policy, where it waits for this person's signature. */
  policy: Pick<OpenProposal, "id" | "version"> | null;
  drafts: number;
  blocked: number;
  /** The newest few of the drafts and of what came back. */
  requests: OwnRequest[];
};

/** Who looks, and in which company. */
export type Person = { tenantId: string; userId: string; role: string };

const SHOWN = 5;
const MOVABLE = ["DRAFT", "BLOCKED", "STALE"];

export async function waitingFor(
  tx: Transaction,
  person: Person,
  present: PresentSituation,
  at: Date,
): Promise<Waiting> {
  const where = { tenantId: person.tenantId, requestedBy: person.userId, status: { in: MOVABLE } };
  const counts = await tx.request.groupBy({ by: ["status"], where, _count: true });
  const requests = await tx.request.findMany({
    where,
    orderBy: { updatedAt: "desc" },
    take: SHOWN,
    select: { reference: true, title: true, gateId: true, status: true, updatedAt: true },
  });
  const proposal = await openProposal(tx, person);
  const drafts = counts.find(({ status }) => status === "DRAFT")?._count ?? 0;
  const movable = counts.reduce((sum, { _count }) => sum + _count, 0);
  return {
    approvals: await approvalsWaiting(tx, person, present, at),
    policy: proposal?.waitsForYou ? { id: proposal.id, version: proposal.version } : null,
    drafts,
    blocked: movable - drafts,
    requests,
  };
}

/**
 * How many signatures the inbox asks this person for. It is the inbox that is counted: a second rule for the same
 * thing would one day say something else.
 */
export function approvalsWaiting(
  tx: Transaction,
  person: Person,
  present: PresentSituation,
  at: Date,
): Promise<number> {
  return signaturesWaiting({ tx, person, present, at });
}
