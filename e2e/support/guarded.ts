// Every guarded action of the application, with arguments that are good, and who may use it: written down here once more,
// so that a change of the application's own table is noticed by whoever reads a failed test.
import { boardPackActions } from "./board-packs";
import { importActions } from "./import-targets";
import type { larkfield } from "./people";
import { PROPOSED_VERSION } from "./policies";
import { backfill, DRAFT, type Targets } from "./targets";

export type RoleName = keyof typeof larkfield;

const SPENDERS: readonly RoleName[] = ["cfo", "ceo", "sales", "product", "lead", "fpa"];
const SIGNERS: readonly RoleName[] = ["cfo", "ceo", "sales", "product"];
const ANALYSTS: readonly RoleName[] = ["cfo", "fpa"];
const STEERING: readonly RoleName[] = ["cfo", "ceo", "fpa"];
const CFO_ALONE: readonly RoleName[] = ["cfo"];
const OPTIMISERS: readonly RoleName[] = ["cfo", "fpa", "sales"];
const EXECUTORS: readonly RoleName[] = ["cfo", "sales"];
const COMMENTATORS: readonly RoleName[] = ["cfo", "ceo", "sales", "product", "fpa"];
const CALENDAR_KEEPERS: readonly RoleName[] = ["cfo", "fpa", "admin"];
const TOP: readonly RoleName[] = ["cfo", "ceo"];
const REVIEWERS: readonly RoleName[] = ["cfo", "ceo", "sales", "product", "fpa"];
const ADMINISTRATOR: readonly RoleName[] = ["admin"];
export const EVERYBODY: readonly RoleName[] = [...SPENDERS, "admin", "auditor"];

export type Guarded = {
  name: string;
  company: "larkfield" | "brackwater";
  may: readonly RoleName[];
  /** What comes after the company's name. */
  args: readonly unknown[];
  form?: Record<string, string>;
  /** Who does it in the end with these very arguments, so that the refusals were about the person alone. */
  control: { by: RoleName; gives: RegExp };
};

const DONE = /^DONE$/;
/** Another story, or nobody since the last decision, may have been there before. */
const DONE_OR_LATE = /^(DONE|CONFLICT)$/;
/** A cycle that ran less than twelve hours ago is enough. */
const DONE_OR_EARLY = /^(DONE|CYCLE_TOO_RECENT)$/;

function requestActions(t: Targets): Guarded[] {
  const content = backfill("A target, revised");
  const unseen = { revision: 1, sawCycleId: null };
  const asked = (name: string, arg: unknown, gives = DONE): Guarded => ({
    name,
    company: "larkfield",
    may: SPENDERS,
    args: [arg],
    control: { by: "lead", gives },
  });
  const signed = (name: string, arg: unknown): Guarded => ({
    ...asked(name, arg),
    may: SIGNERS,
    control: { by: "cfo", gives: DONE },
  });
  return [
    asked("saveDraftAction", { reference: t.draft, draft: DRAFT }),
    asked("discardDraftAction", { reference: t.draftToDiscard }),
    asked("submitRequestAction", { content }),
    asked("reviseRequestAction", { reference: t.toRevise, revision: 1, content }),
    asked("withdrawRequestAction", { reference: t.toWithdraw, revision: 1 }),
    asked("reevaluateRequestAction", { reference: t.toComment }, DONE_OR_LATE),
    asked("commentRequestAction", { reference: t.toComment, body: "A comment" }),
    // The right person is told that the group's verdict is another one; the wrong one is told nothing of the kind.
    {
      ...signed("signRequestsAction", {
        requests: [{ reference: t.toSign, revision: 1 }],
        group: "of-another-verdict",
        sawCycleId: null,
      }),
      control: { by: "cfo", gives: /^CONFLICT$/ },
    },
    signed("signRequestAction", { reference: t.toSign, ...unseen }),
    signed("denyRequestAction", { reference: t.toDeny, ...unseen, reason: "Not this quarter" }),
  ];
}

function governingActions(t: Targets): Guarded[] {
  const plan = "Renegotiate the three largest contracts, led by the CFO.";
  const week = { cadence: "weekly", cycleKey: t.week };
  const figure = { name: "BookingsTarget_next_quarter", value: t.bookingsTarget };
  const governed = (
    name: string,
    company: Guarded["company"],
    may: readonly RoleName[],
    arg: unknown,
    gives = DONE,
  ): Guarded => ({ name, company, may, args: [arg], control: { by: may.at(-1) ?? "cfo", gives } });
  return [
    governed("evaluateCycleAction", "larkfield", ANALYSTS, {
      ...week,
      certifyFinal: false,
      deliveredAt: null,
    }),
    governed("overrideInputAction", "larkfield", ANALYSTS, {
      ...week,
      ...figure,
      reason: "The very figure of the plan, confirmed by hand",
    }),
    governed("leaveDefensiveModeAction", "brackwater", STEERING, { reason: "We would like to leave" }),
    governed("updateDefensiveActionAction", "brackwater", STEERING, {
      actionId: t.defensiveActionId,
      ownerId: null,
      dueOn: "2099-01-31",
      done: false,
      evidence: "",
    }),
    governed(
      "acknowledgeEscalationAction",
      "brackwater",
      TOP,
      { escalationId: t.escalationId, plan, dueOn: "2099-01-31" },
      DONE_OR_LATE,
    ),
    governed(
      "resolveEscalationAction",
      "brackwater",
      TOP,
      { escalationId: t.escalationId, resolution: plan },
      DONE_OR_LATE,
    ),
  ];
}

