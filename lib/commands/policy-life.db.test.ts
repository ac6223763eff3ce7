// A policy from its first draft to the cycle with which it comes into force, and what becomes of open requests.
import { setTimeout } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Cadence } from "../../kernel/enforcement";
import { withClient } from "../../scripts/database/prepare";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase, type TestDatabase } from "../db/testing/test-database";
import type { Artifacts } from "../policy/active-policy";
import { loadSituation } from "../queries/situation";
import { type MonthFigures, writeHealthySpine } from "../queries/testing/spine-fixture";
import { evaluateCycle } from "./evaluate-cycle";
import { reevaluateOpenRequests } from "./reevaluate-open-requests";
import { reopenClose } from "./reopen-close";
import { signPolicy } from "./sign-policy";
import { signRequest } from "./sign-request";
import { submitRequest } from "./submit-request";
import { createCompany } from "./testing/company";
import { codeOf, draftAndPropose, must, proposeAndSign, withRunwayFloor } from "./testing/policies";
import { renewal } from "./testing/requests";
import { withdrawPolicyProposal } from "./withdraw-policy-proposal";

const revision = 1;
/** The books have eighteen months of runway. */
const STRICTER = withRunwayFloor(20, 16);
const instant = (day: string) => new Date(`${day}T09:00:00Z`);
const [may, signed] = [instant("2026-06-08"), instant("2026-06-20")];
const [june, later] = [instant("2026-07-08"), instant("2026-07-20")];

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  connect(database.appUrl);
});
afterAll(disconnect);

