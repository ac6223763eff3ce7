import type { EnforcementMode, ReasonCode, ReasonCodeEntry } from "@/kernel/enforcement";
import { rolesThatCan } from "@/lib/auth/permissions";

/** Who can make a code go away, and where; `path` stands after the company's own address. */
export type Mending = { who: string; where: { label: string; path: string } | null };

const POLICY = { label: "Versions of the policy", path: "/policy" };
const CYCLES = { label: "Cycles and their inputs", path: "/cycles" };
const REQUESTS = { label: "Requests", path: "/requests" };
const APPROVALS = { label: "Approvals", path: "/approvals" };

const BY_ENFORCEMENT: Record<EnforcementMode, Mending> = {
  refuse_policy: {
    who: `${rolesThatCan("policy.draft")} correct it in a draft of the policy; CFO and CEO sign the draft.`,
    where: POLICY,
  },
  trigger_unknown: {
    who: `${rolesThatCan("input.override")} supply the figure and evaluate the cycle again.`,
    where: CYCLES,
  },
  block_request: {
    who: "Whoever asked: they complete the request and send it again.",
    where: REQUESTS,
  },
  refuse_claim: {
    who: `${rolesThatCan("defensive.update")} carry out what the mode demands until it ends by itself; a program that claimed otherwise corrects its claim.`,
    where: { label: "Defensive status", path: "/defensive" },
  },
  withhold_close: {
    who: `${rolesThatCan("cycle.evaluate")} complete the close, or evaluate it as provisional.`,
    where: CYCLES,
  },
};

/** Where the way out is another one than the codes beside it have. */
const BY_CODE: Partial<Record<ReasonCode, Mending>> = {
  "CFO-21": {
    who: "Whoever asked attaches the ROI case; then CEO and CFO sign, two people.",
    where: APPROVALS,
  },
  "CFO-23": { who: "The CFO, by signing the exception.", where: APPROVALS },
  "CFO-25": {
    who: "Whoever asked shows that the item does not risk churn; otherwise it waits until retention has recovered.",
    where: REQUESTS,
  },
  "CFO-30": {
    who: "Whoever runs the program that reported the cycle: it names the escalation. Cycles that are evaluated here raise theirs by themselves.",
    where: { label: "Escalations", path: "/escalations" },
  },
  "CFO-31": {
    who: `${rolesThatCan("figures.import")} bring the missing figures in and evaluate the close again.`,
    where: { label: "Data in", path: "/imports" },
  },
  "CFO-33": {
    who: `Head of Sales/Marketing has the stages and fields enforced in the CRM; ${rolesThatCan("cycle.evaluate")} say so when they evaluate the next cycle.`,
    where: CYCLES,
  },
  "CFO-34": {
    who: "Whoever runs the program that decided without a log. What is decided here is always logged.",
    where: null,
  },
};

export function mendingOf({ code, enforcement }: Pick<ReasonCodeEntry, "code" | "enforcement">): Mending {
  return BY_CODE[code] ?? BY_ENFORCEMENT[enforcement];
}
