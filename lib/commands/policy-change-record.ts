import { KERNEL_VERSION } from "../../kernel/enforcement";
import type { LogEntry } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import { abort } from "../failures";
import type { ActivePolicy, Artifacts } from "../policy/active-policy";
import { type ChangeClass, policyChange } from "../policy/policy-change";

type PolicyStatus = "DRAFT" | "VALIDATED" | "PROPOSED" | "ACTIVE" | "SUPERSEDED" | "DISCARDED";

export type LockedBundle = {
  id: string;
  version: string;
  status: PolicyStatus;
  hash: string;
  artifacts: Artifacts;
  changeClass: ChangeClass | null;
  proposedBy: string | null;
};

/** The version, held until the transaction ends, so that of two steps at one moment the second sees the first. */
export async function lockBundle(tx: Transaction, tenantId: string, bundleId: string): Promise<LockedBundle> {
  const [bundle] = await tx.$queryRaw<LockedBundle[]>`
    select id, version, status, hash, artifacts, change_class as "changeClass", proposed_by as "proposedBy"
    from policy_bundles where tenant_id = ${tenantId}::uuid and id = ${bundleId}::uuid for no key update`;
  return bundle ?? abort("NOT_FOUND");
}

/** The proposal that somebody is looking at; aborts when it is none any more, or not with the content they saw. */
export async function lockProposal(
  tx: Transaction,
  tenantId: string,
  { bundleId, seenHash }: { bundleId: string; seenHash?: string },
): Promise<LockedBundle> {
  const bundle = await lockBundle(tx, tenantId, bundleId);
  if (bundle.status !== "PROPOSED")
    abort("CONFLICT", `Policy ${bundle.version} is not up for signature: ${STANDING[bundle.status]}.`);
  if (seenHash !== undefined && bundle.hash !== seenHash)
    abort("CONFLICT", "This is not the content that is proposed. Read it again before you sign.");
  return bundle;
}

export const STANDING: Record<PolicyStatus, string> = {
  DRAFT: "it is a draft",
  VALIDATED: "it is a draft",
  PROPOSED: "it is proposed",
  ACTIVE: "it is in force",
  SUPERSEDED: "a later one has taken its place",
  DISCARDED: "it was discarded",
};

const CHANGES_TOLD = 200;
const WORDS_OF_A_CHANGE = 500;

/** The log entry of one step in the life of a version, under the policy in force at that moment. */
export function policyChangeEntry(
  bundle: LockedBundle,
  inForce: ActivePolicy,
  at: Date,
  { title, ...facts }: { title: string; step: string; reason?: string; signer_role?: string },
): LogEntry {
  const { changes, class: changed } = policyChange(inForce.artifacts, bundle.artifacts);
  return {
    kind: "policy_change",
    occurredAt: at,
    title,
    source: "application",
    policyVersion: inForce.version,
    policyHash: inForce.hash,
    kernelVersion: KERNEL_VERSION,
    facts: {
      ...facts,
      bundle_id: bundle.id,
      version: bundle.version,
      hash: bundle.hash,
      change_class: changed,
      // The hash stands for all of it; the words are for whoever reads the log.
      changes: changes.slice(0, CHANGES_TOLD).map(({ words }) => shortened(words)),
      changes_in_all: changes.length,
    },
  };
}

// Cut between characters: half a surrogate pair could not be stored.
const shortened = (words: string): string =>
  words.length <= WORDS_OF_A_CHANGE
    ? words
    : `${words.slice(0, WORDS_OF_A_CHANGE - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
