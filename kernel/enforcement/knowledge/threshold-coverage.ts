/** Where the threshold statements of a trigger leave a gap or overlap, exactly (RUNTIME-A2-2). */
import { add, compare, type Exact, multiply, ONE, subtract, toNumber } from "../exact";
import { covers, exactOfFigure, type Statement, type TriggerThresholds } from "../language/threshold";
import type { CompiledPolicy } from "../policy";
import { SIGNAL_STATES, type SignalState } from "../vocabulary";

/** A stretch of values; null is without end. */
export interface Stretch {
  readonly from: number | null;
  readonly fromIncluded: boolean;
  readonly to: number | null;
  readonly toIncluded: boolean;
}

export interface ThresholdCoverage {
  readonly trigger: string;
  /** Values that no statement covers: the trigger would be UNKNOWN with CFO-05. */
  readonly gaps: readonly Stretch[];
  /** Values that several statements cover: the worst of them counts. */
  readonly overlaps: readonly (Stretch & { readonly states: readonly SignalState[] })[];
}

interface Piece {
  readonly from: Exact | null;
  readonly to: Exact | null;
  /** A single value, or the open stretch between two. */
  readonly isPoint: boolean;
  readonly states: readonly SignalState[];
}

export function thresholdCoverage(policy: CompiledPolicy): ThresholdCoverage[] {
  return policy.triggers.flatMap(({ shortId, thresholds }) => {
    if (thresholds === null) return [];
    const pieces = piecesOf(thresholds);
    return [
      {
        trigger: shortId,
        gaps: joined(pieces, ({ states }) => states.length === 0).map(({ stretch }) => stretch),
        overlaps: joined(pieces, ({ states }) => states.length > 1).map(({ stretch, states }) => ({
          ...stretch,
          states,
        })),
      },
    ];
  });
}

/** The number line cut at every bound: each bound a piece, and each stretch between two. */
function piecesOf(thresholds: TriggerThresholds): Piece[] {
  const statements = [thresholds.pass, thresholds.watch, thresholds.fail];
  const cuts = cutsOf(statements);
  const statesAt = (value: Exact): SignalState[] =>
    SIGNAL_STATES.filter((_, at) => covers(statements[at] as Statement, value));
  const half: Exact = { n: 1n, d: 2n };
  const pieces: Piece[] = [];
  cuts.forEach((cut, at) => {
    const before = cuts[at - 1];
    const inside = before === undefined ? subtract(cut, ONE) : multiply(add(before, cut), half);
    pieces.push({ from: before ?? null, to: cut, isPoint: false, states: statesAt(inside) });
    pieces.push({ from: cut, to: cut, isPoint: true, states: statesAt(cut) });
  });
  const last = cuts.at(-1);
  if (last !== undefined) {
    pieces.push({ from: last, to: null, isPoint: false, states: statesAt(add(last, ONE)) });
  }
  return pieces;
}

function cutsOf(statements: readonly Statement[]): Exact[] {
  const all = statements.flatMap(({ bounds }) => bounds.map(exactOfFigure)).sort(compare);
  return all.filter((cut, at) => at === 0 || compare(cut, all[at - 1] as Exact) !== 0);
}

/** Pieces side by side that are alike make one stretch. */
function joined(
  pieces: readonly Piece[],
  wanted: (piece: Piece) => boolean,
): { stretch: Stretch; states: readonly SignalState[] }[] {
  const runs: Piece[][] = [];
  let open: Piece[] | null = null;
  for (const piece of pieces) {
    if (!wanted(piece)) {
      open = null;
      continue;
    }
    if (open === null || String(open[0]?.states) !== String(piece.states)) {
      open = [];
      runs.push(open);
    }
    open.push(piece);
  }
  return runs.map((run) => {
    const [first, last] = [run[0] as Piece, run.at(-1) as Piece];
    return {
      stretch: {
        from: first.from && toNumber(first.from),
        fromIncluded: first.isPoint,
        to: last.to && toNumber(last.to),
        toIncluded: last.isPoint,
      },
      states: first.states,
    };
  });
}
