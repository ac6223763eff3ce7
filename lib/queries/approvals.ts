import type { GateId, ReasonCode } from "../../kernel/enforcement";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { type Result, settle } from "../failures";
import { asksForCriticalRoles, criticalRolesApproved } from "./critical-roles";
import { type OpenProposal, openProposal } from "./policy-proposal";
import { proposedActions } from "./proposed-action";
import { approvalsOf, contentOf, gateRequestOf, pendingRequests } from "./request-row";
import { rolesAwaited, signaturePath } from "./signature-path";
import { loadSituation, type PresentSituation } from "./situation";

export type AwaitedSignature = {
  reference: string;
  title: string;
  gateId: GateId;
  amountUsd: number | null;
  requesterName: string;
  /** The action that it is for, where the Revenue OS kernel asks. */
  actionId: string | null;
  submittedAt: Date;
  /** Roles that have signed, and roles still awaited. */
  signedRoles: string[];
  awaits: string[];
  /** False when the gate would refuse the signature by now, with the codes that say why. */
  isSignable: boolean;
  reasonCodes: ReasonCode[];
  missing: string[];
};

type Person = { tenantId: string; userId: string; role: string };

// More than this waits for nobody in a healthy company; the queue says when it is cut.
const MOST = 500;
const DAY = 86_400_000;

export type ApprovalQueue = { items: AwaitedSignature[]; isCut: boolean };
export type Approvals = ApprovalQueue & { proposal: OpenProposal | null };

export function loadApprovals(person: Person, at: Date): Promise<Result<Approvals>> {
  return settle(() =>
    inTenant(person, async (tx) => {
      const present = await loadSituation(tx, person.tenantId);
      const queue = await approvalQueue(tx, person, present, at);
      return { ...queue, proposal: await openProposal(tx, person) };
    }),
  );
}

/**
 * What waits for this person's role and is not their own, on the states of this moment: the day that has
 * waited longest first, and within a day the costliest first.
 */
export async function approvalQueue(
  tx: Transaction,
  person: Person,
  present: PresentSituation,
  at: Date,
): Promise<ApprovalQueue> {
  const rows = await pendingRequests(tx, person, MOST + 1);
  const counts = rows.some((row) => asksForCriticalRoles(contentOf(row)));
  const criticalRoles = counts ? await criticalRolesApproved(tx, person.tenantId, at) : 0;
  const actions = await proposedActions(
    tx,
    person.tenantId,
    rows.map(({ id }) => id),
  );
  const items = rows.slice(0, MOST).flatMap((row) => {
    const path = signaturePath(present.policy.compiled, present.situation, gateRequestOf(row, criticalRoles));
    const approvals = approvalsOf(row);
    const signedRoles = approvals.map(({ role }) => role);
    const awaits = rolesAwaited(path, signedRoles);
    const mayConfirm = awaits.length === 0 && approvals.some(({ signedBy }) => signedBy === person.userId);
    const isForMe = awaits.includes(person.role) || mayConfirm;
    const approvers = present.policy.compiled.gates[path.unsigned.gate_id].approvers;
    // What has become forbidden waits for nobody's signature; those who could have signed should still know.
    if (path.isSignable ? !isForMe : !approvers.includes(person.role)) return [];
    return [
      {
        reference: row.reference,
        title: row.title,
        gateId: path.unsigned.gate_id,
        amountUsd: row.amountUsd,
        requesterName: row.requesterName ?? "Somebody",
        actionId: actions.get(row.id) ?? null,
        submittedAt: row.submittedAt ?? row.createdAt,
        signedRoles,
        awaits: path.isSignable ? awaits : [],
        isSignable: path.isSignable,
        reasonCodes: path.signed.reason_codes,
        missing: path.signed.missing,
      },
    ];
  });
  return { items: items.sort(oldestThenCostliest), isCut: rows.length > MOST };
}

function oldestThenCostliest(one: AwaitedSignature, other: AwaitedSignature): number {
  const day = (item: AwaitedSignature) => Math.floor(item.submittedAt.getTime() / DAY);
  return (
    Number(other.isSignable) - Number(one.isSignable) ||
    day(one) - day(other) ||
    (other.amountUsd ?? -1) - (one.amountUsd ?? -1) ||
    one.submittedAt.getTime() - other.submittedAt.getTime()
  );
}
