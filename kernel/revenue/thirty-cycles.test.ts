import { describe, expect, it } from "vitest";
import { leverAndEntity, leverOf, valueText } from "./action-identity";
import type { Action, KernelInput, LeverValue } from "./contract";
import { dayNumber, dayOf } from "./figures";
import { cycleOf } from "./testing/cycles";
import { healthyInput, LAST_DAY, underperformingInput } from "./testing/inputs";
import { type Fate, resultOf } from "./testing/results";

const CYCLES = 30;
/** The longest window: every action of a cycle has ended when the next one runs. */
const DAYS_BETWEEN = 28;
/** As far back as results are read. */
const LEARNING_DAYS = 180;

/** What the executor would have changed: the campaigns and settings that the next cycle reads. */
function changed(input: KernelInput, { target_entity, proposed_change: change }: Action): KernelInput {
  const set = <Row extends object>(row: Row, field = change.field) => ({ ...row, [field]: change.new_value });
  const { type, id } = target_entity;
  if (type === "settings") {
    const settings = Object.entries(input.config.settings).map(([name, fields]) => [
      name,
      name === id ? set(fields) : fields,
    ]);
    return { ...input, config: { ...input.config, settings: Object.fromEntries(settings) } };
  }
  const field = change.field === "target_segment" ? "segment" : change.field;
  const campaigns = input.campaigns.map((campaign) => ({
    ...(campaign.id === id ? set(campaign, field) : campaign),
    channels: campaign.channels.map((channel) => (channel.id === id ? set(channel) : channel)),
  }));
  return { ...input, campaigns };
}

type Move = { at: number; place: string; from: LeverValue; to: LeverValue; worked: boolean };

/** Thirty cycles one after another, all signed; what comes of the actions goes round in the given order. */
function thirtyCycles(start: KernelInput, fates: readonly Fate[]) {
  let input = start;
  let ended = 0;
  const counts: number[] = [];
  const moves: Move[] = [];
  for (let cycle = 0; cycle < CYCLES; cycle += 1) {
    const { actions } = cycleOf(input).output;
    counts.push(actions.length);
    const day = dayNumber(LAST_DAY) + cycle * DAYS_BETWEEN;
    const results = actions.map((action) => {
      const fate = fates[ended % fates.length] ?? "no_change";
      ended += 1;
      const { current_value: from, new_value: to } = action.proposed_change;
      const place = leverAndEntity(leverOf(action), action.target_entity);
      moves.push({ at: day, place, from, to, worked: fate === "improved" });
      return { ...resultOf(action, fate), finished_on: dayOf(day + DAYS_BETWEEN) };
    });
    const known = input.recent_action_results.filter(
      ({ finished_on }) => dayNumber(finished_on) > day + DAYS_BETWEEN - LEARNING_DAYS,
    );
    input = actions.reduce(changed, { ...input, recent_action_results: [...results, ...known] });
  }
  return { counts, moves };
}

/** Moves that put a value back that a success had replaced not long before. Money that is saved is no swing. */
function swings(moves: readonly Move[]): Move[] {
  return moves.filter((move) =>
    moves.some(
      (before) =>
        before.worked &&
        before.place === move.place &&
        before.at < move.at &&
        move.at - before.at < LEARNING_DAYS &&
        valueText(before.from) === valueText(move.to) &&
        !(move.place.startsWith("campaigns.budget") && Number(move.to) < Number(move.from)),
    ),
  );
}

describe.each([
  ["healthy", healthyInput],
  ["underperforming", underperformingInput],
] as const)("thirty cycles of a %s company", (_, make) => {
  it.each([
    ["everything works", ["improved"]],
    ["a third works", ["improved", "failed", "no_change"]],
    ["nothing works", ["failed", "hurt", "no_change"]],
  ] as const)("give three to seven actions each, and never swing, when %s", (_, fates) => {
    const { counts, moves } = thirtyCycles(make(), fates);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(3);
    expect(Math.max(...counts)).toBeLessThanOrEqual(7);
    expect(swings(moves)).toEqual([]);
  });
});
