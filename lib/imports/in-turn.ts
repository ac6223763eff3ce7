/** Text above this size is read one file after another: each takes up to a gigabyte while it is looked through. */
const LARGE_TEXT_BYTES = 8 * 1024 * 1024;

/** A small workbook may unpack to millions of cells, so each waits for its turn. */
export const takesTurns = (bytes: Buffer): boolean =>
  bytes.length > LARGE_TEXT_BYTES || bytes.subarray(0, 2).toString("latin1") === "PK";

let last: Promise<unknown> = Promise.resolve();
const waiting = new Set<string>();

/**
 * Runs one large piece of work at a time in this process, in the order in which it was asked for. Whoever brings a
 * `ticket` can ask by it whether their turn has come.
 */
export function inTurn<T>(work: () => Promise<T>, ticket?: string): Promise<T> {
  if (ticket !== undefined) waiting.add(ticket);
  const mine = last.then(() => {
    if (ticket !== undefined) waiting.delete(ticket);
    return work();
  });
  // Whoever comes next waits for the end of this one, whatever it was.
  last = mine.then(
    () => undefined,
    () => undefined,
  );
  return mine;
}

export const waitsForTurn = (ticket: string): boolean => waiting.has(ticket);
