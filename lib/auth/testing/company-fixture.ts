// Companies and people for the database tests of access: made as the superuser, used as the application.
import { randomUUID } from "node:crypto";
import { withClient } from "@/scripts/database/prepare";
import { hashPassword } from "../password";
import type { Role } from "../permissions";

export const PASSWORD = "correct horse battery staple";

export type FixturePerson = { userId: string; email: string; name: string };

export async function addCompany(
  superuserUrl: string,
  { id = randomUUID(), isDemo = false, name = "Acme" } = {},
): Promise<{ tenantId: string; slug: string }> {
  const slug = `company-${id.slice(0, 8)}`;
  await withClient(superuserUrl, (client) =>
    client.query(
      `insert into tenants (id, name, slug, plan_start, holidays, is_demo) values ($1, $2, $3, '2026-01-01', '{}', $4)`,
      [id, name, slug, isDemo],
    ),
  );
  return { tenantId: id, slug };
}

let hashOnce: Promise<string> | undefined;

export async function addPerson(
  superuserUrl: string,
  name: string,
  memberships: ReadonlyArray<{ tenantId: string; role: Role }>,
  { isDemo = false } = {},
): Promise<FixturePerson> {
  hashOnce ??= hashPassword(PASSWORD);
  const passwordHash = await hashOnce;
  const userId = randomUUID();
  const email = `${name.toLowerCase().replaceAll(" ", ".")}.${userId.slice(0, 6)}@example.com`;
  await withClient(superuserUrl, async (client) => {
    await client.query(
      "insert into users (id, email, name, password_hash, is_demo) values ($1, $2, $3, $4, $5)",
      [userId, email, name, passwordHash, isDemo],
    );
    for (const { tenantId, role } of memberships) {
      await client.query("insert into memberships (tenant_id, user_id, role) values ($1, $2, $3)", [
        tenantId,
        userId,
        role,
      ]);
    }
  });
  return { userId, email, name };
}

/** Looks behind the curtain: one statement as the superuser. */
export function behindTheCurtain(superuserUrl: string, sql: string, values: unknown[] = []) {
  return withClient(superuserUrl, async (client) => (await client.query(sql, values)).rows);
}
