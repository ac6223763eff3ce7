import type { Role } from "../auth/permissions";
import { can, rolesThatCan } from "../auth/permissions";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { type Result, settle } from "../failures";
import {
  cursorText,
  type PolicyCursor,
  type PolicyHead,
  type PolicyStage,
  policyHeads,
  waitsFor,
} from "./policy-head";
import { type OpenProposal, openProposal } from "./policy-proposal";
import type { Person } from "./waiting";

export type PolicyLine = PolicyHead & { waitsForYou: boolean };

export type PolicyVersionsPage = {
  versions: PolicyLine[];
  /** The place of the last row, for the older ones; null when there are none. */
  nextCursor: string | null;
  /** What is proposed, wherever in the list it stands. */
  proposal: OpenProposal | null;
  /** The version in force; null when there is none. */
  inForce: PolicyChoice | null;
  choices: PolicyChoice[];
  mayDraft: boolean;
  /** Who could begin a draft, for somebody who may not. */
  whyNotDraft: string | null;
};

/** A version to choose from. */
export type PolicyChoice = { id: string; version: string; title: string; stage: PolicyStage; at: Date };

const PAGE = 20;
// As many as a choice can hold and be read; older ones are reached from their own pages.
const CHOICES = 200;

/** The versions of a company's policy, newest first. */
export function listPolicyVersions(
  person: Person,
  { before }: { before: PolicyCursor | null },
): Promise<Result<PolicyVersionsPage>> {
  return settle(() =>
    inTenant(person, async (tx) => {
      const { tenantId } = person;
      const heads = await policyChoiceHeads(tx, tenantId);
      const rows = before
        ? await policyHeads(tx, tenantId, { before, limit: PAGE + 1 })
        : heads.slice(0, PAGE + 1);
      const last = rows.length > PAGE ? rows[PAGE - 1] : undefined;
      const line = (head: PolicyHead): PolicyLine => ({ ...head, waitsForYou: waitsFor(head, person) });
      const choices = heads.map(choiceOf);
      const mayDraft = can(person.role as Role, "policy.draft");
      return {
        versions: rows.slice(0, PAGE).map(line),
        nextCursor: last ? cursorText({ createdAt: last.drafted.at, id: last.id }) : null,
        proposal: await openProposal(tx, person),
        inForce: choices.find(({ stage }) => stage === "ACTIVE") ?? null,
        choices,
        mayDraft,
        whyNotDraft: mayDraft ? null : `Drafts are written by ${rolesThatCan("policy.draft")}.`,
      };
    }),
  );
}

/** The newest versions, and the one in force however many drafts have come after it. */
export async function policyChoiceHeads(tx: Transaction, tenantId: string): Promise<PolicyHead[]> {
  const heads = await policyHeads(tx, tenantId, { limit: CHOICES });
  if (heads.length < CHOICES || heads.some(({ stage }) => stage === "ACTIVE")) return heads;
  const active = await idInForce(tx, tenantId);
  return active === null ? heads : [...heads, ...(await policyHeads(tx, tenantId, { ids: [active] }))];
}

export function choiceOf({ id, version, title, stage, drafted }: PolicyHead): PolicyChoice {
  return { id, version, title, stage, at: drafted.at };
}

/** The version in force, however many drafts have come after it. */
export async function idInForce(tx: Transaction, tenantId: string): Promise<string | null> {
  const active = await tx.policyBundle.findFirst({
    where: { tenantId, status: "ACTIVE" },
    select: { id: true },
  });
  return active?.id ?? null;
}
