// The loop over HTTP as `npm run validate:revenue-os` runs it, on the demonstration: whole, again, and broken on purpose.
import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { API_SCOPES } from "@/lib/auth/api-key-format";
import { disconnect } from "@/lib/db/client";
import type { TestDatabase } from "@/lib/db/testing/test-database";
import { executorAnswerSchema } from "@/lib/http/functions/action-executor";
import { cycleAnswerSchema } from "@/lib/http/functions/cycle-answer";
import { triggersAnswerSchema } from "@/lib/http/functions/triggers";
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
import * as executor from "../revenue-os-action-executor/route";
import * as kernel from "../revenue-os-kernel/route";
import * as triggers from "../revenue-os-triggers/route";
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
  served = await serve({
    "/functions/v1/revenue-os-kernel": kernel,
    "/functions/v1/revenue-os-action-executor": executor,
    "/functions/v1/revenue-os-triggers": triggers,
    "/functions/v1/revenue-os-validation": validation,
  });
}, 10 * MINUTES);
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
  10 * MINUTES,
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
    4 * MINUTES,
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
    4 * MINUTES,
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
    4 * MINUTES,
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
    4 * MINUTES,
  );
});

test(
  "outside a test run a fault does nothing",
  async () => {
    const database = await workOnCopy(demonstration);
    Object.assign(process.env, { NODE_ENV: "production", REVENUE_OS_FAULT: "two_actions" });
    expect(await run(database)).toMatchObject({ holds: true, failures: [] });
  },
  4 * MINUTES,
);

describe("the other functions, on a company with data", () => {
  let call: (name: string, body: object, headers?: Record<string, string>) => Promise<Answer>;
  type Answer = { status: number; text: string; json: Json; headers: Headers };
  type Json = Record<string, unknown> & { records?: Stored[]; results?: Done[] };
  type Stored = { id: string; action_id: string; status: string; request: string | null };
  type Done = { id: string; status: string | null; reason: string | null };

  /** Tomorrow before dawn: the night's cycle is due, and the last one lies half a day back. */
  beforeAll(async () => {
    const database = await workOnCopy(demonstration);
    const tomorrow = `${new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)}T03:00:00.000Z`;
    await withClient(database.superuserUrl, (client) =>
      client.query(
        "insert into optimizer_configs (tenant_id, key, value) select id, 'validation.clock', $1 from tenants",
        [{ now: tomorrow }],
      ),
    );
    const keys = new Map<string, string>();
    for (const tenantId of [TENANT_A, TENANT_B])
      keys.set(tenantId, (await addKey(database, tenantId, API_SCOPES)).key);
    call = async (name, { tenant_id = TENANT_A, ...body }: { tenant_id?: string }, headers = {}) => {
      const answer = await fetch(`${served.url}/functions/v1/${name}`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${keys.get(tenant_id)}`,
          "content-type": "application/json",
          ...headers,
        },
        body: JSON.stringify({ tenant_id, ...body }),
      });
      const text = await answer.text();
      return { status: answer.status, text, json: JSON.parse(text), headers: answer.headers };
    };
  }, 2 * MINUTES);

  let records: Stored[] = [];

  test("the kernel answers its output, and where its actions went; the same key is given the same again", async () => {
    const key = { "idempotency-key": "night-1" };
    const once = await call("revenue-os-kernel", {}, key);
    expect([once.status, once.headers.get("idempotent-replayed")]).toEqual([200, null]);
    const answer = cycleAnswerSchema.parse(once.json);
    expect(answer.tenant_id).toBe(TENANT_A);
    expect(answer.records.map(({ action_id }) => action_id)).toEqual(
      answer.actions.map(({ action_id }) => action_id),
    );
    for (const [index, action] of answer.actions.entries())
      expect(answer.records[index]?.request !== null).toBe(action.requires_human !== null);
    records = answer.records;
    const twice = await call("revenue-os-kernel", {}, key);
    expect([twice.status, twice.headers.get("idempotent-replayed"), twice.text]).toEqual([
      200,
      "true",
      once.text,
    ]);
    const other = await call("revenue-os-kernel", { trigger: { type: "manual", source: "other" } }, key);
    expect([other.status, other.json.code]).toEqual([422, "KEY_REUSED"]);
  });

  test("a second cycle within twelve hours is refused with the seconds to wait", async () => {
    const answer = await call("revenue-os-kernel", {});
    expect([answer.status, answer.json.code]).toEqual([429, "CYCLE_TOO_RECENT"]);
    const seconds = Number(answer.headers.get("retry-after"));
    expect(seconds).toBeGreaterThan(42_000);
    expect(seconds).toBeLessThanOrEqual(43_200);
  });

  test("the executor carries out what may be, once; takes one back, once; and leaves what waits for a signature", async () => {
    const free = records.filter(({ request }) => request === null).map(({ id }) => id);
    const waiting = records.filter(({ request }) => request !== null).map(({ id }) => id);
    expect(free.length).toBeGreaterThan(0);
    const all = { operation: "execute", action_ids: [...free, ...waiting] };
    const executed = await call("revenue-os-action-executor", all);
    const results = executorAnswerSchema.parse(executed.json).results;
    expect(
      results
        .filter(({ status }) => status === "executing")
        .map(({ id }) => id)
        .sort(),
    ).toEqual(free.sort());
    const left = results.filter(({ status }) => status === null);
    expect(left.map(({ id }) => id).sort()).toEqual(waiting.sort());
    for (const { reason } of left) expect(reason).toMatch(/^It waits for signatures on REQ-/);
    const again = await call("revenue-os-action-executor", { operation: "execute", action_ids: free });
    for (const { status, reason } of again.json.results ?? [])
      expect([status, reason]).toEqual([null, "The action is executing already."]);
    const revert = { operation: "revert", action_id: free[0], reason: "A change of plan" };
    const reverted = await call("revenue-os-action-executor", revert);
    expect([reverted.status, reverted.json.results?.[0]?.status]).toEqual([200, "reverted"]);
    const late = await call("revenue-os-action-executor", revert);
    expect([late.status, late.json.code]).toEqual([409, "CONFLICT"]);
  });

  test("triggers say what is due and why; what they set off is a cycle, after which the night's is due no more", async () => {
    const ask = { tenant_id: TENANT_B, operation: "check" };
    const due = triggersAnswerSchema.parse((await call("revenue-os-triggers", ask)).json);
    expect(due.due.map(({ type }) => type)).toContain("scheduled");
    expect(due.cycle).toBeNull();
    const fired = await call("revenue-os-triggers", { ...ask, operation: "fire" });
    expect(triggersAnswerSchema.parse(fired.json).cycle?.tenant_id).toBe(TENANT_B);
    const after = triggersAnswerSchema.parse((await call("revenue-os-triggers", ask)).json);
    expect(after.due.map(({ type }) => type)).not.toContain("scheduled");
    expect(Date.parse(after.next_cycle_from) - Date.parse(after.checked_at)).toBe(12 * 3_600_000);
  });
});

test("without a server the command says so in one sentence", async () => {
  await expect(
    validate("http://127.0.0.1:9", { VALIDATE_KEYS: "ros_none" }, () => undefined),
  ).rejects.toThrow(
    "No answer from http://127.0.0.1:9: start the application with npm start, or name another with --url.",
  );
});
