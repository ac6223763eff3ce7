/**
 * The cycles of the past once more, under another policy or on other figures, one after the other as they were evaluated:
 * a cycle takes the place in which it first closes, one that is evaluated again keeps it, and what came behind it then
 * follows.
 */
import { own } from "../artifacts/values";
import { checkDataSla, missingMinimumFields } from "../cycles/data-sla";
import { dueEscalations } from "../cycles/escalations";
import { replayMode } from "../cycles/mode";
import type { HistoryEntry, RunDocument } from "../document";
import type { CompiledPolicy, CompiledTrigger } from "../policy";
import { outcomeOf, type ReasonCode, sortedCodes } from "../reason-codes";
import type { TriggerEvaluation } from "../report";
import { evaluateTriggers, isMeasured } from "../triggers/evaluate";
import type { Mode, TriggerState } from "../vocabulary";
import { triggerShortId } from "../vocabulary";
import { cycleName, type RecordedCycle, type RecordedDocument } from "./backtest-history";
import { RecordedPlaces } from "./backtest-record";

/** A value that missing facts leave open: as it is at best, and at worst. Both are the same where nothing is open. */
export interface Range<T> {
  readonly best: T;
  readonly worst: T;
}

/** On what the past is played again: under which policy, on which figures, on which history. */
export interface ReplayRules {
  readonly policyOf: (cycle: RecordedCycle) => CompiledPolicy;
  readonly documentOf: (cycle: RecordedCycle) => RecordedDocument | null;
  /** Whether an evaluation keeps the history that it had in fact. */
  readonly keepsHistory: (cycle: RecordedCycle) => boolean;
  readonly keepsOpen: readonly ReasonCode[];
}

/** A recorded evaluation, played again. */
export interface ReplayedCycle {
  readonly recorded: RecordedCycle;
  /** REFUSED: the kernel rejects the run, so that the application would have stored nothing. */
  readonly status: "CLOSED" | "OPEN" | "REFUSED";
  readonly codes: readonly ReasonCode[];
  /** What came out, trigger by trigger; empty where the document was not kept. */
  readonly evaluations: readonly TriggerEvaluation[];
  /** By short id; a trigger whose state cannot be known is not among them. */
  readonly states: Readonly<Record<string, TriggerState>>;
  /** Triggers whose state cannot be known, with the inputs that nobody looked for then. */
  readonly unknowable: ReadonlyMap<string, readonly string[]>;
  /** Minimum fields that nobody looked for then; they count as delivered. */
  readonly fieldsNotLookedFor: readonly string[];
  readonly mode: Range<Mode>;
  readonly escalationsDue: Range<readonly string[]>;
  /** Whether the close would have been too late to be certified as final (RUNTIME-A9-2); it closes without that. */
  readonly uncertified: boolean;
  readonly entry: Range<HistoryEntry>;
}

/** A cycle that came before another one. */
type Earlier = Pick<ReplayedCycle, "recorded" | "unknowable" | "entry">;

type Judged = Pick<
  ReplayedCycle,
  "status" | "codes" | "evaluations" | "states" | "unknowable" | "fieldsNotLookedFor" | "uncertified"
>;

export class CycleReplay {
  /** The closed cycles, in the order in which each first closed. */
  readonly places: ReplayedCycle[] = [];
  /** The same as it was. */
  readonly record = new RecordedPlaces();
  private readonly placeOf = new Map<string, number>();
  private readonly rules: ReplayRules;

  constructor(rules: ReplayRules) {
    this.rules = rules;
  }

  /** What the cycle stands at, if it has closed. */
  standing(name: string): ReplayedCycle | null {
    const place = this.placeOf.get(name);
    return place === undefined ? null : (this.places[place] ?? null);
  }

  evaluate(cycle: RecordedCycle): ReplayedCycle {
    const name = cycleName(cycle);
    const place = this.placeOf.get(name) ?? this.places.length;
    const replayed = this.replayed(cycle, place);
    this.record.evaluate(cycle);
    if (replayed.status !== "CLOSED") return replayed;
    const before = this.places[place];
    this.places[place] = replayed;
    this.placeOf.set(name, place);
    if (before !== undefined && !sameStates(before, replayed)) this.runLaterAgain(place);
    return replayed;
  }

