import type { ChannelSpend, FunctionSpend } from "@/lib/queries/review-spend";

/** Of whole dollars, as the rows are written: a column on the screen adds up to what stands below it. */
const sum = (figures: readonly number[]): number =>
  figures.reduce((whole, each) => whole + Math.round(each), 0);

/** What is missing of a budget is not known: without it there is no whole to compare with. */
function wholeBudget(rows: readonly { budgetUsd: number | null }[]): number | null {
  const known = rows.flatMap(({ budgetUsd }) => (budgetUsd === null ? [] : [budgetUsd]));
  return known.length === rows.length ? sum(known) : null;
}

export function functionsTotal(rows: readonly FunctionSpend[]): Omit<FunctionSpend, "function"> {
  const before = rows.flatMap(({ beforeUsd }) => (beforeUsd === null ? [] : [beforeUsd]));
  return {
    fixedUsd: sum(rows.map(({ fixedUsd }) => fixedUsd)),
    variableUsd: sum(rows.map(({ variableUsd }) => variableUsd)),
    totalUsd: sum(rows.map(({ totalUsd }) => totalUsd)),
    budgetUsd: wholeBudget(rows),
    // Where nothing was posted nothing was spent, as far as the books know.
    beforeUsd: before.length === 0 ? null : sum(before),
  };
}

export function channelsTotal(rows: readonly ChannelSpend[]): Omit<ChannelSpend, "channel"> {
  return { spentUsd: sum(rows.map(({ spentUsd }) => spentUsd)), budgetUsd: wholeBudget(rows) };
}