/** The month is reopened first, so that it can be certified again. */
function closeActions(t: Targets): Guarded[] {
  const month = { cycleKey: t.closeMonth };
  const closing = (
    name: string,
    may: readonly RoleName[],
    arg: unknown,
    control: Guarded["control"],
  ): Guarded => ({ name, company: "larkfield", may, args: [arg], control });
  const reason = "To see who may reopen a certified close";
  const body = "Nothing has changed: a commentary to see who may write one.";
  return [
    closing("reopenCloseAction", CFO_ALONE, { ...month, reason }, { by: "cfo", gives: DONE }),
    closing(
      "certifyCloseAction",
      ANALYSTS,
      { ...month, deliveredAt: t.closeDelivered },
      { by: "fpa", gives: DONE },
    ),
    closing(
      "commentTriggerAction",
      COMMENTATORS,
      { ...month, triggerId: "T1_FCF_BREAKEVEN_TRAJECTORY", body },
      { by: "sales", gives: DONE },
    ),
    closing(
      "assignInputOwnerAction",
      ANALYSTS,
      { name: "CashBalance", ownerId: null },
      { by: "fpa", gives: DONE_OR_LATE },
    ),
    closing(
      "setCloseCalendarAction",
      CALENDAR_KEEPERS,
      { year: 2099, days: "2099-01-01 New Year", seen: [] },
      { by: "admin", gives: DONE_OR_LATE },
    ),
  ];
}

/** Closed last, by the one who facilitates. */
function reviewActions({ review }: Targets): Guarded[] {
  const { id: reviewId, week, action, ownerId, actionId } = review;
  const reviewed = (name: string, may: readonly RoleName[], arg: unknown): Guarded => ({
    name,
    company: "larkfield",
    may,
    args: [arg],
    control: { by: "cfo", gives: DONE_OR_LATE },
  });
  const changed = { actionId, revision: 1, ...action, ownerId, status: "DONE", note: "All of them paid" };
  return [
    reviewed("openReviewAction", ANALYSTS, { weekKey: week }),
    reviewed("noteReviewAction", REVIEWERS, {
      kind: "note",
      reviewId,
      item: 0,
      body: "Who may write here",
      revision: 0,
    }),
    reviewed("addReviewActionAction", REVIEWERS, { reviewId, ...action, ownerId }),
    reviewed("updateReviewActionAction", REVIEWERS, changed),
    reviewed("closeReviewAction", ANALYSTS, { reviewId }),
  ];
}

function revenueActions(t: Targets): Guarded[] {
  return [
    {
      name: "updateRevenueSettingsAction",
      company: "larkfield",
      may: CFO_ALONE,
      args: [t.revenueTargets],
      control: { by: "cfo", gives: DONE_OR_LATE },
    },
    ...actionsOfCycles(t),
  ];
}

function actionsOfCycles(t: Targets): Guarded[] {
  const larkfieldOnly = { company: "larkfield" } as const;
  const end = (name: string, actionId: string | null): Guarded => ({
    ...larkfieldOnly,
    name,
    may: EXECUTORS,
    args: [{ actionId, reason: "It is not what we want this quarter" }],
    control: { by: "sales", gives: DONE_OR_LATE },
  });
  return [
    {
      ...larkfieldOnly,
      name: "executeActionsAction",
      may: EXECUTORS,
      args: [{ actionIds: [t.actionToExecute] }],
      control: { by: "sales", gives: DONE },
    },
    end("revertActionAction", t.actionToRevert),
    end("abortActionAction", t.actionToAbort),
    {
      ...larkfieldOnly,
      name: "runRevenueCycleAction",
      may: OPTIMISERS,
      args: [],
      control: { by: "fpa", gives: DONE_OR_EARLY },
    },
  ];
}

/** Who stands in for whom is for those who sign; for whom one signs oneself, nobody else says. */
function delegationActions(t: Targets): Guarded[] {
  const delegated = (name: string, args: unknown[], form?: Record<string, string>): Guarded => ({
    name,
    company: "larkfield",
    may: SIGNERS,
    args,
    form,
    control: { by: "ceo", gives: DONE },
  });
  return [
    delegated("endDelegationAction", [t.delegationId]),
    delegated("delegateSigningAction", [null], t.delegation),
  ];
}

