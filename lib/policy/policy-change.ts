import {
  type ChangeClass,
  type Classification,
  type CompatibilityPolicy,
  classifyChange,
  readCompatibility,
  requiredVersion,
} from "../../kernel/enforcement";
import type { Artifacts } from "./active-policy";
import { trustedSet } from "./published-set";

export type { ChangeClass, PolicyChange } from "../../kernel/enforcement";

const readOnce = new WeakMap<object, CompatibilityPolicy>();

/** File 04 of the published set: what it says, every company's changes weigh. */
function publishedWeights(): CompatibilityPolicy {
  const set = trustedSet();
  const known = readOnce.get(set);
  if (known) return known;
  const read = readCompatibility(set.data["04"]);
  if (!read.ok) throw new Error(read.issues.map(({ path, message }) => `04 ${path}: ${message}`).join("; "));
  readOnce.set(set, read.policy);
  return read.policy;
}

/** What changed between two policies, heaviest first, and how much that weighs; null when both say the same. */
export function policyChange(before: Artifacts, after: Artifacts): Classification {
  return classifyChange({ artifacts: before }, { artifacts: after }, publishedWeights());
}

/** The least version that the next policy may carry after a change of this class. */
export function neededVersion(beforeVersion: string, changed: ChangeClass | null): string {
  return requiredVersion(beforeVersion, changed, publishedWeights());
}
