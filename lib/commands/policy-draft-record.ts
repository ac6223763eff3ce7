import * as z from "zod";
import { compile } from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";
import { abort } from "../failures";
import { type Artifacts, policyHash } from "../policy/active-policy";
import { draftContent } from "../policy/draft-content";
import { isStorable, UNSTORABLE_WORDS } from "../storable-text";

export const policyTitle = z
  .string()
  .trim()
  .min(1, "Give the version a title by which people know it.")
  .max(200, "Keep the title under 200 characters.")
  .refine(isStorable, UNSTORABLE_WORDS);

/** The hash of the content that the person was looking at. */
export const seenHash = z.string().regex(/^sha256:[0-9a-f]{64}$/, "Reload the page: it shows no content.");

export const REASON_CHARACTERS = 10;
export const policyReason = z
  .string()
  .trim()
  .min(REASON_CHARACTERS, `Say why, in at least ${REASON_CHARACTERS} characters.`)
  .max(4000, "Keep the reason under 4,000 characters.")
  .refine(isStorable, UNSTORABLE_WORDS);

/** VALIDATED when no check finds a fault. */
export type DraftStatus = "DRAFT" | "VALIDATED";
export type DraftOutcome = { bundleId: string; status: DraftStatus; hash: string };

/** Content as it is stored, or the refusal of what cannot be. */
export function readDraft(given: unknown): { artifacts: Artifacts; hash: string; status: DraftStatus } {
  const content = draftContent(given);
  if (!content.ok) return abort(content.failure.code, content.failure.message, content.failure.fields);
  const artifacts = content.value;
  const isSound = compile(artifacts).findings.length === 0;
  return { artifacts, hash: policyHash(artifacts), status: isSound ? "VALIDATED" : "DRAFT" };
}

/** Holds the company's drafts and proposals, so that two people get neither the same number nor two proposals. */
export async function holdPolicyLife(tx: Transaction, tenantId: string): Promise<void> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`policy:${tenantId}`}, 0))::text`;
}

export async function createPolicyDraft(
  tx: Transaction,
  draft: {
    tenantId: string;
    title: string;
    artifacts: unknown;
    basedOn: string | null;
    by: string;
    at: Date;
  },
): Promise<DraftOutcome> {
  const { tenantId, title, basedOn, by, at } = draft;
  const { artifacts, hash, status } = readDraft(draft.artifacts);
  await holdPolicyLife(tx, tenantId);
  const { id } = await tx.policyBundle.create({
    data: {
      tenantId,
      version: await nextDraftVersion(tx, tenantId),
      status,
      hash,
      artifacts: JSON.parse(JSON.stringify(artifacts)),
      title,
      basedOn,
      createdBy: by,
      createdAt: at,
      updatedBy: by,
      updatedAt: at,
    },
    select: { id: true },
  });
  return { bundleId: id, status, hash };
}

/** "draft-7": a draft has no version of its own until it is proposed. Numbers of discarded drafts are not used again. */
async function nextDraftVersion(tx: Transaction, tenantId: string): Promise<string> {
  const [newest] = await tx.$queryRaw<{ number: number }[]>`
    select coalesce(max(substring(version from '^draft-([0-9]{1,9})$')::int), 0) as number
    from policy_bundles where tenant_id = ${tenantId}::uuid`;
  return `draft-${(newest?.number ?? 0) + 1}`;
}
