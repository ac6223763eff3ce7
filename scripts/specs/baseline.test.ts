import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { DEMO_TENANT_IDS } from "@/lib/auth/demo-accounts";
import { tableUnder } from "./markdown-table";

const page = readFileSync("docs/specs/README.md", "utf8");
const rowsOf = (heading: string) => tableUnder(page, heading);

test("every governing specification is there, and every page beside the map is on it", () => {
  const listed = rowsOf("Governing specifications").map(
    ({ page: link = "" }) => /\((.+)\)/.exec(link)?.[1] ?? link,
  );
  expect(listed.toSorted()).toEqual(
    readdirSync("docs/specs")
      .filter((name) => name !== "README.md")
      .sort(),
  );
});

test("the spine has exactly the thirteen tables of the map", () => {
  const schema = readFileSync("prisma/schema.prisma", "utf8");
  const listed = rowsOf("Spine tables").map(({ table = "" }) => table);
  expect(listed).toHaveLength(13);
  expect(listed.filter((table) => !schema.includes(`@@map("${table}")`))).toEqual([]);
  const spine = [
    ...schema.matchAll(
      /@@map\("((?:spine|optimiz)\w+|metric_snapshots_daily|events_raw|revenue_events|tenants)"\)/g,
    ),
  ];
  expect(spine.map(([, table]) => table).toSorted()).toEqual(listed.toSorted());
});

test("the four endpoints of the map are the ones that are served", () => {
  const listed = rowsOf("Endpoints").map(({ endpoint = "" }) => endpoint.replace("POST /functions/v1/", ""));
  const served = readdirSync("app/functions/v1").filter((name) =>
    existsSync(`app/functions/v1/${name}/route.ts`),
  );
  expect(listed.toSorted()).toEqual(served.toSorted());
});

test("the test tenants are those of the demonstration", () => {
  expect(rowsOf("Test tenants").map(({ id }) => id)).toEqual([...DEMO_TENANT_IDS]);
});

test("every file that the map names is there", () => {
  const named = rowsOf("Components").flatMap(
    ({ where = "" }) => where.match(/(?:kernel|lib)\/[\w/.-]+/g) ?? [],
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
});
