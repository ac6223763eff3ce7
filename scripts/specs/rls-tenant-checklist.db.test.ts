import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { APPEND_ONLY_TABLES } from "@/lib/db/grants";
import { createTestDatabase } from "@/lib/db/testing/test-database";
import { withClient } from "@/scripts/database/prepare";
import { tableUnder } from "./markdown-table";

/** Each table of the database with its scope and the names of its policies, as the catalogue has them. */
const CATALOGUE = `
select c.relname as "table",
  coalesce((select a.attname from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
    where i.indrelid = c.oid and i.indisprimary), '') as "key leads with",
  case when c.relrowsecurity and c.relforcerowsecurity then 'forced' when c.relrowsecurity then 'enabled' else 'none' end as "row-level security",
  coalesce((select string_agg(p.polname, ', ' order by p.polname) from pg_policy p
    where p.polrelid = c.oid and 0 = any(p.polroles)), '') as policies
from pg_class c
where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and c.relname <> '_prisma_migrations'
order by c.relname`;

type Row = Record<string, string>;
let catalogue: Row[];
beforeAll(async () => {
  const database = await createTestDatabase();
  catalogue = await withClient(
    database.superuserUrl,
    async (client) => (await client.query<Row>(CATALOGUE)).rows,
  );
});

const page = readFileSync("docs/specs/rls-tenant-checklist.md", "utf8");
const documented = () => tableUnder(page, "Tables");

test("the checklist has every table of the database with its key, security and policies, and no other", () => {
  const columns = ({ table, "key leads with": key, "row-level security": security, policies }: Row) => [
    table,
    key,
    security,
    policies,
  ];
  expect(documented().map(columns)).toEqual(catalogue.map(columns));
});

test("the checklist says of the append-only tables that they are, and of no others", () => {
  const appendOnly = documented().filter(({ rows }) => rows === "append-only");
  expect(appendOnly.map(({ table }) => table)).toEqual([...APPEND_ONLY_TABLES].sort());
});

test("every policy that widens a company's view has its reason on the page", () => {
  const ordinary = /^(tenant|user|session)_(select|insert|update|delete)$/;
  const wider = catalogue.flatMap(({ table, policies }) =>
    (policies ?? "")
      .split(", ")
      .flatMap((policy) => (policy === "" || ordinary.test(policy) ? [] : [`${table}.${policy}`])),
  );
  expect(tableUnder(page, "Wider views").map(({ policy }) => policy)).toEqual(wider);
});
