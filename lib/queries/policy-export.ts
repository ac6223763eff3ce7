import { inTenant } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { type Artifacts, policyHash } from "../policy/active-policy";
import { companySet } from "../policy/company-set";
import { neededVersion, policyChange } from "../policy/policy-change";
import { bundleIdIn } from "./policy-head";
import { idInForce } from "./policy-versions";
import type { Person } from "./waiting";

/** The archive of the whole set, and the part of its file name that says which version it is. */
export type PolicyExport = { name: string; archive: string };

const RELEASED = /^\d+\.\d+\.\d+$/;

/** A version as a publication set of eleven files in one, verified before it leaves. */
export function loadPolicyExport(person: Person, bundleId: string): Promise<Result<PolicyExport>> {
  return settle(async () => {
    const { wanted, inForce } = await inTenant(person, (tx) => storedPair(tx, person.tenantId, bundleId));
    const artifacts = wanted.artifacts as Artifacts;
    if (policyHash(artifacts) !== wanted.hash)
      return abort(
        "POLICY_UNTRUSTED",
        "The content of this version does not match its hash, so it is not handed out.",
      );
    return { name: wanted.version, archive: companySet(artifacts, versionOf(wanted, inForce)) };
  });
}

type Stored = { version: string; hash: string; artifacts: unknown };

async function storedPair(
  tx: Parameters<Parameters<typeof inTenant>[1]>[0],
  tenantId: string,
  bundleId: string,
): Promise<{ wanted: Stored; inForce: Stored | null }> {
  const id = bundleIdIn(bundleId);
  const active = await idInForce(tx, tenantId);
  const rows = await tx.policyBundle.findMany({
    where: { tenantId, id: { in: [id, active].filter((each) => each !== null) } },
    select: { id: true, version: true, hash: true, artifacts: true },
  });
  const wanted = rows.find((row) => row.id === id);
  if (!wanted) return abort("NOT_FOUND", "There is no such policy version in this company.");
  return { wanted, inForce: rows.find((row) => row.id === active) ?? null };
}

/** A set carries a version of three numbers; a draft has none yet and goes under the one that it would need. */
function versionOf({ version, artifacts }: Stored, inForce: Stored | null): string {
  if (RELEASED.test(version)) return version;
  if (!inForce) return "0.0.0";
  const { class: changed } = policyChange(inForce.artifacts as Artifacts, artifacts as Artifacts);
  const needed = neededVersion(inForce.version, changed);
  return RELEASED.test(needed) ? needed : "0.0.0";
}
