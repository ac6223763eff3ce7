// The other side of read-apart.ts: one file, looked through in a process of its own, its rows told piece by piece.
import { type LookedThrough, lookThrough } from "../look-through";
import type { Table, TableRow } from "../table";
import type { Asked, Looked, Told } from "./messages";

/** What one message carries at most: the server unpacks it in one go, and others wait for that long. */
const HEAVIEST_PIECE = 500_000;
/** A cell weighs something even when nothing is in it. */
const EMPTY_CELL = 20;

export function main(): void {
  let rows: AsyncIterator<TableRow[]> | null = null;
  let found: Promise<LookedThrough> | null = null;
  const answer = async (asked: Asked): Promise<Told> => {
    if ("look" in asked) {
      found = readAll(process.stdin).then((bytes) => lookThrough(bytes, asked.look));
      return { looked: withoutRows(await found) };
    }
    const looked = await found;
    if (!looked?.ok) throw new Error("There are no rows to be told.");
    if (asked.rows === "first" || rows === null) rows = inLightPieces(looked.table);
    const { value, done } = await rows.next();
    return { piece: done ? null : value };
  };
  const tell = (told: Told) => process.send?.(told);
  process.on("message", (asked: Asked) => {
    answer(asked).then(tell, (error: unknown) =>
      tell({ broken: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
  // Whoever asked is gone, and with it the sense of going on.
  process.on("disconnect", () => process.exit(0));
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function withoutRows(found: LookedThrough): Looked {
  if (!found.ok) return found;
  const { rows: _, ...table } = found.table;
  return { ok: true, table, profile: found.profile };
}

async function* inLightPieces(table: Table): AsyncGenerator<TableRow[]> {
  for await (const whole of table.rows()) {
    let [piece, weight]: [TableRow[], number] = [[], 0];
    for (const row of whole) {
      const more = weightOf(row);
      if (piece.length > 0 && weight + more > HEAVIEST_PIECE) {
        yield piece;
        [piece, weight] = [[], 0];
      }
      piece.push(row);
      weight += more;
    }
    if (piece.length > 0) yield piece;
  }
}

const weightOf = ({ cells }: TableRow): number =>
  cells.reduce<number>((sum, cell) => sum + EMPTY_CELL + (typeof cell === "string" ? cell.length : 0), 0);
