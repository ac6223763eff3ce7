import type { PolicyHead } from "@/lib/queries/policy-head";

export type PolicyDeed = { what: string; by: string | null; at: Date };

/** Who had a hand in a version, in the order in which it happened. */
export function peopleOf({
  stage,
  drafted,
  proposed,
  signatures,
  activatedAt,
  endedAt,
  endedBy,
}: Pick<
  PolicyHead,
  "stage" | "drafted" | "proposed" | "signatures" | "activatedAt" | "endedAt" | "endedBy"
>): PolicyDeed[] {
  const deeds: PolicyDeed[] = [{ what: activatedAt && !proposed ? "Laid down" : "Drafted", ...drafted }];
  if (proposed) deeds.push({ what: "Proposed", ...proposed });
  for (const { role, verdict, by, at } of signatures)
    deeds.push({ what: verdict === "APPROVE" ? `Signed as ${role}` : `Declined as ${role}`, by, at });
  if (stage === "WITHDRAWN" && endedAt) deeds.push({ what: "Withdrawn", by: endedBy, at: endedAt });
  if (stage === "DISCARDED" && endedAt) deeds.push({ what: "Discarded", by: endedBy, at: endedAt });
  return deeds;
}
