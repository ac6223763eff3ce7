import type { LookedThrough } from "../look-through";
import type { Table, TableRow } from "../table";

/** What the server asks of the process that reads a file; each is answered once, before the next is asked. */
export type Asked =
  /** The file itself comes through standard input. */
  { look: { sheet?: string } } | { rows: "first" | "next" };

/** A table without its rows, which are asked for piece by piece. */
export type Looked = Exclude<LookedThrough, { ok: true }> | (Found & { ok: true });
type Found = { table: Omit<Table, "rows">; profile: Extract<LookedThrough, { ok: true }>["profile"] };

export type Told = { looked: Looked } | { piece: TableRow[] | null } | { broken: string };
