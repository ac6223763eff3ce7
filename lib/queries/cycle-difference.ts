import { leverAndEntity, leverOf, valueText } from "../../kernel/revenue/action-identity";
import type {
  Action,
  CfoGate,
  KernelInput,
  KernelOutput,
  SuppressedAction,
} from "../../kernel/revenue/contract";
import type { ActionStatus } from "./action-status";

export type PastResult = KernelInput["recent_action_results"][number];

/** One cycle as far as two are compared: what it said, and the results that it knew. */
export type ComparedCycle = Pick<KernelOutput, "cycle_summary" | "actions" | "suppressed_actions"> & {
  results: readonly PastResult[];
};

/** Why an action of the cycle before is not among these: held back, or not among the best any more. */
export type GoneAction = {
  action: Action;
  heldBack: Pick<SuppressedAction, "by" | "reason"> | null;
  results: PastResult[];
  /** What has become of it since. */
  status: ActionStatus | null;
};

export type NewAction = { action: Action; results: PastResult[] };

export type CycleDifference = {
  constraint:
    | [
        before: KernelOutput["cycle_summary"]["binding_constraint"],
        now: KernelOutput["cycle_summary"]["binding_constraint"],
      ]
    | null;
  priority: [before: Action["target_metric"], now: Action["target_metric"]] | null;
  gatesTriggered: CfoGate[];
  gatesEased: CfoGate[];
  /** Results that this cycle knew and the one before did not. */
  learnt: PastResult[];
  added: NewAction[];
  /** The same lever on the same entity, and another value. */
  altered: (NewAction & { before: Action["proposed_change"]["new_value"] })[];
  repeated: Action[];
  gone: GoneAction[];
};

const placeOf = (action: Action) => leverAndEntity(leverOf(action), action.target_entity);
const placeOfResult = ({ lever, target_entity }: PastResult) => leverAndEntity(lever, target_entity);
const keyOfResult = ({ action_id, status, finished_on }: PastResult) =>
  `${action_id} ${status} ${finished_on}`;

/**
 * What a cycle says otherwise than the one before, and because of which results. Two actions are the same when they
 * change the same thing to the same value: their ids say so, and never when.
 */
export function cycleDifference(
  before: ComparedCycle,
  now: ComparedCycle,
  standing: ReadonlyMap<string, ActionStatus>,
): CycleDifference {
  const known = new Set(before.results.map(keyOfResult));
  const learnt = now.results.filter((result) => !known.has(keyOfResult(result)));
  const learntOf = (action: Action) => learnt.filter((result) => placeOfResult(result) === placeOf(action));
  const earlier = new Map(before.actions.map((action) => [placeOf(action), action]));
  const present = new Set(now.actions.map(placeOf));
  const fresh = now.actions.map((action) => ({ action, earlier: earlier.get(placeOf(action)) }));
  const [summary, previous] = [now.cycle_summary, before.cycle_summary];
  return {
    constraint: changed(previous.binding_constraint, summary.binding_constraint),
    priority: changed(previous.priority_metric, summary.priority_metric),
    ...gatesOf(previous, summary),
    learnt,
    added: fresh.flatMap(({ action, earlier: old }) => (old ? [] : [{ action, results: learntOf(action) }])),
    altered: fresh.flatMap(({ action, earlier: old }) =>
      old && !isSame(old, action)
        ? [{ action, results: learntOf(action), before: old.proposed_change.new_value }]
        : [],
    ),
    repeated: fresh.flatMap(({ action, earlier: old }) => (old && isSame(old, action) ? [action] : [])),
    gone: before.actions
      .filter((action) => !present.has(placeOf(action)))
      .map((action) => ({
        action,
        heldBack: heldBack(now.suppressed_actions, action),
        results: learntOf(action),
        status: standing.get(action.action_id) ?? null,
      })),
  };
}

const changed = <T>(before: T, now: T): [T, T] | null => (before === now ? null : [before, now]);

const isSame = (one: Action, other: Action) =>
  valueText(one.proposed_change.new_value) === valueText(other.proposed_change.new_value);

function gatesOf(before: KernelOutput["cycle_summary"], now: KernelOutput["cycle_summary"]) {
  const earlier = before.cfo_gates_triggered.map(({ gate }) => gate);
  const present = now.cfo_gates_triggered.map(({ gate }) => gate);
  return {
    gatesTriggered: present.filter((gate) => !earlier.includes(gate)),
    gatesEased: earlier.filter((gate) => !present.includes(gate)),
  };
}

/** The very change when it was thought of again, else whatever was thought of at the same place. */
function heldBack(suppressed: readonly SuppressedAction[], action: Action): GoneAction["heldBack"] {
  const same =
    suppressed.find(({ action_id }) => action_id === action.action_id) ??
    suppressed.find((each) => leverAndEntity(each.lever, each.target_entity) === placeOf(action));
  return same ? { by: same.by, reason: same.reason } : null;
}
