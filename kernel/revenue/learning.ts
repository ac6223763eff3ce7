import { leverAndEntity, valueText } from "./action-identity";
import { clamp } from "./constraint";
import type { KernelInput, LeverValue } from "./contract";
import { byText } from "./figures";
import { sumOf } from "./tenant-view";

type Result = KernelInput["recent_action_results"][number];
type Entity = { readonly type: string; readonly id: string };

/** What one result adds to, or takes away from, the score of the next pull of the same lever on the same entity. */
const REWARD = { improved: 0.15, no_change: -0.08, hurt: -0.25, failed: -0.2, rejected: -0.15 } as const;
const MOST_REWARD = 0.3;
const MOST_PENALTY = -0.5;
/** A result counts at least so much, however noisy the series was. */
const LEAST_WEIGHT = 0.5;

/** What was tried before, by lever and entity. */
export class Lessons {
  private readonly results = new Map<string, Result[]>();

  constructor(results: readonly Result[]) {
    for (const result of results) {
      const key = leverAndEntity(result.lever, result.target_entity);
      this.results.set(key, [...(this.results.get(key) ?? []), result]);
    }
  }

  /** Above zero where the lever worked on this entity, below where it did not; 0 where it was never pulled. */
  rewardFor(lever: string, entity: Entity): number {
    const rewards = this.about(lever, entity).map(rewardOf);
    return Math.round(clamp(sumOf(rewards), MOST_PENALTY, MOST_REWARD) * 1e4) / 1e4;
  }

  /** Why the very same change is not proposed again; null where nothing speaks against it. */
  againstRepeating(lever: string, entity: Entity, newValue: LeverValue): string | null {
    const wanted = valueText(newValue);
    const same = this.about(lever, entity).filter(
      ({ proposed_change }) => valueText(proposed_change.new_value) === wanted,
    );
    const spoken = same.map(fateOf).filter((fate) => fate !== "improved");
    const worst = (["hurt", "failed", "rejected", "no_change"] as const).find((fate) =>
      spoken.includes(fate),
    );
    return worst === undefined ? null : `The same change was made before: ${FATE_WORDS[worst]}.`;
  }

  /**
   * Why the change would undo one that worked; null where it would not. Two ideas may want a lever moved opposite ways,
   * and each may look right after the other: without this the loop would swing between them for good. Of amounts the
   * newest success tells the direction; of words and switches, none that a success replaced comes back.
   */
  againstUndoing(
    lever: string,
    entity: Entity,
    { current_value: from, new_value: to }: Pick<Result["proposed_change"], "current_value" | "new_value">,
  ): string | null {
    const worked = this.about(lever, entity).filter((result) => fateOf(result) === "improved");
    const newest = [...worked].sort((a, b) => byText(ageOf(a), ageOf(b))).at(-1);
    const way = newest === undefined ? 0 : wayOf(newest.proposed_change);
    const isUndone =
      way === 0
        ? worked.some(({ proposed_change: { current_value } }) => valueText(current_value) === valueText(to))
        : wayOf({ current_value: from, new_value: to }) === -way;
    return isUndone ? "It would undo a change that worked." : null;
  }

  private about(lever: string, entity: Entity): readonly Result[] {
    return this.results.get(leverAndEntity(lever, entity)) ?? [];
  }
}

/** Two that ended on one day are told apart by what they did. */
const ageOf = ({ finished_on, action_id }: Result): string => `${finished_on} ${action_id}`;

/** 1 where an amount was raised, -1 where it was lowered, 0 for everything that is no amount. */
function wayOf({ current_value: from, new_value: to }: { current_value: LeverValue; new_value: LeverValue }) {
  return typeof from === "number" && typeof to === "number" ? Math.sign(to - from) : 0;
}

type Fate = keyof typeof REWARD;

const FATE_WORDS: Readonly<Record<Exclude<Fate, "improved">, string>> = {
  hurt: "its target went the wrong way",
  failed: "it did not do what was expected, or was stopped",
  rejected: "a person said no, or took it back",
  no_change: "nothing measurable came of it",
};

function fateOf({ status, outcome }: Result): Fate {
  if (status === "rejected" || status === "reverted") return "rejected";
  if (outcome === "hurt") return "hurt";
  // Better than before, if not by as much as expected: nothing to punish, and nothing to repeat.
  if (status === "failed") return outcome === "improved" ? "no_change" : "failed";
  if (status === "aborted") return "failed";
  return outcome ?? "no_change";
}

function rewardOf(result: Result): number {
  const fate = fateOf(result);
  if (fate === "rejected") return REWARD.rejected;
  return REWARD[fate] * (LEAST_WEIGHT + (1 - LEAST_WEIGHT) * (result.confidence ?? 0));
}
