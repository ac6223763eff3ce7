import { leverAndEntity } from "./action-identity";
import { CASH_EXPOSURE_PCT } from "./cfo-gates";
import { LEAST_ACTIONS, MOST_ACTIONS } from "./contract";
import type { Draft } from "./draft";
import { byText } from "./figures";
import { cents } from "./money";
import type { CfoScore } from "./score";
import type { TenantView } from "./tenant-view";

export interface Scored {
  readonly draft: Draft;
  readonly score: CfoScore;
}

/** Beyond the third, an action has to be worth at least this share of the best one. */
const WORTH_ADDING = 0.2;
/** So that no one part of the company is changed in many ways at once, and what worked can be told apart. */
const MOST_PER_SUBSYSTEM = 2;
/** Cuts of one cycle together take at most this share of the running budgets. */
const MOST_CUT_SHARE = 0.3;

/** Highest score first; where scores are equal the ids decide, so that no order of rows does. */
export function ranked<S extends Scored>(scored: readonly S[]): S[] {
  return [...scored].sort(
    (a, b) => b.score.total - a.score.total || byText(a.draft.actionId, b.draft.actionId),
  );
}

/**
 * The three to seven that go together: one per lever and entity, one per campaign, within the spend that all of them
 * together may add. What scores below zero is taken only where fewer than three are left.
 */
export function selected<S extends Scored>(scored: readonly S[], view: TenantView): S[] {
  const inOrder = ranked(scored);
  const basket = new Basket<S>(view);
  const best = inOrder[0]?.score.total ?? 0;
  const isWorthIt = ({ score }: S) =>
    score.total > 0 && (basket.size < LEAST_ACTIONS || score.total >= best * WORTH_ADDING);
  for (const each of inOrder)
    if (!each.draft.paidByCuts && isWorthIt(each)) basket.add(each, MOST_PER_SUBSYSTEM);
  // What moves money comes when the cuts that free it are there.
  for (const each of inOrder)
    if (each.draft.paidByCuts && isWorthIt(each)) basket.add(each, MOST_PER_SUBSYSTEM + 1);
  for (const each of inOrder) if (basket.size < LEAST_ACTIONS) basket.add(each, MOST_ACTIONS);
  return ranked(basket.content);
}

class Basket<S extends Scored> {
  readonly content: S[] = [];
  private readonly view: TenantView;
  private readonly taken = new Set<string>();
  private readonly perSubsystem = new Map<string, number>();
  private added = 0;
  private saved = 0;

  constructor(view: TenantView) {
    this.view = view;
  }

  get size(): number {
    return this.content.length;
  }

  add(each: S, most: number): void {
    const { draft } = each;
    const names = namesOf(draft);
    const before = this.perSubsystem.get(draft.candidate.owner_subsystem) ?? 0;
    if (this.size >= MOST_ACTIONS || before >= most || names.some((name) => this.taken.has(name))) return;
    if (!this.isAffordable(draft)) return;
    for (const name of names) this.taken.add(name);
    this.perSubsystem.set(draft.candidate.owner_subsystem, before + 1);
    if (draft.dailySpend < 0) this.saved = cents(this.saved - draft.dailySpend);
    else if (draft.paidByCuts) this.saved = cents(this.saved - draft.dailySpend);
    else this.added = cents(this.added + draft.dailySpend);
    this.content.push(each);
  }

  private isAffordable({ dailySpend, paidByCuts }: Draft): boolean {
    const { dailyBudget, input, gates } = this.view;
    if (dailySpend < 0) return this.saved - dailySpend <= dailyBudget * MOST_CUT_SHARE;
    if (dailySpend === 0) return true;
    if (paidByCuts) return dailySpend <= this.saved;
    const added = this.added + dailySpend;
    const cash = gates.has("cash_constrained")
      ? (dailyBudget * CASH_EXPOSURE_PCT) / 100
      : Number.POSITIVE_INFINITY;
    return added <= cash && dailyBudget + added <= input.guardrails.max_daily_spend;
  }
}

/** A campaign and its channels are one thing: two changes to it at once could not be told apart afterwards. */
function namesOf({ lever, entity }: Draft): string[] {
  const own = leverAndEntity(lever, entity.ref);
  return entity.campaign === null ? [own] : [own, `campaign:${entity.campaign.id}`];
}
