import { can, type Role, rolesThatCan } from "../auth/permissions";
import { type PolicyHead, waitsFor } from "./policy-head";

/** What a person can do with a version, and in a sentence each why not the rest. */
export type PolicyVersionChoices = {
  edit: boolean;
  discard: boolean;
  propose: boolean;
  /** The role that they would sign as; null when their signature is not what it waits for. */
  signAs: "CFO" | "CEO" | null;
  /** Whether that signature is the second one. */
  completes: boolean;
  withdraw: boolean;
  copy: boolean;
  notes: string[];
};

export type ChoiceGround = {
  head: PolicyHead;
  person: { userId: string; role: string };
  findings: number;
  /** How much differs from the policy in force. */
  changes: number;
  /** Another version that is proposed at the moment. */
  openProposal: string | null;
  isTrusted: boolean;
};

const OPEN = ["PROPOSED", "SIGNED"];
const UNFINISHED = ["DRAFT", "VALIDATED"];

/** The same conditions as the commands have; they judge again when it comes to it. */
export function policyVersionChoices(ground: ChoiceGround): PolicyVersionChoices {
  const { head, person, findings, changes, openProposal, isTrusted } = ground;
  const role = person.role as Role;
  const drafts = can(role, "policy.draft");
  const unfinished = UNFINISHED.includes(head.stage);
  const isOpen = OPEN.includes(head.stage);
  const signs = isTrusted && waitsFor(head, person) && (role === "CFO" || role === "CEO");
  return {
    edit: unfinished && drafts,
    discard: unfinished && drafts,
    propose: unfinished && drafts && isTrusted && findings === 0 && changes > 0 && openProposal === null,
    signAs: signs ? (role as "CFO" | "CEO") : null,
    completes: head.signatures.some(({ verdict, counts }) => verdict === "APPROVE" && counts),
    // Who may decline declines; taking back is for whoever proposed it, or has signed.
    withdraw: isOpen && mayWithdraw(head, person) && (!signs || head.proposedByUserId === person.userId),
    copy: drafts && isTrusted,
    notes: [
      ...(unfinished ? whyNotPropose(ground, drafts) : []),
      ...(isOpen ? whyNotSign(ground, signs) : []),
    ],
  };
}

/** Whoever signs may always; whoever proposed it, until both have signed. */
function mayWithdraw({ stage, proposedByUserId }: PolicyHead, person: ChoiceGround["person"]): boolean {
  const role = person.role as Role;
  if (can(role, "policy.sign")) return true;
  return can(role, "policy.draft") && stage === "PROPOSED" && proposedByUserId === person.userId;
}

function whyNotPropose({ person, findings, changes, openProposal }: ChoiceGround, drafts: boolean): string[] {
  if (!drafts)
    return [
      `Drafts are edited, proposed and discarded by ${rolesThatCan("policy.draft")}; you are here as ${person.role}.`,
    ];
  const notes: string[] = [];
  if (findings > 0) notes.push("It can be proposed once the checks find nothing.");
  else if (changes === 0)
    notes.push("It says the same as the policy in force, so there is nothing to propose.");
  if (openProposal !== null)
    notes.push(`Version ${openProposal} is proposed already; there is one proposal at a time.`);
  return notes;
}

function whyNotSign({ head, person, isTrusted }: ChoiceGround, signs: boolean): string[] {
  if (head.stage === "SIGNED")
    return ["Both have signed. Nothing is left to do: the next cycle that closes brings it into force."];
  if (signs) return [];
  const own = head.signatures.find(({ byUserId }) => byUserId === person.userId);
  const roles = (["CFO", "CEO"] as const).filter((role) =>
    head.signatures.every((each) => each.role !== role),
  );
  const awaited = `It waits for the ${roles.join(" and the ")}.`;
  if (own) return [`You have signed. ${awaited}`];
  if (!can(person.role as Role, "policy.sign"))
    return [`A policy is signed by the CFO and the CEO; you are here as ${person.role}. ${awaited}`];
  if (!isTrusted) return ["Its content does not match its hash, so nobody can sign it."];
  return [`The ${person.role} has signed already. ${awaited}`];
}
