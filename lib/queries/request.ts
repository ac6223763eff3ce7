import * as z from "zod";
import {
  type CompiledPolicy,
  type Explanation,
  explainDecision,
  type GateId,
  MODES,
  type Mode,
  TRIGGER_STATES,
  type TriggerState,
  triggerShortId,
} from "../../kernel/enforcement";
import { amountAtStake, askedAbove, needsSecondFactor } from "../auth/second-factor/asked-above";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { asksForCriticalRoles, criticalRolesApproved } from "./critical-roles";
import { type DecidedBasis, decidedBasis } from "./decided-basis";
import { standInsOf } from "./delegations";
import { proposedActions } from "./proposed-action";
import { choicesOf, type RequestChoices } from "./request-choices";
import type { RequestContent } from "./request-content";
import { approvalsOf, contentOf, findRequest, gateRequestOf, type RequestRow } from "./request-row";
import { namesOf, type TimelineStep, timelineOf } from "./request-timeline";
import type { RequestStatus } from "./requests";
import { hasSecondFactor } from "./second-factor";
import { rolesAwaited } from "./signature-path";
import { loadSituation, type PresentSituation } from "./situation";
import { standingNow } from "./standing-now";
import { NOTHING_TO_UNBLOCK, type Unblock, unblockOf } from "./unblock";
import { unblockGround } from "./unblock-ground";

export type TriggerShown = {
  id: string;
  shortId: string;
  name: string;
  critical: boolean;
  state: TriggerState;
};

/** The verdict and what it rests on: the present moment, or the moment at which the request ended. */
export type VerdictShown = {
  rests: "now" | "when it ended";
  explanation: Explanation;
  mode: Mode;
  cycle: { id: string; key: string; evaluatedAt: Date } | null;
  policyVersion: string;
  states: TriggerShown[];
};

export type SignatureShown = {
  id: string;
  role: string;
  by: string;
  /** Whom the signer stood in for. */
  onBehalfOf: string | null;
  secondFactor: string | null;
  at: Date;
  verdict: "APPROVE" | "DENY";
  reason: string | null;
  revision: number;
  counts: boolean;
  saw: { mode: Mode; cycleKey: string | null };
  /** What is otherwise now than on the signer's screen. */
  changed: { what: string; name: string; saw: TriggerState | Mode; now: TriggerState | Mode }[];
};

export type RequestPage = {
  reference: string;
  gateId: GateId;
  status: RequestStatus;
  revision: number;
  amountUsd: number | null;
  content: RequestContent;
  /** Where it asks for critical roles: those approved this month, and the figure that the verdict takes. */
  criticalRoles: { approved: number; taken: number | null } | null;
  requesterName: string;
  /** The action that it is for, where the Revenue OS kernel asks. */
  actionId: string | null;
  isMine: boolean;
  hasUnsubmittedEdit: boolean;
  submittedAt: Date | null;
  decidedAt: Date | null;
  verdict: VerdictShown;
  /** On the states of now: whether signatures alone lead to ALLOWED, whose, and who holds those roles. */
  signing: {
    isSignable: boolean;
    requiredRoles: string[];
    anyOneOf: string[];
    awaits: { role: string; holders: string[] }[];
  };
  /** Whether a signature here takes a code from this person, and whether they have set one up. */
  secondFactor: "none" | "code" | "not set up";
  /** What would unblock it on the states of now, as far as this person sees it; empty once it has ended. */
  unblock: Unblock;
  /** The newest closed cycle; a signer says with it what stood on the screen. */
  presentCycleId: string | null;
  signatures: SignatureShown[];
  timeline: TimelineStep[];
  choices: RequestChoices;
};

type Person = { tenantId: string; userId: string; role: string };

/** One request with everything that a person needs to judge it, all of one moment. */
export function loadRequest(person: Person, reference: string, at: Date): Promise<Result<RequestPage>> {
  return settle(() =>
    inTenant(person, async (tx) => {
      const row = await findRequest(tx, person.tenantId, reference);
      if (!row || row.status === "DRAFT") return abort("NOT_FOUND");
      const present = await loadSituation(tx, person.tenantId);
      const criticalRoles = await criticalRolesOf(tx, row, at);
      const request = gateRequestOf(row, criticalRoles?.approved ?? 0);
      const { path, hasChanged } = standingNow(row, present, request);
      const awaited = path.isSignable ? rolesAwaited(path, approvalsOf(row).map(roleOf)) : path.requiredRoles;
      const names = await namesOf(tx, [
        row.requestedBy,
        ...row.signoffs.flatMap(({ signedBy, onBehalfOf }) => [signedBy, onBehalfOf ?? signedBy]),
      ]);
      const timeline = await timelineOf(tx, row);
      const decided = row.decidedAt ? await decidedBasis(tx, row, present) : null;
      return {
        reference: row.reference,
        gateId: request.gate_id,
        status: row.status as RequestStatus,
        revision: row.revision,
        amountUsd: row.amountUsd,
        content: contentOf(row),
        criticalRoles,
        requesterName: names.get(row.requestedBy) ?? "Somebody",
        actionId: (await proposedActions(tx, person.tenantId, [row.id])).get(row.id) ?? null,
        isMine: row.requestedBy === person.userId,
        hasUnsubmittedEdit: row.draft !== null && row.requestedBy === person.userId,
        submittedAt: row.submittedAt,
        decidedAt: row.decidedAt,
        verdict: verdictOf(decided ?? basisNow(present), request, decided !== null),
        signing: {
          isSignable: path.isSignable,
          requiredRoles: path.requiredRoles,
          anyOneOf: path.anyOneOf,
          awaits: await holdersOf(tx, row, awaited),
        },
        secondFactor: await secondFactorOf(tx, person, row),
        unblock:
          decided || path.isSignable
            ? NOTHING_TO_UNBLOCK
            : unblockOf(present.policy.compiled, present.situation, request, {
                seesAll: seesAll(person, row),
                ground: await unblockGround(tx, person.tenantId, present),
              }),
        presentCycleId: present.cycle?.id ?? null,
        signatures: row.signoffs.map((each) => signatureShown(each, row, present, names)),
        timeline,
        choices: choicesOf(row, path, {
          approvers: present.policy.compiled.gates[request.gate_id].approvers,
          hasChanged,
          person,
          standIns: await standInsOf(tx, person, at),
        }),
      };
    }),
  );
}