  /** What depends on a corrected cycle is run again in order, and stays closed, as the application does it. */
  private runLaterAgain(corrected: number): void {
    for (let place = corrected + 1; place < this.places.length; place += 1) {
      const later = this.places[place];
      // What keeps its own history is run again when it was in fact.
      if (!later || this.rules.keepsHistory(later.recorded)) continue;
      this.places[place] = { ...this.replayed(later.recorded, place), status: "CLOSED" };
    }
  }

  private replayed(recorded: RecordedCycle, place: number): ReplayedCycle {
    const policy = this.rules.policyOf(recorded);
    const document = this.rules.documentOf(recorded);
    const earlier: Earlier[] = this.rules.keepsHistory(recorded)
      ? this.record.before(recorded).map(asItWas)
      : this.places.slice(0, place);
    const judged = document
      ? this.judge(policy, recorded, { document, earlier })
      : asRecorded(policy, recorded);
    const current = { id: recorded.cycleKey, cadence: recorded.cadence };
    const at = (side: keyof Range<unknown>) => {
      const history = earlier.map(({ entry }) => entry[side]);
      const states = completed(judged, side);
      return {
        mode: replayMode(policy, history, { ...current, states }).after,
        due: dueEscalations(policy, history, { ...current, states })
          .filter(({ emitted }) => emitted)
          .map(({ rule }) => rule),
        entry: entryOf(policy, recorded, states),
      };
    };
    const best = at("best");
    const isOpen = judged.unknowable.size > 0 || earlier.some(({ entry }) => entry.best !== entry.worst);
    const worst = isOpen ? at("worst") : best;
    return {
      recorded,
      ...judged,
      mode: { best: best.mode, worst: worst.mode },
      escalationsDue: { best: best.due, worst: worst.due },
      entry: { best: best.entry, worst: worst.entry },
    };
  }

  private judge(
    policy: CompiledPolicy,
    recorded: RecordedCycle,
    { document: stored, earlier }: { document: RecordedDocument; earlier: readonly Earlier[] },
  ): Judged {
    const history = earlier.map(({ entry }) => entry.best);
    const evaluated = evaluateTriggers(policy, { ...stored, history });
    const unknowable = unknowableAmong(policy, recorded, stored, evaluated.evaluations, earlier);
    const triggers = policy.triggers.filter(({ shortId }) => !unknowable.has(shortId));
    // Figures that nobody looked for hold nothing up: they might have been supplied.
    const { states, codes } =
      unknowable.size === 0 ? evaluated : evaluateTriggers({ ...policy, triggers }, { ...stored, history });
    const { document, notLookedFor } = withFieldsSupposed(policy, recorded, stored);
    const dataCodes = checkDataSla(policy, document);
    const uncertified = dataCodes.includes("CFO-32");
    const close = { ...document.close, certify_final: false };
    const all = sortedCodes([
      ...codes,
      ...(uncertified ? checkDataSla(policy, { ...document, close }) : dataCodes),
    ]);
    const refused = outcomeOf(all) === "REJECTED";
    const open = all.some((code) => this.rules.keepsOpen.includes(code));
    return {
      status: refused ? "REFUSED" : open ? "OPEN" : "CLOSED",
      codes: all,
      evaluations: evaluated.evaluations,
      states,
      unknowable,
      fieldsNotLookedFor: notLookedFor,
      uncertified,
    };
  }
}

function asItWas(recorded: RecordedCycle): Earlier {
  const { cycleKey, cadence, states } = recorded;
  const entry: HistoryEntry = { cycle_id: cycleKey, cadence, states };
  return { recorded, unknowable: new Map(), entry: { best: entry, worst: entry } };
}

