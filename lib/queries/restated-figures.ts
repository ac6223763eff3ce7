import * as z from "zod";
import type { Cadence, RecordedCycle } from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";
import { periodOf } from "./cycle-calendar";
import { type KnownRow, knownAt, type Reader, reads } from "./figure-history";
import { keyWords } from "./import-rows";
import { latePostings } from "./late-postings";
import { overriddenSince } from "./overridden-since";
import { monthsOfBurn, type RestatedEvaluation } from "./restated-inputs";
import { type CorrectedKey, correctedKeys, type KeyRow, rowsNow, rowsThen } from "./superseded-rows";
import type { InputValue } from "./trigger-inputs-from-spine";

/** A figure that a closed cycle rested on and that is another today. */
export type RestatedFigure = {
  id: string;
  words: string;
  /** The key under which imports state it; null for what no import has touched. */
  key: string | null;
  unit: string;
  was: InputValue | null;
  now: InputValue | null;
  how: "import" | "undo" | "feed" | "override" | "lifted";
  by: string | null;
  at: Date;
  /** The file, the feed, or the reason of an override. */
  source: string;
  importId: string | null;
  /** The cycles that rested on what was known then. */
  cycles: { cadence: Cadence; cycleKey: string }[];
};

type Read = { cycles: readonly RecordedCycle[]; evaluations: readonly RestatedEvaluation[]; at: Date };

/** The newest so many are listed. */
export const MOST_FIGURES = 200;

/** Every figure that stands otherwise today than when a cycle closed on it, the newest correction first. */
export async function restatedFigures(
  tx: Transaction,
  tenantId: string,
  { cycles, evaluations, at }: Read,
): Promise<{ shown: RestatedFigure[]; inAll: number }> {
  const otherCash = evaluations.filter(({ inputs }) => inputs.some(({ name }) => name === "CashBalance"));
  const readers = readersOf(
    cycles,
    await monthsOfBurn(tx, tenantId, cycles),
    new Set(otherCash.map(({ cycle }) => cycle.id)),
  );
  const first = readers.reduce<Date | null>(
    (least, { readAt }) => (least === null || readAt < least ? readAt : least),
    null,
  );
  if (first === null) return { shown: [], inAll: 0 };
  const keys = await correctedKeys(tx, tenantId, first);
  const rows = [...(await rowsThen(tx, tenantId, keys)), ...(await rowsNow(tx, tenantId, keys))];
  const byKey = new Map<string, KeyRow[]>();
  for (const row of rows) byKey.set(row.key, [...(byKey.get(row.key) ?? []), row]);
  const restated = new Set(evaluations.map(({ cycle }) => cycle.id));
  const figures = [
    ...keys.flatMap((key) => restatedUnder(key, byKey.get(key.key) ?? [], readers)),
    // A later posting that changes no input of its month's close changes no figure.
    ...(await latePostings(
      tx,
      tenantId,
      readers.filter(({ id }) => restated.has(id)),
    )),
    ...(await overriddenSince(tx, tenantId, evaluations, at)),
  ].sort((one, other) => other.at.getTime() - one.at.getTime() || (one.id < other.id ? -1 : 1));
  return { shown: figures.slice(0, MOST_FIGURES), inAll: figures.length };
}

function readersOf(
  cycles: readonly RecordedCycle[],
  burns: ReadonlyMap<string, string>,
  otherCash: ReadonlySet<string>,
): Reader[] {
  return cycles.flatMap(({ id, cadence, cycleKey, version, document, status, evaluatedAt }) => {
    const period = periodOf(cadence, cycleKey);
    if (status !== "CLOSED" || document === null || period === null) return [];
    return [
      {
        id,
        cadence,
        cycleKey,
        version,
        period,
        monthIndex: document.cycle.month_index ?? null,
        readAt: new Date(document.evaluated_at ?? evaluatedAt),
        burnUntil: burns.get(id) ?? null,
        hasOtherCash: otherCash.has(id),
      },
    ];
  });
}

/** A line for each of the figures that cycles knew under a key, where it is another today. */
function restatedUnder(
  key: CorrectedKey,
  rows: readonly KeyRow[],
  readers: readonly Reader[],
): RestatedFigure[] {
  const parts = z.array(z.string()).parse(JSON.parse(key.key));
  const isBalance = parts[0] === "cash" || rows.some(({ isBalance: each }) => each);
  const now = standing(rows, isBalance);
  const days = rows.map(({ occurredAt }) => occurredAt.toISOString().slice(0, 10));
  const byFigure = new Map<number, Reader[]>();
  for (const reader of readers) {
    if (!days.some((day) => reads(reader, parts, day))) continue;
    const was = knownAt(rows, isBalance, reader.readAt);
    if (was !== null && was !== now) byFigure.set(was, [...(byFigure.get(was) ?? []), reader]);
  }
  return [...byFigure].map(([was, resting]) => ({
    id: `${key.key} ${was}`,
    words: keyWords(key.key),
    key: key.key,
    unit: "USD",
    was,
    now,
    how: key.isUndo ? "undo" : "import",
    by: key.by,
    at: key.changedAt,
    source: key.fileName,
    importId: key.importId,
    cycles: named(resting),
  }));
}

function standing(rows: readonly KnownRow[], isBalance: boolean): number | null {
  const holding = rows.filter(({ knownUntil }) => knownUntil === null);
  return knownAt(holding, isBalance, new Date(8.64e15));
}

/** Each cycle once, whatever its versions. */
export function named(readers: readonly { cadence: Cadence; cycleKey: string }[]): RestatedFigure["cycles"] {
  return [...new Map(readers.map((each) => [`${each.cadence} ${each.cycleKey}`, each])).values()].map(
    ({ cadence, cycleKey }) => ({ cadence, cycleKey }),
  );
}
