import { formatCount, formatNumber } from "@/components/ui/format";
import type { AtlasGate, AtlasGroup } from "@/lib/queries/policy-atlas-view";

/** `12 of 57 classes of request are allowed, 4 once signed, 41 blocked.` */
export function totalsInWords(gates: readonly Pick<AtlasGate, "counts">[]): string {
  const sum = (verdict: AtlasGroup["verdict"]) =>
    gates.reduce((total, { counts }) => total + counts[verdict], 0);
  const [allowed, signable, blocked] = [sum("ALLOWED"), sum("SIGNABLE"), sum("BLOCKED")];
  return `${allowed} of ${allowed + signable + blocked} classes of request are allowed, ${signable} once signed, ${blocked} blocked.`;
}

/** `Allowed once signed by CEO and CFO` */
export function verdictInWords({ verdict, roles }: Pick<AtlasGroup, "verdict" | "roles">): string {
  if (verdict === "SIGNABLE") return `Allowed once signed by ${roles.join(" and ")}`;
  return verdict === "ALLOWED" ? "Allowed" : "Blocked";
}

/** Rules beyond a gate's own conditions, by the end of their names (docs/specs/decision-run.md 5). */
const FURTHER: readonly [string, string][] = [
  [".default_deny", "no rule allows it"],
  [".every_state", "allowed in every state"],
  [".reinstatement", "a paused channel comes back with proof"],
  ["A10(2)", "no growth while a critical trigger fails or in DEFENSIVE mode"],
];

/** What the rule asks, or says, in a clause; null where its reason code says it. */
export function ruleInWords({ rule, when }: AtlasGroup["rules"][number]): string | null {
  if (when !== null) return `when ${clauseOf(when)}`;
  // The clause RUNTIME-A10-2 has a reason code; the invariant A10(2) has none.
  return FURTHER.find(([end]) => rule.endsWith(end))?.[1] ?? null;
}

/** `Any critical_trigger is FAIL` as it reads within a sentence; the names of triggers and states stay as they are. */
function clauseOf(when: string): string {
  const words = when.replace(/\bcritical_trigger(s?)\b/g, "critical trigger$1");
  return /^[A-Z][a-z]/.test(words) ? words.charAt(0).toLowerCase() + words.slice(1) : words;
}

/** Classes of request by the first of them. */
export function classesInWords(labels: readonly string[]): string {
  const count = formatCount(labels.length, "class of request", "classes of request");
  return `${count}${labels.length > 1 ? ", such as" : ":"} ${labels[0] ?? ""}`;
}

/** A share of all situations, never rounded to none or all of them. */
export function shareInWords(part: number, all: number): string {
  if (part === 0) return "none";
  if (part === all) return "all";
  const percent = (part / all) * 100;
  if (percent < 0.1) return "under 0.1%";
  return percent > 99.9 ? "over 99.9%" : `${formatNumber(percent, 1)}%`;
}

/** `every value has one state`, or where it has none or several. */
export function coverInWords({
  gaps,
  overlaps,
}: {
  gaps: readonly Stretch[];
  overlaps: readonly (Stretch & { states: readonly string[] })[];
}): string {
  if (gaps.length + overlaps.length === 0) return "every value has exactly one state";
  return [
    ...gaps.map((gap) => `no state for ${stretchInWords(gap)}`),
    ...overlaps.map((overlap) => `${overlap.states.join(" and ")} for ${stretchInWords(overlap)}`),
  ].join("; ");
}

type Stretch = { from: number | null; fromIncluded: boolean; to: number | null; toIncluded: boolean };

function stretchInWords({ from, fromIncluded, to, toIncluded }: Stretch): string {
  if (from !== null && from === to) return `exactly ${from}`;
  const ends = [
    from === null ? "" : `${fromIncluded ? "from" : "above"} ${from}`,
    to === null ? "" : `${toIncluded ? "up to" : "below"} ${to}`,
  ].filter((end) => end !== "");
  return ends.length === 0 ? "any value" : ends.join(" and ");
}
