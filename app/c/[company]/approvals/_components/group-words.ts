import { ruleHref } from "@/components/governance/gate-summary";
import { GATE_WORDS } from "@/components/governance/request-words";
import { formatMoney } from "@/components/ui/format";
import type { AwaitedSignature, Basis } from "@/lib/queries/approvals";
import type { InboxGroup } from "@/lib/queries/inbox";

export type GroupShown = {
  group: string;
  gate: string;
  /** Why the gate lets each of them through: its rules, each with the place that says it in words. */
  rules: { rule: string; href: string }[];
  /** Whom they wait for, and on what they rest. */
  basis: string;
  /** The role that is signed as, and for whom if it is not one's own. */
  signAs: string;
  forName: string | null;
  delegationId: string | null;
  /** "total $12,400 a year". */
  total: string;
  needsCode: boolean;
  sawCycleId: string | null;
  items: { reference: string; revision: number; title: string; amount: string; requesterName: string }[];
};

/** One group as its button and its confirmation say it; all of it is what the server will be asked to sign. */
export function groupShown({ group, items }: InboxGroup, basis: Basis, company: string): GroupShown {
  const [first] = items;
  if (!first?.hand) throw new Error("a group holds what can be signed");
  const cycle = basis.cycleKey ? `cycle ${basis.cycleKey}` : "no closed cycle";
  return {
    group,
    gate: GATE_WORDS[first.gateId].name,
    rules: first.rules.map((rule) => ({ rule, href: ruleHref(company, { rule }) })),
    basis: `waits for ${awaitedWords(first)} · ${cycle}, ${basis.mode}`,
    signAs: first.hand.role,
    forName: first.hand.forName,
    delegationId: first.hand.delegationId,
    total: totalOf(items),
    needsCode: items.some(({ needsCode }) => needsCode),
    sawCycleId: basis.cycleId,
    items: items.map((item) => ({
      reference: item.reference,
      revision: item.revision,
      title: item.title,
      amount: amountOf(item),
      requesterName: item.requesterName,
    })),
  };
}

/** Whose signatures it takes: of each of them, or of any one. */
export function awaitedWords({
  awaits,
  oneIsEnough,
}: Pick<AwaitedSignature, "awaits" | "oneIsEnough">): string {
  return awaits.join(oneIsEnough ? " or " : " and ");
}

/** Over twelve months, so that what is paid by the month and what is paid once can stand in one sum. */
export function totalOf(items: readonly Pick<AwaitedSignature, "yearlyUsd">[]): string {
  const stated = items.flatMap(({ yearlyUsd }) => (yearlyUsd === null ? [] : [yearlyUsd]));
  if (stated.length === 0) return "no amounts stated";
  const sum = formatMoney(stated.reduce((total, each) => total + each, 0));
  const unstated = items.length - stated.length;
  return `total ${sum} in twelve months${unstated > 0 ? `, ${unstated} without an amount` : ""}`;
}

function amountOf({ amountUsd, yearlyUsd }: AwaitedSignature): string {
  if (amountUsd === null) return "no amount stated";
  return `${formatMoney(amountUsd)}${yearlyUsd !== amountUsd ? " a month" : ""}`;
}
