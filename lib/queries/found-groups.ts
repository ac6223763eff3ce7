import type { TriggerState } from "../../kernel/enforcement";
import type { RequestStatus } from "./requests";

/** One thing that was found. */
export type Found = {
  key: string;
  title: string;
  /** In a few words: what it is and where it stands. */
  about: string;
  /** After the company's own address. */
  path: string;
  /** A request's status or a trigger's state. */
  state?: RequestStatus | TriggerState;
  amountUsd?: number;
  /** Whether the amount is paid each month. */
  isMonthly?: boolean;
  /** Its path is an address of its own, outside of any company. */
  isOutside?: boolean;
  /** It is named by its number, and was typed by it. */
  isExact?: boolean;
};

export type FoundGroup = { group: string; items: Found[] };

export const MOST_FOUND = 30;

/** Takes from the longest group, and of equals from the last, until no more than the most are left. */
export function boundGroups(groups: readonly FoundGroup[], most = MOST_FOUND): FoundGroup[] {
  const bounded = groups.map(({ group, items }) => ({ group, items: [...items] }));
  let total = bounded.reduce((sum, { items }) => sum + items.length, 0);
  for (; total > most; total -= 1) {
    const longest = bounded.reduce((one, other) => (other.items.length >= one.items.length ? other : one));
    longest.items.pop();
  }
  return bounded.filter(({ items }) => items.length > 0);
}
