import { expect, test } from "vitest";
import { createTestDatabase } from "@/lib/db/testing/test-database";
import { withClient } from "./prepare";
import { migrationHistory, prismaSchema, schemaDrift } from "./prisma-engine";

test("schema.prisma and the migrations describe the same tables", async () => {
  const { superuserUrl } = await createTestDatabase({ empty: true });
  expect(await schemaDrift(superuserUrl)).toBe("");
});

test("a table that only schema.prisma knows is named as missing from the migrations", async () => {
  const { superuserUrl } = await createTestDatabase({ empty: true });
  const schema = `${prismaSchema()}\nmodel Forgotten {\n  id Int @id\n}\n`;
  expect(await schemaDrift(superuserUrl, schema)).toContain('CREATE TABLE "Forgotten"');
});

test("Prisma's own engine finds the database migrated, with nothing edited, failed or missing", async () => {
  const { ownerUrl } = await createTestDatabase();
  expect(await migrationHistory(ownerUrl)).toEqual({
    editedMigrationNames: [],
    failedMigrationNames: [],
    hasMigrationsTable: true,
    history: null,
  });
});

test("Prisma's own engine notices a migration that somebody altered in the bookkeeping", async () => {
  const { ownerUrl } = await createTestDatabase();
  await withClient(ownerUrl, (client) =>
    client.query("UPDATE _prisma_migrations SET checksum = repeat('0', 64)"),
  );
  expect((await migrationHistory(ownerUrl)).editedMigrationNames.length).toBeGreaterThan(0);
});
