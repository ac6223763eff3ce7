// Policies that differ from the reference in one thing, and the way of one through the hands of those who sign.
import { referenceArtifacts } from "../../../kernel/enforcement/testing/reference-policy";
import type { Actor } from "../../db/governed-write";
import { inTenant } from "../../db/tenant-transaction";
import type { Result } from "../../failures";
import type { Artifacts } from "../../policy/active-policy";
import { proposePolicy } from "../propose-policy";
import { savePolicyDraft } from "../save-policy-draft";
import { signPolicy } from "../sign-policy";
import { startPolicyDraft } from "../start-policy-draft";

type Threshold = { pass: string; watch: string; fail: string };

export const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.message}`);
  return result.value;
};
export const codeOf = (result: Result<unknown>): string => (result.ok ? "done" : result.failure.code);

/** The reference policy with the months of runway that pass, and those below which it fails. */
export function withRunwayFloor(pass: number, fail: number): Artifacts {
  return edited((artifacts) => {
    const runway = artifacts.trigger_spec.trigger_spec.triggers.find(({ id }) => id.startsWith("T4"));
    if (!runway) throw new Error("the reference policy has a runway floor");
    const threshold: Threshold = {
      pass: `RunwayMonths >= ${pass}`,
      watch: `RunwayMonths >= ${fail} and < ${pass}`,
      fail: `RunwayMonths < ${fail}`,
    };
    Object.assign(runway, { threshold });
  });
}

/** Other words in a principle, which decide nothing. */
export function withOtherWords(words = "Fail closed, whatever it costs"): Artifacts {
  return edited((artifacts) => {
    artifacts.gating_rules.gating_rules.principles[0] = words;
  });
}

/** A threshold that nobody can read: a fault that every check of the policy names. */
export function withFault(): Artifacts {
  return edited((artifacts) => {
    const [trigger] = artifacts.trigger_spec.trigger_spec.triggers;
    if (trigger) trigger.threshold.pass = "roughly enough";
  });
}

/** A trigger of the company's own that nobody can compute: it would be UNKNOWN for ever. */
export function withUnreadableFormula(): Artifacts {
  return edited((artifacts) => {
    const { triggers } = artifacts.trigger_spec.trigger_spec;
    const [first] = triggers;
    if (!first) throw new Error("the reference policy has triggers");
    const threshold = {
      pass: "BurnMultiple <= 1.5x",
      watch: "BurnMultiple > 1.5x and <= 2x",
      fail: "BurnMultiple > 2x",
    };
    triggers.push({
      ...structuredClone(first),
      id: "T9_BURN_MULTIPLE",
      formula: "BurnMultiple = NetBurn_3mo_avg ** / 3",
      threshold,
    });
  });
}

function edited(change: (artifacts: typeof referenceArtifacts) => void): Artifacts {
  const artifacts = structuredClone(referenceArtifacts);
  change(artifacts);
  return artifacts;
}

export type DraftedPolicy = { bundleId: string; seenHash: string };

/** A draft of these artifacts, edited from the policy in force. */
export async function draftPolicy(author: Actor, artifacts: Artifacts, at: Date): Promise<DraftedPolicy> {
  const { tenantId } = author;
  const active = await inTenant({ tenantId }, (tx) =>
    tx.policyBundle.findFirstOrThrow({ where: { tenantId, status: "ACTIVE" } }),
  );
  const title = "Another policy";
  const draft = must(await startPolicyDraft(author, { fromBundleId: active.id, title }, at));
  const { bundleId } = draft;
  const saved = await savePolicyDraft(author, { bundleId, seenHash: draft.hash, title, artifacts }, at);
  return { bundleId, seenHash: must(saved).hash };
}

export const REASON = "The Board asked for more room to the next round.";

export async function draftAndPropose(
  author: Actor,
  { artifacts, version = "2.0.0", at }: { artifacts: Artifacts; version?: string; at: Date },
): Promise<DraftedPolicy> {
  const draft = await draftPolicy(author, artifacts, at);
  must(await proposePolicy(author, { ...draft, version, reason: REASON }, at));
  return draft;
}

/** Proposed by the first of those who sign, and signed by all of them. */
export async function proposeAndSign(
  signers: readonly [Actor, Actor],
  proposal: { artifacts: Artifacts; version?: string; at: Date },
): Promise<DraftedPolicy> {
  const draft = await draftAndPropose(signers[0], proposal);
  for (const signer of signers) must(await signPolicy(signer, draft, proposal.at));
  return draft;
}