/** Whether a statement on the table waits for another transaction to end. */
async function somebodyWaitsFor(table: string): Promise<boolean> {
  const waiting = await withClient(database.superuserUrl, (client) =>
    client.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
       and query like '%' || $1 || '%'`,
      [table],
    ),
  );
  return waiting.rowCount !== 0;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await holds()) return;
    await setTimeout(50);
  }
  throw new Error("it did not come to that within five seconds");
}

/** A company with books, and May closed under its first policy. */
async function governed(changes?: (month: string) => Partial<MonthFigures>) {
  const company = await createCompany();
  const { tenantId } = company;
  await writeHealthySpine(tenantId, "2026-10", changes, "2025-04");
  const [analyst, lead] = [await company.hire("FP&A"), await company.hire("Team lead")];
  const [cfo, ceo] = [await company.hire("CFO"), await company.hire("CEO")];
  const evaluate = (cadence: Cadence, cycleKey: string, at: Date, deliveredAt?: string) =>
    evaluateCycle(analyst, { cadence, cycleKey, deliveredAt, certifyFinal: deliveredAt !== undefined }, at);
  const close = (month: string, at: Date, delivered = at) =>
    evaluate("monthly_close", month, at, delivered.toISOString().slice(0, 10));
  must(await close("2026-05", may));
  const read = <T>(work: Parameters<typeof inTenant<T>>[1]) => inTenant({ tenantId }, work);
  const inForce = () => read(async (tx) => (await loadSituation(tx, tenantId)).policy.version);
  const change = (artifacts: Artifacts) => proposeAndSign([cfo, ceo], { artifacts, at: signed });
  const versions = async () =>
    Object.fromEntries(
      (await read((tx) => tx.policyBundle.findMany())).map(({ version, status }) => [version, status]),
    );
  return { company, tenantId, analyst, lead, cfo, ceo, evaluate, close, read, inForce, change, versions };
}

type Governed = Awaited<ReturnType<typeof governed>>;

const logTail = async ({ read }: Governed, kinds: readonly string[]) => {
  const rows = await read((tx) => tx.decisionLogEntry.findMany({ orderBy: { seq: "asc" } }));
  return rows.filter(({ kind }) => kinds.includes(kind)).map(({ kind, title }) => `${kind}: ${title}`);
};

const requestOf = ({ read, tenantId }: Governed, reference: string) =>
  read(async (tx) => {
    const { status, decisions } = await tx.request.findUniqueOrThrow({
      where: { tenantId_reference: { tenantId, reference } },
      select: {
        status: true,
        decisions: { orderBy: { logSeq: "asc" }, select: { action: true, policyVersion: true } },
      },
    });
    return {
      status,
      decisions: decisions.map(({ action, policyVersion }) => `${action} under ${policyVersion}`),
    };
  });

describe("a policy that both have signed", () => {
  test("waits for the next cycle that closes; until then the old one decides", async () => {
    const company = await governed();
    const { lead, cfo, ceo, close, inForce, versions } = company;
    const draft = await draftAndPropose(cfo, { artifacts: STRICTER, at: signed });
    for (const signer of [cfo, ceo]) must(await signPolicy(signer, draft, signed));
    expect([await inForce(), await versions()]).toEqual(["1.0", { "1.0": "ACTIVE", "2.0.0": "PROPOSED" }]);
    const before = must(await submitRequest(lead, { content: renewal() }, signed));
    expect(before.status).toBe("PENDING");
    expect(must(await close("2026-06", june)).states).toMatchObject({ T4_RUNWAY_FLOOR: "WATCH" });
    expect([await inForce(), await versions()]).toEqual([
      "2.0.0",
      { "1.0": "SUPERSEDED", "2.0.0": "ACTIVE" },
    ]);
    const after = must(await submitRequest(lead, { content: renewal() }, june));
    expect(after.status).toBe("BLOCKED");
  });

  test("comes into force in the cycle's own transaction, and the log says so before the cycle", async () => {
    const company = await governed();
    const { tenantId, cfo, ceo, change, close, read } = company;
    const { bundleId, seenHash } = await change(STRICTER);
    const { cycleId } = must(await close("2026-06", june));
    expect(
      (await logTail(company, ["policy_change", "policy_activated", "cycle_evaluated"])).slice(-5),
    ).toEqual([
      "policy_change: Policy 2.0.0 proposed by the CFO: a breaking change, waits for CFO and CEO",
      "policy_change: Policy 2.0.0 signed by the CFO: waits for the CEO",
      "policy_change: Policy 2.0.0 signed by the CEO: in force with the next cycle that closes",
      "policy_activated: Policy 2.0.0 is in force",
      "cycle_evaluated: Close 2026-06 evaluated: 6 PASS, 2 WATCH; NORMAL",
    ]);
    const entry = await read((tx) =>
      tx.decisionLogEntry.findFirstOrThrow({ where: { kind: "policy_activated" } }),
    );
    expect(JSON.parse(entry.content)).toMatchObject({
      bundle_id: bundleId,
      from_cycle: "2026-06",
      policy_version: "2.0.0",
      policy_hash: seenHash,
      change_class: "breaking",
      supersedes: { version: "1.0" },
      signoffs: [
        { role: "CEO", by: ceo.userId },
        { role: "CFO", by: cfo.userId },
      ],
    });
    const bundle = await read((tx) =>
      tx.policyBundle.findUniqueOrThrow({
        where: { tenantId_id: { tenantId, id: bundleId } },
        include: { cycles: true },
      }),
    );
    expect(bundle).toMatchObject({ activatedAt: june, cycles: [{ id: cycleId }] });
  });

  test("does not come into force with a cycle that stays open", async () => {
    const company = await governed((month) => (month === "2026-06" ? { capex: Number.NaN } : {}));
    const { change, close, inForce } = company;
    await change(STRICTER);
    expect(must(await close("2026-06", june)).status).toBe("OPEN");
    expect(await inForce()).toBe("1.0");
    expect(must(await close("2026-07", instant("2026-08-10"))).status).toBe("OPEN");
    expect(await logTail(company, ["policy_activated"])).toEqual([]);
  });

  test("comes into force once, of two cycles evaluated in one moment and one evaluated twice", async () => {
    const company = await governed();
    await company.change(STRICTER);
    const answers = await Promise.all([
      company.evaluate("weekly", "2026-W26", june),
      company.evaluate("weekly", "2026-W27", june),
      company.evaluate("monthly_close", "2026-06", june),
      company.evaluate("monthly_close", "2026-06", june),
    ]);
    expect(answers.map(codeOf)).toEqual(["done", "done", "done", "done"]);
    expect(await logTail(company, ["policy_activated"])).toEqual([
      "policy_activated: Policy 2.0.0 is in force",
    ]);
    expect(await company.versions()).toEqual({ "1.0": "SUPERSEDED", "2.0.0": "ACTIVE" });
  });

  test("can be stopped until then, and the cycle closes under the old one", async () => {
    const company = await governed();
    const { bundleId } = await company.change(STRICTER);
    const reason = "The round has closed early.";
    must(await withdrawPolicyProposal(company.ceo, { bundleId, reason }, signed));
    expect(must(await company.close("2026-06", june)).states).toMatchObject({ T4_RUNWAY_FLOOR: "PASS" });
    expect(await company.inForce()).toBe("1.0");
  });

  test("and is withdrawn while a cycle is evaluated: either it is in force or it is not, never half", async () => {
    const company = await governed();
    const { bundleId } = await company.change(STRICTER);
    const reason = "The round has closed early.";
    const [closed, withdrawn] = await Promise.all([
      company.close("2026-06", june),
      withdrawPolicyProposal(company.ceo, { bundleId, reason }, june),
    ]);
    const stands = await company.versions();
    if (withdrawn.ok) {
      expect(stands).toEqual({ "1.0": "ACTIVE", "2.0.0": "DISCARDED" });
      expect(["done", "CONFLICT"]).toContain(codeOf(closed));
      if (closed.ok) expect(closed.value.states.T4_RUNWAY_FLOOR).toBe("PASS");
    } else {
      expect([codeOf(withdrawn), codeOf(closed)]).toEqual(["CONFLICT", "done"]);
      expect(stands).toEqual({ "1.0": "SUPERSEDED", "2.0.0": "ACTIVE" });
    }
  });

  test("withdrawn just before its cycle ends: the evaluation gives way and stores nothing", async () => {
    const company = await governed();
    const { bundleId } = await company.change(STRICTER);
    const withdrawal = new pg.Client({ connectionString: database.appUrl });
    await withdrawal.connect();
    try {
      await withdrawal.query("begin");
      const { userId } = company.cfo;
      await withdrawal.query(
        "select set_config('app.tenant_id', $1, true), set_config('app.user_id', $2, true)",
        [company.tenantId, userId],
      );
      await withdrawal.query(
        "update policy_bundles set status = 'DISCARDED', ended_at = now(), ended_by = $2 where id = $1",
        [bundleId, userId],
      );
      const closing = company.close("2026-06", june);
      await until(() => somebodyWaitsFor("policy_bundles"));
      await withdrawal.query("commit");
      expect(await closing).toMatchObject({
        failure: { code: "CONFLICT", message: expect.stringContaining("withdrawn meanwhile") },
      });
    } finally {
      await withdrawal.end();
    }
    expect(await company.versions()).toEqual({ "1.0": "ACTIVE", "2.0.0": "DISCARDED" });
    expect(must(await company.close("2026-06", june))).toMatchObject({ version: 1, mode: "NORMAL" });
  });

  test("with one signature alone waits on, however many cycles close", async () => {
    const company = await governed();
    const draft = await draftAndPropose(company.cfo, { artifacts: STRICTER, at: signed });
    must(await signPolicy(company.cfo, draft, signed));
    must(await company.close("2026-06", june));
    expect(await company.inForce()).toBe("1.0");
    must(await signPolicy(company.ceo, draft, june));
    must(await company.evaluate("weekly", "2026-W28", instant("2026-07-13")));
    expect(await company.inForce()).toBe("2.0.0");
  });
});

test("a signed policy that was altered in the database governs nothing, and can be got rid of", async () => {
  const company = await governed();
  const signedByBoth = await company.change(STRICTER);
  const { bundleId } = signedByBoth;
  await withClient(database.superuserUrl, async (client) => {
    // As only somebody with the whole database in their hands can: past every guard.
    await client.query("set session_replication_role = replica");
    await client.query(
      "update policy_bundles set artifacts = jsonb_set(artifacts, '{gating_rules}', '{}') where id = $1",
      [bundleId],
    );
  });
  expect(await company.close("2026-06", june)).toMatchObject({
    failure: { code: "POLICY_UNTRUSTED", message: expect.stringContaining("2.0.0 is not what was signed") },
  });
  const third = await company.company.hire("CEO", "The next CEO");
  expect(codeOf(await signPolicy(third, signedByBoth, june))).toBe("POLICY_UNTRUSTED");
  must(await withdrawPolicyProposal(company.cfo, { bundleId, reason: "It is not what we signed." }, june));
  expect(must(await company.close("2026-06", june)).status).toBe("CLOSED");
  expect(await company.inForce()).toBe("1.0");
});

describe("a cycle from before", () => {
  test("keeps its policy when it is evaluated again, and leaves a signed one waiting", async () => {
    const company = await governed();
    await company.change(STRICTER);
    const again = async (month: string, at: Date, delivered: Date) => {
      must(await reopenClose(company.cfo, { cycleKey: month, reason: "To be evaluated once more" }, at));
      return must(await company.close(month, at, delivered));
    };
    expect(await again("2026-05", june, may)).toMatchObject({
      version: 3,
      states: { T4_RUNWAY_FLOOR: "PASS" },
    });
    expect(await company.inForce()).toBe("1.0");
    must(await company.close("2026-06", june));
    expect((await again("2026-05", later, may)).states.T4_RUNWAY_FLOOR).toBe("PASS");
    expect((await again("2026-06", later, june)).states.T4_RUNWAY_FLOOR).toBe("WATCH");
    expect(await company.inForce()).toBe("2.0.0");
    expect(await logTail(company, ["policy_activated"])).toHaveLength(1);
  });
});

describe("open requests", () => {
  test("that the new policy forbids go STALE; nobody's signature approves them, and each decision keeps its version", async () => {
    const company = await governed();
    const { tenantId, lead, cfo, change, close } = company;
    const ask = async () => must(await submitRequest(lead, { content: renewal() }, may)).reference;
    const [overtaken, signedUnderTheirEyes] = [await ask(), await ask()];
    await change(STRICTER);
    must(await close("2026-06", june));
    const refused = must(await signRequest(cfo, { reference: signedUnderTheirEyes, revision }, june));
    expect(refused).toMatchObject({ status: "STALE", decision: { decision: "BLOCKED" } });
    expect(await reevaluateOpenRequests(tenantId, june)).toEqual({
      changed: [{ reference: overtaken, status: "STALE" }],
      failed: [],
    });
    const late = must(await signRequest(cfo, { reference: overtaken, revision }, june));
    expect(late.status).toBe("STALE");
    expect(await requestOf(company, overtaken)).toEqual({
      status: "STALE",
      decisions: ["SUBMIT under 1.0", "REEVALUATE under 2.0.0", "REFUSE under 2.0.0"],
    });
    expect(await requestOf(company, signedUnderTheirEyes)).toEqual({
      status: "STALE",
      decisions: ["SUBMIT under 1.0", "REFUSE under 2.0.0"],
    });
  });

  test("that the old policy blocked and the new one allows go up for signature, and are approved under the new", async () => {
    const company = await governed(() => ({ cash: 700_000 }));
    const { tenantId, lead, cfo, change, close } = company;
    const { reference, status } = must(await submitRequest(lead, { content: renewal() }, may));
    expect(status).toBe("BLOCKED");
    await change(withRunwayFloor(13, 10));
    must(await close("2026-06", june));
    expect((await reevaluateOpenRequests(tenantId, june)).changed).toEqual([
      { reference, status: "PENDING" },
    ]);
    expect(must(await signRequest(cfo, { reference, revision }, june)).status).toBe("APPROVED");
    expect(await requestOf(company, reference)).toEqual({
      status: "APPROVED",
      decisions: ["SUBMIT under 1.0", "REEVALUATE under 2.0.0", "APPROVE under 2.0.0"],
    });
  });
});
