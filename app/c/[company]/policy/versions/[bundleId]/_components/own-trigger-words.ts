import type { OwnTrigger } from "@/lib/queries/policy-version";

const KINDS = {
  monthly: "one figure a month",
  weekly: "one figure a week",
  amount: "one figure",
  target: "one figure for each month of the plan",
} as const;

/** `T9 needs NetNewARR_quarter (USD, one figure): somebody must supply it.` */
export function needsInWords(shortId: string, needs: OwnTrigger["needs"]): string {
  if (needs.length === 0) return `${shortId} is worked out from figures that are known already.`;
  const named = needs.map(({ name, kind, unit }) => `${name} (${unit}, ${KINDS[kind]})`);
  const list = named.length === 1 ? named[0] : `${named.slice(0, -1).join(", ")} and ${named.at(-1)}`;
  return `${shortId} needs ${list}: somebody must supply ${needs.length === 1 ? "it" : "them"} in each cycle.`;
}