/** A cycle whose document was not kept: what it was found to be is all that is known. */
function asRecorded({ triggers }: CompiledPolicy, { states, status }: RecordedCycle): Judged {
  const recorded = new Map(Object.entries(states).map(([id, state]) => [triggerShortId(id), state]));
  const known = triggers.flatMap(({ shortId }) => {
    const state = recorded.get(shortId);
    return state === undefined ? [] : [[shortId, state] as const];
  });
  const lacking = triggers.filter(({ shortId }) => !recorded.has(shortId));
  return {
    status,
    codes: [],
    evaluations: [],
    states: Object.fromEntries(known),
    unknowable: new Map(lacking.map(({ shortId }) => [shortId, []])),
    fieldsNotLookedFor: [],
    uncertified: false,
  };
}

/**
 * A trigger cannot be known when all that it misses is figures that nobody looked for. One that was looked for and not
 * there is a known unknown, and so is a weekly state with no close to carry it from.
 */
function unknowableAmong(
  policy: CompiledPolicy,
  recorded: RecordedCycle,
  { inputs }: RecordedDocument,
  evaluations: readonly TriggerEvaluation[],
  earlier: readonly Earlier[],
): Map<string, readonly string[]> {
  const given = inputs ?? {};
  const lookedFor = (name: string) => Object.hasOwn(given, name) || recorded.inputsMissing.includes(name);
  const lastClose = earlier.findLast((each) => each.recorded.cadence === "monthly_close");
  const found = new Map<string, readonly string[]>();
  policy.triggers.forEach((trigger, at) => {
    const evaluation = evaluations[at];
    if (evaluation === undefined) return;
    const { state, inputs_missing, carried_from } = evaluation;
    if (carried_from !== undefined) {
      const behind = lastClose?.unknowable.get(trigger.shortId);
      if (behind) found.set(trigger.shortId, behind);
      return;
    }
    if (state !== "UNKNOWN" || (recorded.cadence === "weekly" && isLeftToTheClose(trigger, given))) return;
    const missing = inputs_missing.filter((name) => name !== "month_index");
    if (missing.length > 0 && !missing.some(lookedFor)) found.set(trigger.shortId, missing);
  });
  return found;
}

/** Whether a weekly cycle takes the state of the newest close, if there is one. */
function isLeftToTheClose(trigger: CompiledTrigger, given: Readonly<Record<string, unknown>>): boolean {
  return !trigger.windowNamesWeek && !isMeasured(trigger, given);
}

/** A minimum field that nobody looked for then counts as delivered: whether it was, nobody can say. */
function withFieldsSupposed(
  policy: CompiledPolicy,
  { cadence, fieldsLookedFor }: RecordedCycle,
  stored: RecordedDocument,
): { document: RunDocument; notLookedFor: string[] } {
  const notLookedFor = cadence === "weekly" ? [] : missingMinimumFields(policy, fieldsLookedFor);
  const fields = [...(stored.dataset?.fields ?? []), ...notLookedFor];
  return { document: { ...stored, artifacts: {}, dataset: { fields } }, notLookedFor };
}

/** Every state by short id, those that cannot be known taken at their best or worst; FAIL counts most everywhere. */
function completed(
  { states, unknowable }: Pick<ReplayedCycle, "states" | "unknowable">,
  side: keyof Range<unknown>,
): Readonly<Record<string, TriggerState>> {
  if (unknowable.size === 0) return states;
  const supposed: TriggerState = side === "best" ? "PASS" : "FAIL";
  return Object.fromEntries([
    ...Object.entries(states),
    ...[...unknowable.keys()].map((id) => [id, supposed] as const),
  ]);
}

function entryOf(
  { triggers }: CompiledPolicy,
  { cycleKey, cadence }: RecordedCycle,
  states: Readonly<Record<string, TriggerState>>,
): HistoryEntry {
  const byFullId = triggers.flatMap(({ id, shortId }) => {
    const state = own(states, shortId) as TriggerState | undefined;
    return state === undefined ? [] : [[id, state] as const];
  });
  return { cycle_id: cycleKey, cadence, states: Object.fromEntries(byFullId) };
}

function sameStates(a: ReplayedCycle, b: ReplayedCycle): boolean {
  const [one, other] = [Object.entries(a.states), Object.entries(b.states)];
  return (
    one.length === other.length &&
    one.every(([id, state]) => own(b.states, id) === state) &&
    a.unknowable.size === b.unknowable.size
  );
}
