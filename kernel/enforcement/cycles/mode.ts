/** DEFENSIVE mode (contract A7), replayed from history; it follows trigger states alone. */
import { own } from "../artifacts/values";
import type { HistoryEntry } from "../document";
import type { CompiledPolicy } from "../policy";
import type { ModeReport } from "../report";
import type { Mode, TriggerState } from "../vocabulary";
import { type CurrentCycle, effectiveHistory } from "./history";

/** RUNTIME-A7-2: so many cycles in a row with every critical trigger PASS end DEFENSIVE mode. */
export const PASS_CYCLES_TO_LEAVE = 2;

export interface ModeReplay extends ModeReport {
  readonly before: Mode;
}

interface Standing {
  readonly mode: Mode;
  readonly passes: number;
}

/**
 * Replays weekly and monthly cycles as one sequence, starting NORMAL, and then the current cycle.
 * `current.states` is by short id, history by full id; a critical trigger that is absent is UNKNOWN.
 */
export function replayMode(
  policy: Pick<CompiledPolicy, "triggers">,
  history: readonly HistoryEntry[],
  current: CurrentCycle & { readonly states: Readonly<Record<string, TriggerState>> },
): ModeReplay {
  const critical = policy.triggers.filter((trigger) => trigger.critical);
  let standing: Standing = { mode: "NORMAL", passes: 0 };
  for (const entry of effectiveHistory(history, current)) {
    standing = next(
      standing,
      critical.map(({ id }) => own(entry.states, id)),
    );
  }
  const after = next(
    standing,
    critical.map(({ shortId }) => own(current.states, shortId)),
  );
  return { before: standing.mode, after: after.mode, consecutive_pass_cycles: after.passes };
}

/** RUNTIME-A7-1 and A7-2: one cycle's critical states change the standing. UNKNOWN counts as FAIL. */
function next({ mode, passes }: Standing, critical: readonly unknown[]): Standing {
  if (critical.some((state) => state !== "PASS" && state !== "WATCH"))
    return { mode: "DEFENSIVE", passes: 0 };
  if (critical.some((state) => state === "WATCH")) return { mode, passes: 0 };
  const leaves = passes + 1 >= PASS_CYCLES_TO_LEAVE;
  return { mode: leaves ? "NORMAL" : mode, passes: passes + 1 };
}
