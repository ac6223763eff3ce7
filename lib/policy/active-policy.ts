import canonicalize from "canonicalize";
import { type CompiledPolicy, compile } from "../../kernel/enforcement";
import { hashContent } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import { abort } from "../failures";
import { trustedSet } from "./published-set";

export type Artifacts = Record<string, unknown>;

export type ActivePolicy = {
  bundleId: string;
  version: string;
  hash: string;
  artifacts: Artifacts;
  compiled: CompiledPolicy;
};

/** The hash under which a policy is published: `sha256:` over the canonical JSON of its four artifacts. */
export function policyHash(artifacts: Artifacts): string {
  const content = canonicalize(artifacts);
  if (content === undefined) throw new Error("artifacts are a JSON object");
  return `sha256:${hashContent(content)}`;
}

// Compiling costs more than a decision; policies are few and immutable, so a handful by hash is enough.
const CACHE_SIZE = 64;
const compiledByHash = new Map<string, CompiledPolicy>();

function compiledOnce(hash: string, artifacts: Artifacts): CompiledPolicy {
  const known = compiledByHash.get(hash);
  if (known) return known;
  const compiled = compile(artifacts);
  if (compiledByHash.size >= CACHE_SIZE) {
    const oldest = compiledByHash.keys().next().value;
    if (oldest !== undefined) compiledByHash.delete(oldest);
  }
  compiledByHash.set(hash, compiled);
  return compiled;
}

type StoredPolicy = { id: string; version: string; hash: string; artifacts: unknown };

/**
 * A stored policy, ready to decide under. Aborts with POLICY_UNTRUSTED when the published set by which it is read is not
 * the one that was released, or when the stored artifacts do not hash to the stored hash, or cannot be enforced: nothing
 * is decided on such a policy.
 */
export function trustedPolicy(bundle: StoredPolicy): ActivePolicy {
  trustedSet();
  const artifacts = bundle.artifacts as Artifacts;
  // Recomputed on each load, on purpose: the cache below must never vouch for a row that was altered.
  if (policyHash(artifacts) !== bundle.hash) return abort("POLICY_UNTRUSTED");
  const compiled = compiledOnce(bundle.hash, artifacts);
  if (compiled.findings.length > 0) {
    return abort(
      "POLICY_UNTRUSTED",
      `Policy ${bundle.version} cannot be enforced: ${compiled.findings[0]?.message}`,
    );
  }
  return { bundleId: bundle.id, version: bundle.version, hash: bundle.hash, artifacts, compiled };
}

/** The policy in force for the tenant of the transaction: what every request is decided under. */
export async function loadActivePolicy(tx: Transaction, tenantId: string): Promise<ActivePolicy> {
  trustedSet();
  const bundle = await tx.policyBundle.findFirst({ where: { tenantId, status: "ACTIVE" } });
  if (!bundle)
    return abort("POLICY_UNTRUSTED", "No policy is in force for this company, so nothing is decided.");
  return trustedPolicy(bundle);
}
