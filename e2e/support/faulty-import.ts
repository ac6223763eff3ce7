import { asSuperuser } from "./server";

const READING = {
  headerRow: 1,
  header: ["Month", "Component", "Amount (USD)"],
  columns: [],
  choices: {},
  rounded: 0,
  span: null,
};
const COUNTS = {
  rows: 1,
  NEW: 0,
  SAME: 0,
  RESTATES: 0,
  DUPLICATE: 0,
  FAULT: 1,
  statedUsd: 0,
  replacedUsd: 0,
};
const FAULT = {
  field: "component",
  what: "vibes is none of the words of this column.",
  remedy: "Write cloud, support or other.",
};

/** A staged file of FP&A's whose one row is refused, written as the application does: in their name, read, then staged. */
export async function faultyImport(company: string): Promise<string> {
  return asSuperuser(async (client) => {
    await client.query("begin");
    const { rows: members } = await client.query<{ tenant_id: string; user_id: string }>(
      `select tenant_id, user_id, set_config('app.user_id', user_id::text, true) from memberships
       where tenant_id = (select id from tenants where slug = $1) and role = 'FP&A' limit 1`,
      [company],
    );
    const { tenant_id, user_id } = members[0] ?? {};
    const { rows } = await client.query<{ id: string }>(
      `insert into imports (tenant_id, kind, file_name, media, file_sha256, byte_size, reading, mapping, status, created_by)
       values ($1, 'cogs', 'A file with a fault.csv', 'csv', repeat('a', 64), 100, $2,
         '{"month": 0, "component": 1, "amount": 2}', 'READING', $3) returning id`,
      [tenant_id, READING, user_id],
    );
    const id = rows[0]?.id ?? "";
    await client.query(
      `insert into import_rows (tenant_id, import_id, row_number, cells, fate, faults)
       values ($1, $2, 2, '["2026-03", "vibes", "12.00"]', 'FAULT', $3)`,
      [tenant_id, id, JSON.stringify([FAULT])],
    );
    await client.query("update imports set status = 'STAGED', counts = $2 where id = $1", [
      id,
      { ready: true, ...COUNTS },
    ]);
    await client.query("commit");
    return id;
  });
}
