import { StateBadge, wordOf } from "@/components/governance/state-badge";
import { type TriggerState, triggerShortId } from "@/kernel/enforcement";
import classes from "./cycles.module.css";

type State = { triggerId: string; state: TriggerState; carriedFrom: string | null };

/** The triggers of a cycle in one line: icon, id and word each; a carried one says so. */
export function CycleStates({ states }: { states: readonly State[] }) {
  return (
    <ul className={classes.states} aria-label="States of the triggers">
      {states.map(({ triggerId, state, carriedFrom }) => {
        const carried = carriedFrom ? `, carried from ${carriedFrom}` : "";
        return (
          <li key={triggerId} title={`${triggerShortId(triggerId)} ${wordOf(state)}${carried}`}>
            <StateBadge state={state} label={`${triggerShortId(triggerId)} ${wordOf(state)}`} />
          </li>
        );
      })}
    </ul>
  );
}
