/** Text above this size is read one file after another: each takes up to a gigabyte while it is looked through. */
const LARGE_TEXT_BYTES = 8 * 1024 * 1024;

/** A small workbook may unpack to millions of cells, so each waits for its turn. */
export const takesTurns = (bytes: Buffer): boolean =>
  bytes.length > LARGE_TEXT_BYTES || bytes.subarray(0, 2).toString("latin1") === "PK";

let last: Promise<unknown> = Promise.resolve();

/** Runs one large piece of work at a time in this process, in the order in which it was asked for. */
export function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = last.then(work);
  // Whoever comes next waits for the end of this one, whatever it was.
  last = mine.then(
    () => undefined,
    () => undefined,
  );
  return mine;
}
