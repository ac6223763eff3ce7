import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { connect, disconnect } from "@/lib/db/client";
import { createTestDatabase } from "@/lib/db/testing/test-database";
import { writeSmallCompany } from "@/lib/queries/metrics/testing/small-company-rows";
import { main } from "./metrics-backfill";

let superuser: pg.Client;
let appUrl: string;
let company: { id: string; slug: string };
const said: string[] = [];

beforeAll(async () => {
  const database = await createTestDatabase();
  appUrl = database.appUrl;
  vi.stubEnv("DATABASE_URL", database.appUrl);
  vi.stubEnv("DATABASE_OWNER_URL", database.ownerUrl);
  superuser = new pg.Client({ connectionString: database.superuserUrl });
  await superuser.connect();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([superuser.end(), disconnect()]);
});
beforeEach(async () => {
  said.length = 0;
  vi.spyOn(console, "log").mockImplementation((line: string) => void said.push(line));
  company = { id: randomUUID(), slug: `company-${randomUUID()}` };
  await superuser.query(
    "insert into tenants (id, name, slug, plan_start) values ($1, $2, $2, '2026-01-01')",
    [company.id, company.slug],
  );
  connect(appUrl);
  await writeSmallCompany(company.id);
  await disconnect();
});

const daysComputed = async () =>
  (
    await superuser.query(
      "select min(date)::text as first, max(date)::text as last from metric_snapshots_daily where tenant_id = $1",
      [company.id],
    )
  ).rows[0];

test("the days that are named are computed, and each stretch says how far it is", async () => {
  await main(["--tenant", company.slug, "--from", "2026-03-01", "--to", "2026-07-05"]);
  expect(await daysComputed()).toEqual({ first: "2026-03-01", last: "2026-07-05" });
  expect(said[0]).toMatch(/^2026-03-01 to 2026-05-31: [\d,]+ rows so far, [\d.]+ s$/);
  expect(said[1]).toMatch(/^2026-06-01 to 2026-07-05: /);
  expect(said[2]).toMatch(/^127 days, [\d,]+ rows, of which [\d,]+ are new or differ, in [\d.]+ s\.$/);
  said.length = 0;
  await main(["--tenant", company.id, "--from", "2026-03-01", "--to", "2026-07-05"]);
  expect(said.at(-1)).toContain("of which 0 are new or differ");
});

test("without days everything is computed, from the first day of data to yesterday", async () => {
  await main(["--tenant", company.slug]);
  const { last } = await daysComputed();
  expect(Date.now() - Date.parse(last)).toBeLessThan(3 * 86_400_000);
  expect(Date.parse(last)).toBeLessThan(Date.now());
});

test.each([
  [[], /Name the company/],
  [["--tenant", "nobody-s"], /There is no company nobody-s/],
  [["--tenant", "SLUG", "--from", "yesterday"], /--from takes a day/],
  [["--tenant", "SLUG", "--to", "2999-01-01"], /--to is yesterday at the latest/],
  [["--tenant", "SLUG", "--from", "2026-02-01", "--to", "2026-01-01"], /--from comes after --to/],
])("%j is refused in a sentence, and computes nothing", async (args, sentence) => {
  const named = args.map((word) => (word === "SLUG" ? company.slug : word));
  await expect(main(named)).rejects.toThrow(sentence);
  expect(await daysComputed()).toEqual({ first: null, last: null });
});
