import { compile } from "../../kernel/enforcement";
import { inTenant } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { type Artifacts, policyHash } from "../policy/active-policy";
import { bundleIdIn, type PolicyHead, policyHeads } from "./policy-head";
import { differenceFrom, type PolicyDifference } from "./policy-version";
import { choiceOf, type PolicyChoice, policyChoiceHeads } from "./policy-versions";
import type { Person } from "./waiting";

export type PolicyComparison = {
  choices: PolicyChoice[];
  from: PolicyChoice;
  to: PolicyChoice;
  difference: PolicyDifference;
  /** Versions of the two whose content no longer hashes to their hash. */
  untrusted: string[];
  /** Whether both can be laid out over every situation. */
  isComparable: boolean;
};

/**
 * Any two versions side by side. What the address leaves out is the policy in force, and the newest version beside
 * it; a version of another company does not exist here.
 */
export function comparePolicies(
  person: Person,
  asked: { from?: string; to?: string },
): Promise<Result<PolicyComparison>> {
  return settle(() =>
    inTenant(person, async (tx) => {
      const { tenantId } = person;
      const heads = await policyChoiceHeads(tx, tenantId);
      const named = async (text: string | undefined): Promise<PolicyHead | null> => {
        if (text === undefined || text === "") return null;
        const id = bundleIdIn(text);
        const known = heads.find((head) => head.id === id);
        const [head] = known ? [known] : id ? await policyHeads(tx, tenantId, { ids: [id] }) : [];
        return head ?? abort("NOT_FOUND", "There is no such policy version in this company.");
      };
      const active = heads.find(({ stage }) => stage === "ACTIVE") ?? heads.at(-1);
      const from = (await named(asked.from)) ?? active;
      const to = (await named(asked.to)) ?? heads.find(({ id }) => id !== from?.id) ?? from;
      if (!from || !to) return abort("NOT_FOUND", "This company has no policy.");
      const rows = await tx.policyBundle.findMany({
        where: { tenantId, id: { in: [from.id, to.id] } },
        select: { id: true, version: true, hash: true, artifacts: true },
      });
      const artifactsOf = (id: string) => rows.find((row) => row.id === id)?.artifacts as Artifacts;
      const untrusted = rows
        .filter((row) => policyHash(row.artifacts as Artifacts) !== row.hash)
        .map(({ version }) => version);
      const isSound = rows.every((row) => compile(row.artifacts as Artifacts).findings.length === 0);
      return {
        choices: heads.map(choiceOf),
        from: choiceOf(from),
        to: choiceOf(to),
        difference: differenceFrom(
          { choice: choiceOf(from), artifacts: artifactsOf(from.id) },
          artifactsOf(to.id),
        ),
        untrusted,
        isComparable: untrusted.length === 0 && isSound,
      };
    }),
  );
}