function accessActions(t: Targets): Guarded[] {
  const administered = (name: string, args: unknown[], form?: Record<string, string>): Guarded => ({
    name,
    company: "larkfield",
    may: ADMINISTRATOR,
    args,
    form,
    control: { by: "admin", gives: DONE },
  });
  return [
    administered("invitePersonAction", [null], { ...t.person, email: `another.${t.person.email}` }),
    administered("changeRoleAction", [null], { userId: t.userId, role: "Auditor", team: "" }),
    administered("resetPasswordAction", [t.userId]),
    // There is none to take away, and none is asked for: both are said to the administrator alone.
    { ...administered("resetSecondFactorAction", [t.userId]), control: { by: "admin", gives: /^CONFLICT$/ } },
    {
      ...administered("setSecondFactorAmountAction", [{ amountUsd: null }]),
      control: { by: "admin", gives: DONE_OR_LATE },
    },
    administered("endMembershipAction", [t.userId]),
    administered("createApiKeyAction", [null], { ...t.program, name: `Another ${t.program.name}` }),
    administered("revokeApiKeyAction", [t.apiKeyId]),
    { ...administered("dismissGettingStartedAction", []), may: ["cfo", "admin"] },
  ];
}

/** One version is proposed, signed by the CFO and declined by the CEO; the other company's is withdrawn. */
function policyActions({ policy }: Targets, proposal: string): Guarded[] {
  const { title, artifacts, toPropose } = policy;
  const reason = "To see who may do this.";
  const drafted = (name: string, arg: unknown): Guarded => ({
    name,
    company: "larkfield",
    may: STEERING,
    args: [arg],
    control: { by: "fpa", gives: DONE },
  });
  const signed = (name: string, signer: RoleName, arg: unknown): Guarded => ({
    ...drafted(name, arg),
    may: TOP,
    control: { by: signer, gives: DONE },
  });
  return [
    drafted("startPolicyDraftAction", { fromBundleId: policy.fromBundleId, title }),
    drafted("importPolicyDraftAction", { archive: policy.archive, title }),
    drafted("uploadPolicyDraftAction", { artifacts, title }),
    drafted("savePolicyDraftAction", { ...policy.toSave, title, artifacts }),
    drafted("discardPolicyDraftAction", { bundleId: policy.toDiscard.bundleId }),
    drafted("proposePolicyAction", { ...toPropose, version: PROPOSED_VERSION, reason }),
    signed("signPolicyAction", "cfo", toPropose),
    signed("declinePolicyAction", "ceo", { ...toPropose, reason }),
    {
      ...drafted("withdrawPolicyProposalAction", { bundleId: proposal, reason }),
      company: "brackwater",
      control: { by: "cfo", gives: DONE },
    },
  ];
}

function scenarioActions({ scenario }: Targets): Guarded[] {
  const scenarios = (name: string, arg: unknown): Guarded => ({
    name,
    company: "larkfield",
    may: SPENDERS,
    args: [arg],
    control: { by: "lead", gives: DONE },
  });
  return [
    scenarios("saveScenarioAction", { name: "A target", content: scenario.content }),
    scenarios("deleteScenarioAction", { id: scenario.id }),
  ];
}

/** What each person is told is theirs to read; where it goes outside is the administrator's to say. */
function noticeActions({ noticeChannelId, attachment }: Targets): Guarded[] {
  const everybody = (name: string, arg: unknown): Guarded => ({
    name,
    company: "larkfield",
    may: EVERYBODY,
    args: [arg],
    control: { by: "lead", gives: DONE },
  });
  const administered = (name: string, args: unknown[], form?: Record<string, string>): Guarded => ({
    ...everybody(name, null),
    may: ADMINISTRATOR,
    args,
    form,
    control: { by: "admin", gives: DONE_OR_LATE },
  });
  const address = "https://hooks.example.com/revenue-os";
  return [
    everybody("markNoticeReadAction", {}),
    everybody("setNoticePreferencesAction", { email: "daily" }),
    administered("addNoticeChannelAction", [null], { kind: "webhook", name: "A program", address }),
    administered("removeNoticeChannelAction", [noticeChannelId]),
    administered("setDaysToSignAction", [null], { days: "4" }),
    { ...everybody("removeAttachmentAction", attachment), may: SPENDERS },
  ];
}

/** All of them, in an order in which each can still be done when its turn comes. */
export function guardedActions(targets: Targets, proposal: string): Guarded[] {
  return [
    ...requestActions(targets),
    ...delegationActions(targets),
    ...governingActions(targets),
    ...closeActions(targets),
    ...importActions(targets.imports),
    ...reviewActions(targets),
    ...boardPackActions(targets),
    ...policyActions(targets, proposal),
    ...scenarioActions(targets),
    ...revenueActions(targets),
    ...accessActions(targets),
    ...noticeActions(targets),
  ];
}

/** What a person does to the own account; it names no company, and the session says whose it is. */
export const OWN_ACCOUNT = [
  "changePasswordAction",
  "confirmSecondFactorAction",
  "endSessionAction",
  "enrolSecondFactorAction",
  "removeSecondFactorAction",
  "renewRecoveryCodesAction",
  "signOutAction",
  "signOutEverywhereAction",
] as const;

/** What the platform's operator alone may do; to everybody else there is no such thing. */
export const OPERATOR_ACTIONS = [
  { name: "retryJobAction", args: (failed: FailedRun) => [failed], gives: DONE },
] as const;

export type FailedRun = { tenantId: string; job: string; runFor: string };
