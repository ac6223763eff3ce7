import type { GateId, Mode, ReasonCode } from "../../kernel/enforcement";
import { amountAtStake, askedAbove, needsSecondFactor } from "../auth/second-factor/asked-above";
import type { Transaction } from "../db/tenant-transaction";
import { asksForCriticalRoles, criticalRolesApproved } from "./critical-roles";
import { type StandIn, standInsOf } from "./delegations";
import { proposedActions } from "./proposed-action";
import { approvalsOf, contentOf, gateRequestOf, pendingRequests, type RequestRow } from "./request-row";
import { allowingRules, rolesAwaited, signaturePath } from "./signature-path";
import { handFor } from "./signing-hand";
import type { PresentSituation } from "./situation";
import { verdictGroup } from "./verdict-group";

export type AwaitedSignature = {
  reference: string;
  revision: number;
  title: string;
  gateId: GateId;
  amountUsd: number | null;
  /** What it commits in twelve months; null where it states no amount. */
  yearlyUsd: number | null;
  requesterName: string;
  /** The action that it is for, where the Revenue OS kernel asks. */
  actionId: string | null;
  submittedAt: Date;
  /** Roles that have signed, and roles still awaited. */
  signedRoles: string[];
  awaits: string[];
  /** Whether any one of those awaited completes it. */
  oneIsEnough: boolean;
  /** The role that this person would sign as, and for whom if it is not their own; null where nothing can be signed. */
  hand: { role: string; delegationId: string | null; forName: string | null } | null;
  /** The same for all that may be signed together; null where nothing can be signed, or nobody asked. */
  group: string | null;
  /** The rules that allow it, where somebody asked. */
  rules: string[];
  needsCode: boolean;
  /** False when the gate would refuse the signature by now, with the codes that say why. */
  isSignable: boolean;
  reasonCodes: ReasonCode[];
  missing: string[];
};

type Person = { tenantId: string; userId: string; role: string };

// More than this waits for nobody in a healthy company; the queue says when it is cut.
export const MOST_LOOKED_AT = 2_000;
const DAY = 86_400_000;

export type ApprovalQueue = {
  items: AwaitedSignature[];
  isCut: boolean;
  /** For whom this person may sign today. */
  standIns: StandIn[];
};

export type Basis = { mode: Mode; cycleId: string | null; cycleKey: string | null };

/** What the whole queue rests on; a signer says with it what stood on the screen. */
export function basisOf({ situation, cycle }: PresentSituation): Basis {
  return { mode: situation.mode, cycleId: cycle?.id ?? null, cycleKey: cycle?.cycleKey ?? null };
}

/**
 * What waits for this person's role, or for a role that somebody delegated to them, and is not their own, on the states
 * of this moment: the day that has waited longest first, and within a day the costliest first. Grouped, each is also
 * explained, which a mere count does without.
 */
export async function approvalQueue(
  tx: Transaction,
  person: Person,
  present: PresentSituation,
  at: Date,
  { grouped = false }: { grouped?: boolean } = {},
): Promise<ApprovalQueue> {
  const rows = await pendingRequests(tx, person, MOST_LOOKED_AT + 1);
  const counts = rows.some((row) => asksForCriticalRoles(contentOf(row)));
  const ground: Ground = {
    person,
    present,
    grouped,
    standIns: await standInsOf(tx, person, at),
    limit: await askedAbove(tx, person.tenantId),
    criticalRoles: counts ? await criticalRolesApproved(tx, person.tenantId, at) : 0,
    actions: await proposedActions(
      tx,
      person.tenantId,
      rows.map(({ id }) => id),
    ),
  };
  const items = rows.slice(0, MOST_LOOKED_AT).flatMap((row) => awaitedSignature(row, ground) ?? []);
  return {
    items: items.sort(oldestThenCostliest),
    isCut: rows.length > MOST_LOOKED_AT,
    standIns: ground.standIns,
  };
}

type Ground = {
  person: Person;
  present: PresentSituation;
  grouped: boolean;
  standIns: StandIn[];
  limit: number | null;
  criticalRoles: number;
  actions: ReadonlyMap<string, string>;
};

function awaitedSignature(row: RequestRow, ground: Ground): AwaitedSignature | null {
  const { person, present, grouped, standIns, limit, criticalRoles, actions } = ground;
  const { compiled } = present.policy;
  const request = gateRequestOf(row, criticalRoles);
  const path = signaturePath(compiled, present.situation, request);
  const signedRoles = approvalsOf(row).map(({ role }) => role);
  const hand = path.isSignable ? handFor(row, path, person, standIns) : null;
  // What has become forbidden waits for nobody's signature; those who could have signed should still know.
  const roles = [person.role, ...standIns.map(({ role }) => role)];
  const couldHave = compiled.gates[path.unsigned.gate_id].approvers.some((role) => roles.includes(role));
  if (path.isSignable ? hand === null : !couldHave) return null;
  const yearlyUsd = amountAtStake(row);
  return {
    reference: row.reference,
    revision: row.revision,
    title: row.title,
    gateId: path.unsigned.gate_id,
    amountUsd: row.amountUsd,
    yearlyUsd,
    requesterName: row.requesterName ?? "Somebody",
    actionId: actions.get(row.id) ?? null,
    submittedAt: row.submittedAt ?? row.createdAt,
    signedRoles,
    awaits: path.isSignable ? rolesAwaited(path, signedRoles) : [],
    oneIsEnough: path.requiredRoles.length === 0,
    hand: hand && {
      role: hand.role,
      delegationId: hand.standsInFor?.delegationId ?? null,
      forName: hand.standsInFor?.delegatorName ?? null,
    },
    group: grouped && hand ? verdictGroup(present, request, path, hand, signedRoles) : null,
    rules: grouped && hand ? allowingRules(compiled, present.situation, request, path) : [],
    needsCode: needsSecondFactor(limit, yearlyUsd),
    isSignable: path.isSignable,
    reasonCodes: path.signed.reason_codes,
    missing: path.signed.missing,
  };
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
