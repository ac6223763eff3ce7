import type { Unit } from "../vocabulary";

export type Comparator = ">=" | "<=" | ">" | "<";

/** A number as written: `decimal` is exact, `value` its nearest double for screens. */
export interface Figure {
  readonly decimal: string;
  readonly value: number;
}

export interface Bound extends Figure {
  readonly comparator: Comparator;
}

export interface Band {
  readonly low: Figure;
  readonly high: Figure;
}

/** One statement: every bound must hold. */
export interface Statement {
  readonly bounds: readonly Bound[];
  /** The band aimed at inside the statement; it bounds nothing. */
  readonly targetBand: Band | null;
}

export interface TriggerThresholds {
  readonly pass: Statement;
  readonly watch: Statement;
  readonly fail: Statement;
  readonly unit: Unit;
}
