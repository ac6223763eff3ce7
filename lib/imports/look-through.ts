import { type ProfiledTable, profileTable } from "./profile-table";
import { readTable, type TableRead } from "./read-table";
import type { Table } from "./table";

export type LookedThrough =
  | { ok: true; table: Table; profile: ProfiledTable }
  | Extract<TableRead, { ok: false }>;

/** Reads a file to its end: its table and how its columns are written, or why it is not read. */
export async function lookThrough(bytes: Buffer, options: { sheet?: string } = {}): Promise<LookedThrough> {
  const read = await readTable(bytes, options);
  if (!read.ok) return read;
  const profile = await profileTable(read.table);
  return profile.ok ? { ok: true, table: read.table, profile } : profile;
}
