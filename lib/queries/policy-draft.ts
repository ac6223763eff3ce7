import { inTenant } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { type Artifacts, loadActivePolicy } from "../policy/active-policy";
import { artifactsOf } from "../policy/publication/verify-set";
import { type PublishedRules, publishedRules } from "../policy/published-rules";
import { trustedSet } from "../policy/published-set";
import { inOrderOf } from "../policy/reading-order";
import { bundleIdIn, type PolicyHead, policyHeads } from "./policy-head";

/** What a draft is compared with. */
export type PolicyInForce = { readonly version: string; readonly artifacts: Artifacts };

export type PolicyDraftView = {
  readonly head: PolicyHead;
  readonly artifacts: Artifacts;
  /** Null when the policy in force cannot be trusted: it may be this draft that mends it. */
  readonly inForce: PolicyInForce | null;
  readonly published: PublishedRules;
};

type Person = { tenantId: string; userId: string };

/** One version with everything its editor needs to judge it as one types. */
export function loadPolicyDraft(person: Person, bundleId: string): Promise<Result<PolicyDraftView>> {
  return settle(async () => {
    const id = bundleIdIn(bundleId) ?? abort("NOT_FOUND");
    const { data } = trustedSet();
    const { head, stored, active } = await inTenant(person, async (tx) => {
      const [found] = await policyHeads(tx, person.tenantId, { ids: [id] });
      const bundle = await tx.policyBundle.findFirst({
        where: { tenantId: person.tenantId, id },
        select: { artifacts: true },
      });
      return {
        head: found ?? abort("NOT_FOUND"),
        stored: bundle?.artifacts ?? abort("NOT_FOUND"),
        active: await settle(() => loadActivePolicy(tx, person.tenantId)),
      };
    });
    return {
      head,
      // The database keeps no order of keys; people read a policy in the order in which it was published.
      artifacts: inOrderOf(artifactsOf(data), stored) as Artifacts,
      inForce: active.ok ? { version: active.value.version, artifacts: active.value.artifacts } : null,
      published: publishedRules(data),
    };
  });
}
