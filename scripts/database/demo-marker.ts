// Whether the demonstration data is whole is written on the database itself (as a comment on the migrations' table), so
// the answer moves with the data. A seed that was cut off is taken up again by the next start.
import type { Client } from "pg";

export type DemoState = "none" | "begun" | "complete";

const WORDS: Record<Exclude<DemoState, "none">, string> = {
  begun: "Revenue OS demonstration data: begun",
  complete: "Revenue OS demonstration data: complete",
};

export async function readDemoState(client: Client): Promise<DemoState> {
  const { rows } = await client.query<{ words: string | null }>(
    "SELECT obj_description(to_regclass('_prisma_migrations'), 'pg_class') AS words",
  );
  const found = (["begun", "complete"] as const).find((state) => WORDS[state] === rows[0]?.words);
  return found ?? "none";
}

export async function writeDemoState(client: Client, state: DemoState): Promise<void> {
  const words = state === "none" ? "NULL" : client.escapeLiteral(WORDS[state]);
  await client.query(`COMMENT ON TABLE _prisma_migrations IS ${words}`);
}

/** True when no company is in the database. Asked by the owner, who sees every tenant only while maintaining. */
export async function hasNoTenants(client: Client): Promise<boolean> {
  await client.query("BEGIN");
  await client.query("SELECT set_config('app.maintenance', 'on', true)");
  const { rows } = await client.query<{ empty: boolean }>("SELECT NOT EXISTS (SELECT FROM tenants) AS empty");
  await client.query("COMMIT");
  return rows[0]?.empty ?? true;
}
