import type { HistoryEntry } from "../document";
import type { Cadence } from "../vocabulary";

/** The cycle that is being decided. */
export interface CurrentCycle {
  readonly id: string;
  readonly cadence: Cadence;
}

/**
 * History as it counts (docs/specs/decision-run.md 6.1): a later entry for the same cycle and cadence takes
 * the place of the earlier one, and one for the current cycle is dropped, because this run replaces it.
 */
export function effectiveHistory(history: readonly HistoryEntry[], current: CurrentCycle): HistoryEntry[] {
  const byCycle = new Map<string, HistoryEntry>();
  for (const entry of history) {
    if (entry.cycle_id === current.id && entry.cadence === current.cadence) continue;
    // A Map keeps the place of the first insertion when a key is set again.
    byCycle.set(`${entry.cadence} ${entry.cycle_id}`, entry);
  }
  return [...byCycle.values()];
}
