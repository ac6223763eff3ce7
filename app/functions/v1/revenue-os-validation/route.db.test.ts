// The loop over HTTP as `npm run validate:revenue-os` runs it, on the demonstration: whole, again, and broken on purpose.
import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { disconnect } from "@/lib/db/client";
import type { TestDatabase } from "@/lib/db/testing/test-database";
import { type Served, serve } from "@/lib/http/testing/serve";
import type { Fault } from "@/lib/validation/faults";
import {
  addKey,
  createDemonstration,
  TENANT_A,
  TENANT_B,
  workOnCopy,
} from "@/lib/validation/testing/demonstration";
import { withClient } from "@/scripts/database/prepare";
import { validate } from "@/scripts/validate-revenue-os";
import * as validation from "./route";

const MINUTES = 60_000;
const SCOPE = ["revenue-validation:run"];
let demonstration: TestDatabase;
let served: Served;

beforeAll(async () => {
  demonstration = await createDemonstration();
  Object.assign(process.env, {
    REVENUE_OS_MODE: "test",
    DATABASE_URL: demonstration.appUrl,
    NEXTAUTH_SECRET: randomUUID() + randomUUID(),
  });
  served = await serve({ "/functions/v1/revenue-os-validation": validation });
}, 5 * MINUTES);
afterAll(async () => {
  await served.close();
  await disconnect();
});
afterEach(() => {
  delete process.env.REVENUE_OS_FAULT;
  Object.assign(process.env, { NODE_ENV: "test" });
});

type Run = { holds: boolean; lines: string[]; failures: string[]; steps: string[] };

/** The loop with keys of these tenants; `steps` are those in which a check does not hold. */
async function run(database: TestDatabase, tenants: readonly string[] = [TENANT_A]): Promise<Run> {
  const keys = await Promise.all(tenants.map((tenantId) => addKey(database, tenantId, SCOPE)));
  const lines: string[] = [];
  const settings = { VALIDATE_KEYS: keys.map(({ key }) => key).join(",") };
  const holds = await validate(served.url, settings, (line) => lines.push(...line.split("\n")));
  let step = "";
  const steps = new Set<string>();
  const failures: string[] = [];
  for (const line of lines) {
    step = /^\d\. (\w+)$/.exec(line)?.[0] ?? step;
    if (!line.startsWith("   ✗")) continue;
    steps.add(step);
    failures.push(line.trim());
  }
  return { holds, lines, failures, steps: [...steps] };
}

test(
  "the six steps hold for both test tenants, and hold again, and a third time, on the same database",
  async () => {
    const database = await workOnCopy(demonstration);
    for (const round of [1, 2, 3]) {
      const { holds, failures, lines } = await run(database, [TENANT_A, TENANT_B]);
      expect([round, failures]).toEqual([round, []]);
      expect(holds).toBe(true);
      expect(lines.filter((line) => line.includes("✓")).length).toBeGreaterThan(50);
    }
  },
  5 * MINUTES,
);

describe("what is broken on purpose is found at its step", () => {
  const broken: [Fault, string, RegExp][] = [
    ["two_actions", "2. run_cycle_1", /3–7 actions.*2 actions/],
    ["foreign_row", "2. run_cycle_1", /aims at a row that is not there/],
    ["no_baselines", "3. execute_actions", /target missing, 0 of 17 economic metrics/],
    ["no_results", "4. record_results", /target missing, 0 of 17 economic metrics/],
    ["repeats_failures", "5. run_cycle_2", /answers the same without any result/],
  ];
  test.each(broken)(
    "%s: step %s fails first",
    async (fault, step, words) => {
      const database = await workOnCopy(demonstration);
      process.env.REVENUE_OS_FAULT = fault;
      const { holds, steps, failures } = await run(database);
      expect([holds, steps[0]]).toEqual([false, step]);
      expect(failures.join("\n")).toMatch(words);
    },
    2 * MINUTES,
  );

  test(
    "a spine table without row-level security: verify_all fails, before and after",
    async () => {
      const database = await workOnCopy(demonstration);
      await withClient(database.superuserUrl, (client) =>
        client.query("alter table spine_accounts disable row level security"),
      );
      const { steps, failures } = await run(database);
      expect(steps).toEqual(["1. verify_all", "6. verify_all"]);
      expect(failures.join("\n")).toMatch(/spine_accounts: not enabled/);
      expect(failures.join("\n")).toMatch(/spine_accounts: \d+ rows of others can be read/);
    },
    2 * MINUTES,
  );

  test(
    "a policy that was altered: nothing is decided on it, and verify_all says so",
    async () => {
      const database = await workOnCopy(demonstration);
      await withClient(database.superuserUrl, async (client) => {
        await client.query("alter table policy_bundles disable trigger user");
        await client.query(
          `update policy_bundles set artifacts = jsonb_set(artifacts, '{altered}', 'true') where tenant_id = $1`,
          [TENANT_A],
        );
      });
      const { steps, failures } = await run(database);
      expect(steps.slice(0, 2)).toEqual(["1. verify_all", "2. run_cycle_1"]);
      expect(failures.join("\n")).toMatch(/does not match its hash/);
    },
    2 * MINUTES,
  );

  test(
    "one tenant's failure does not keep the other's steps from being done",
    async () => {
      const database = await workOnCopy(demonstration);
      await withClient(database.superuserUrl, (client) =>
        client.query("delete from optimizer_configs where tenant_id = $1 and key = 'revenue.targets'", [
          TENANT_B,
        ]),
      );
      const { holds, failures, lines } = await run(database, [TENANT_A, TENANT_B]);
      expect(holds).toBe(false);
      expect(failures.filter((line) => line.includes("Tenant A"))).toEqual([]);
      expect(failures.join("\n")).toMatch(/Tenant B: the step ran: INSUFFICIENT_DATA/);
      expect(lines.join("\n")).toMatch(/✓ Tenant A: without what was learned/);
    },
    2 * MINUTES,
  );
});

test(
  "outside a test run a fault does nothing",
  async () => {
    const database = await workOnCopy(demonstration);
    Object.assign(process.env, { NODE_ENV: "production", REVENUE_OS_FAULT: "two_actions" });
    expect(await run(database)).toMatchObject({ holds: true, failures: [] });
  },
  2 * MINUTES,
);

test("without a server the command says so in one sentence", async () => {
  await expect(
    validate("http://127.0.0.1:9", { VALIDATE_KEYS: "ros_none" }, () => undefined),
  ).rejects.toThrow(
    "No answer from http://127.0.0.1:9: start the application with npm start, or name another with --url.",
  );
});
