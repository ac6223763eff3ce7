/** The past as it was: which evaluation of each cycle counts, and which mode was in force for how long. */
import type { Mode } from "../vocabulary";
import type { Range } from "./backtest-cycles";
import { cycleName, type RecordedCycle } from "./backtest-history";

const DAY_MS = 86_400_000;

/** The newest closed evaluation of each cycle, in the place in which the cycle first closed. */
export class RecordedPlaces {
  private readonly byName = new Map<string, RecordedCycle>();
  private readonly names: string[] = [];

  get places(): RecordedCycle[] {
    return [...this.byName.values()];
  }

  get newest(): RecordedCycle | undefined {
    const name = this.names.at(-1);
    return name === undefined ? undefined : this.byName.get(name);
  }

  standing(name: string): RecordedCycle | undefined {
    return this.byName.get(name);
  }

  /** Those that stood before a cycle when it was evaluated. */
  before(cycle: RecordedCycle): RecordedCycle[] {
    const place = this.names.indexOf(cycleName(cycle));
    return place < 0 ? this.places : this.places.slice(0, place);
  }

  evaluate(cycle: RecordedCycle): void {
    if (cycle.status !== "CLOSED") return;
    const name = cycleName(cycle);
    if (!this.byName.has(name)) this.names.push(name);
    // A Map keeps the place of the first insertion when a key is set again.
    this.byName.set(name, cycle);
  }
}

interface Modes {
  readonly since: number;
  readonly before: Mode;
  readonly after: Range<Mode>;
}

/** Adds up the time in DEFENSIVE mode, as it was and as it would have been. */
export class ModeInForce {
  private now: Modes | null = null;
  private before = 0;
  private best = 0;
  private worst = 0;

  /** From this moment on; null before the first closed cycle, when the mode is DEFENSIVE. */
  follows(moment: string, before: Mode | null, after: Range<Mode> | null): void {
    const at = Date.parse(moment);
    this.countUntil(at);
    // Nothing is counted until a cycle has closed either way.
    if (before === null && after === null) return;
    const none = { best: "DEFENSIVE", worst: "DEFENSIVE" } as const;
    this.now = { since: at, before: before ?? "DEFENSIVE", after: after ?? none };
  }

  daysUntil(moment: string): { before: number; after: Range<number> } {
    this.countUntil(Date.parse(moment));
    const days = (time: number) => time / DAY_MS;
    return { before: days(this.before), after: { best: days(this.best), worst: days(this.worst) } };
  }

  private countUntil(at: number): void {
    if (this.now === null || !(at > this.now.since)) return;
    const { since, before, after } = this.now;
    const time = at - since;
    if (before === "DEFENSIVE") this.before += time;
    if (after.best === "DEFENSIVE") this.best += time;
    if (after.worst === "DEFENSIVE") this.worst += time;
    this.now = { ...this.now, since: at };
  }
}
