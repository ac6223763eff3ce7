import { inTenant } from "../db/tenant-transaction";
import { type Result, settle } from "../failures";
import { loadActivePolicy } from "../policy/active-policy";
import { type PublishedRules, publishedRules } from "../policy/published-rules";
import { trustedSet } from "../policy/published-set";
import type { PolicyInForce } from "./policy-draft";
import type { Person } from "./waiting";

/** What an incoming policy is judged by before it is sent: the published rules, and the policy in force beside it. */
export type PolicyImportView = { published: PublishedRules; inForce: PolicyInForce | null };

export function loadPolicyImport(person: Person): Promise<Result<PolicyImportView>> {
  return settle(async () => {
    const { data } = trustedSet();
    // A company whose policy cannot be trusted may well be mended by an import.
    const active = await settle(() => inTenant(person, (tx) => loadActivePolicy(tx, person.tenantId)));
    const inForce = active.ok ? { version: active.value.version, artifacts: active.value.artifacts } : null;
    return { published: publishedRules(data), inForce };
  });
}
