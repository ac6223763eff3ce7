import { expect, test } from "vitest";
import { withClient } from "@/scripts/database/prepare";
import { createTestDatabase } from "./test-database";

test("the application's role is no superuser and cannot bypass row-level security", async () => {
  const { appUrl } = await createTestDatabase();
  const role = await withClient(appUrl, async (client) => {
    const { rows } = await client.query(
      "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user",
    );
    return rows[0];
  });
  expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcreatedb: false, rolcreaterole: false });
});

test("the application's role owns no table and may create none", async () => {
  const { appUrl } = await createTestDatabase();
  await withClient(appUrl, async (client) => {
    const { rows } = await client.query(
      "SELECT count(*)::int AS owned FROM pg_tables WHERE tableowner = current_user",
    );
    expect(rows[0].owned).toBe(0);
    await expect(client.query("CREATE TABLE mine (id int)")).rejects.toThrow(/permission denied/);
  });
});

test("two test files do not see each other's data", async () => {
  const [first, second] = await Promise.all([
    createTestDatabase({ empty: true }),
    createTestDatabase({ empty: true }),
  ]);
  await withClient(first.ownerUrl, (client) => client.query("CREATE TABLE mine (id int)"));
  const { rows } = await withClient(second.ownerUrl, (client) =>
    client.query("SELECT to_regclass('mine') AS found"),
  );
  expect(rows[0].found).toBeNull();
});