async function secondFactorOf(
  tx: Transaction,
  { tenantId, userId }: Person,
  row: RequestRow,
): Promise<RequestPage["secondFactor"]> {
  if (!needsSecondFactor(await askedAbove(tx, tenantId), amountAtStake(row))) return "none";
  return (await hasSecondFactor(tx, userId)) ? "code" : "not set up";
}

const SEE_OTHERS_STEPS = ["CEO", "FP&A", "Auditor"];

/** The CFO sees every step; a requester only what is theirs to change, and so do those with no say in it. */
function seesAll({ userId, role }: Person, { requestedBy }: RequestRow): boolean {
  return role === "CFO" || (userId !== requestedBy && SEE_OTHERS_STEPS.includes(role));
}

/** Counted now, or as they were when the request ended. */
async function criticalRolesOf(
  tx: Transaction,
  row: RequestRow,
  at: Date,
): Promise<RequestPage["criticalRoles"]> {
  const content = contentOf(row);
  if (!asksForCriticalRoles(content)) return null;
  const approved = await criticalRolesApproved(
    tx,
    row.tenantId,
    row.decidedAt ?? at,
    row.decidedAt ? row.last?.logSeq : null,
  );
  const claimed =
    content.gate_id === "G1_HEADCOUNT" ? content.details.critical_roles_added_this_month : undefined;
  return { approved, taken: claimed === undefined ? null : Math.max(claimed, approved) };
}

const roleOf = ({ role }: { role: string }) => role;

function basisNow({ policy, cycle, situation }: PresentSituation): DecidedBasis {
  return {
    policy: policy.compiled,
    policyVersion: policy.version,
    situation,
    states: cycle?.states ?? {},
    cycle: cycle && { id: cycle.id, key: cycle.cycleKey, evaluatedAt: cycle.evaluatedAt },
  };
}

function verdictOf(
  { policy, policyVersion, situation, states, cycle }: DecidedBasis,
  request: ReturnType<typeof gateRequestOf>,
  hasEnded: boolean,
): VerdictShown {
  return {
    rests: hasEnded ? "when it ended" : "now",
    explanation: explainDecision(policy, situation, request),
    mode: situation.mode,
    cycle,
    policyVersion,
    states: triggersShown(policy, states),
  };
}

function triggersShown(policy: CompiledPolicy, states: Record<string, TriggerState>): TriggerShown[] {
  return policy.triggers.map(({ id, shortId, name, critical }) => ({
    id,
    shortId,
    name,
    critical,
    state: states[id] ?? "UNKNOWN",
  }));
}

/** Who could sign: those who hold the role today and did not ask for it themselves. */
async function holdersOf(tx: Transaction, row: RequestRow, roles: readonly string[]) {
  const members = await tx.membership.findMany({
    where: {
      tenantId: row.tenantId,
      role: { in: [...roles] },
      endedAt: null,
      userId: { not: row.requestedBy },
      user: { disabledAt: null },
    },
    select: { role: true, user: { select: { name: true } } },
  });
  return roles.map((role) => ({
    role,
    holders: members.filter((member) => member.role === role).map(({ user }) => user.name),
  }));
}

const seenSchema = z.object({
  cycle_key: z.string().nullable(),
  mode: z.enum(MODES),
  states: z.record(z.string(), z.enum(TRIGGER_STATES)),
});

function signatureShown(
  signoff: RequestRow["signoffs"][number],
  row: RequestRow,
  { policy, cycle, situation }: PresentSituation,
  names: ReadonlyMap<string, string>,
): SignatureShown {
  const saw = seenSchema.parse(signoff.sawStates);
  const changed: SignatureShown["changed"] = triggersShown(policy.compiled, cycle?.states ?? {})
    .map(({ id, name, state }) => ({
      what: triggerShortId(id),
      name,
      saw: saw.states[id] ?? ("UNKNOWN" as const),
      now: state,
    }))
    .filter((each) => each.saw !== each.now);
  if (saw.mode !== situation.mode)
    changed.push({ what: "Mode", name: "Mode of the company", saw: saw.mode, now: situation.mode });
  return {
    id: signoff.id,
    role: signoff.role,
    by: names.get(signoff.signedBy) ?? "Somebody",
    onBehalfOf: signoff.onBehalfOf ? (names.get(signoff.onBehalfOf) ?? "Somebody") : null,
    secondFactor: signoff.secondFactor,
    at: signoff.signedAt,
    verdict: signoff.verdict === "DENY" ? "DENY" : "APPROVE",
    reason: signoff.reason,
    revision: signoff.revision,
    counts: signoff.revision === row.revision && signoff.verdict === "APPROVE",
    saw: { mode: saw.mode, cycleKey: saw.cycle_key },
    changed,
  };
}
