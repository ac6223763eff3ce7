// What a company did through the real commands, replayed under its own policy and under others.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Cadence } from "../../kernel/enforcement";
import { denyRequest } from "../commands/deny-request";
import { evaluateCycle } from "../commands/evaluate-cycle";
import { overrideInput } from "../commands/override-input";
import { reevaluateOpenRequests } from "../commands/reevaluate-open-requests";
import { signRequest } from "../commands/sign-request";
import { submitRequest } from "../commands/submit-request";
import { createCompany } from "../commands/testing/company";
import { draftPolicy, must, proposeAndSign, withFault, withRunwayFloor } from "../commands/testing/policies";
import { backfill, discount, renewal, retentionHire, roiCase } from "../commands/testing/requests";
import { withdrawRequest } from "../commands/withdraw-request";
import { connect, disconnect } from "../db/client";
import { createTestDatabase } from "../db/testing/test-database";
import { loadPolicyBacktest } from "./policy-backtest";
import type { RequestContent } from "./request-content";
import { type MonthFigures, writeHealthySpine } from "./testing/spine-fixture";

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

const instant = (day: string, hour = 9) => new Date(`${day}T${String(hour).padStart(2, "0")}:00:00Z`);
const TODAY = instant("2026-11-01");
/** The books have eighteen months of runway. */
const STRICTER = withRunwayFloor(20, 16);

/** Free cash flow so far below plan that its three-month average FAILs in summer. */
const burning = (month: string): Partial<MonthFigures> => (month === "2026-07" ? { capex: 900_000 } : {});

async function company() {
  const { tenantId, policyBundleId, hire } = await createCompany();
  await writeHealthySpine(tenantId, "2026-10", burning, "2025-04");
  const [analyst, lead] = [await hire("FP&A"), await hire("Team lead")];
  const [cfo, ceo] = [await hire("CFO"), await hire("CEO")];
  const evaluate = async (cadence: Cadence, cycleKey: string, at: Date) => {
    const delivered = cadence === "monthly_close" ? { deliveredAt: at.toISOString().slice(0, 10) } : {};
    const evaluated = must(await evaluateCycle(analyst, { cadence, cycleKey, ...delivered }, at));
    await reevaluateOpenRequests(tenantId, at);
    return evaluated;
  };
  const ask = async (content: RequestContent, at: Date) =>
    must(await submitRequest(lead, { content }, at)).reference;
  const sign = (who: typeof cfo, reference: string, at: Date) =>
    signRequest(who, { reference, revision: 1 }, at);
  const backtestOf = async (bundleId: string, most?: number) =>
    must(await loadPolicyBacktest({ ...cfo, role: "CFO" }, bundleId, TODAY, most));
  return { tenantId, policyBundleId, analyst, lead, cfo, ceo, evaluate, ask, sign, backtestOf };
}

type Company = Awaited<ReturnType<typeof company>>;

/** Requests before any close, approved, signed in part, denied, withdrawn, gone stale; a burning summer; a correction. */
async function live({ analyst, lead, cfo, ceo, evaluate, ask, sign }: Company) {
  await ask(backfill(), instant("2026-06-01"));
  await evaluate("monthly_close", "2026-05", instant("2026-06-08"));
  const approved = await ask(renewal(), instant("2026-06-09"));
  must(await sign(cfo, approved, instant("2026-06-10")));
  const denied = await ask(renewal({ title: "Renew the other one" }), instant("2026-06-09", 10));
  must(
    await denyRequest(
      cfo,
      { reference: denied, revision: 1, reason: "Not this year." },
      instant("2026-06-11"),
    ),
  );
  const withdrawn = await ask(backfill(), instant("2026-06-12"));
  must(await withdrawRequest(lead, { reference: withdrawn, revision: 1 }, instant("2026-06-12", 11)));
  await evaluate("weekly", "2026-W24", instant("2026-06-15"));
  await ask(renewal({ title: "Renew the third one" }), instant("2026-06-16"));
  must(await sign(cfo, await ask(discount(), instant("2026-06-17")), instant("2026-06-18")));
  await evaluate("monthly_close", "2026-06", instant("2026-07-08"));
  await evaluate("monthly_close", "2026-07", instant("2026-08-10"));
  const exception = await ask(backfill({ roi_case: roiCase() }), instant("2026-08-11"));
  must(await sign(ceo, exception, instant("2026-08-12")));
  await ask(retentionHire({ description: "Two contracts end", amount_usd: 9000 }), instant("2026-08-12"));
  await evaluate("weekly", "2026-W33", instant("2026-08-17"));
  await evaluate("monthly_close", "2026-08", instant("2026-09-08"));
  // June is corrected: what came behind it is run again.
  const order = { cadence: "monthly_close", cycleKey: "2026-06", name: "Churn", value: 1_500_000 } as const;
  must(await overrideInput(analyst, { ...order, reason: "Late credit notes" }, instant("2026-09-09")));
  const { rerun } = await evaluate("monthly_close", "2026-06", instant("2026-09-10"));
  expect(rerun.length).toBeGreaterThan(2);
  await evaluate("monthly_close", "2026-09", instant("2026-10-08"));
  return { approved, denied };
}

describe("the backtest of a company's policy", () => {
  test("the policy in force differs nowhere from the history that was made under it, and nothing is left out", async () => {
    const acme = await company();
    await live(acme);
    const { backtest, covers, decisionsInAll } = await acme.backtestOf(acme.policyBundleId);
    expect(backtest).toMatchObject({ same: true, decisions: [], cycles: [] });
    expect(backtest?.notReplayed).toEqual({
      decisions: [],
      inputs: [],
      fields: [],
      escalations: [],
      documents: 0,
    });
    expect(backtest?.replayed).toEqual({ evaluations: covers.evaluations, decisions: covers.decisions });
    expect(covers.decisions).toBeGreaterThan(12);
    expect(covers.from).toBe("2026-06-01T09:00:00.000Z");
    expect(decisionsInAll).toBeNull();
    expect(backtest?.defensiveDays.before).toBeGreaterThan(0);
  });

  test("a draft says which requests it would have decided otherwise, with titles and money, and changes nothing", async () => {
    const acme = await company();
    const { approved, denied } = await live(acme);
    const { bundleId } = await draftPolicy(acme.cfo, STRICTER, TODAY);
    const view = await acme.backtestOf(bundleId);
    expect(view.policy.status).toBe("VALIDATED");
    const decisions = view.backtest?.decisions ?? [];
    expect(decisions.find(({ reference, approved: final }) => reference === approved && final)).toMatchObject(
      {
        kind: "blocked",
        before: { standing: "ALLOWED" },
        after: { standing: "BLOCKED", codes: ["CFO-27"] },
        amount: { usdPerMonth: 3200 },
      },
    );
    expect(view.asked[approved]).toMatchObject({ title: "Renew the ticket system", isRequest: true });
    const vendors = view.backtest?.totals.find(({ gateId }) => gateId.startsWith("G4"));
    expect(vendors?.blocked.approved).toBe(1);
    // A person's no stays a no, whatever the gate would have said.
    expect(decisions.filter(({ reference }) => reference === denied).at(-1)).toMatchObject({
      endedByPerson: true,
      isNewest: true,
    });
    expect(view.backtest?.cycles[0]).toMatchObject({
      cycleKey: "2026-05",
      states: [{ trigger: "T4", before: "PASS", after: "WATCH" }],
    });
    expect(await acme.backtestOf(bundleId)).toEqual(view);
    expect((await acme.backtestOf(acme.policyBundleId)).backtest?.same).toBe(true);
  });

  test("a policy that came into force later differs only in the time before it", async () => {
    const acme = await company();
    await live(acme);
    const { bundleId } = await proposeAndSign([acme.cfo, acme.ceo], {
      artifacts: STRICTER,
      at: instant("2026-10-12"),
    });
    await acme.evaluate("weekly", "2026-W42", instant("2026-10-19"));
    await acme.ask(renewal({ title: "Under the new policy" }), instant("2026-10-20"));
    const { backtest, policy } = await acme.backtestOf(bundleId);
    expect(policy).toMatchObject({ status: "ACTIVE", version: "2.0.0" });
    const versions = [...(backtest?.decisions ?? []), ...(backtest?.cycles ?? [])].map(
      ({ policyVersion }) => policyVersion,
    );
    expect(new Set(versions)).toEqual(new Set(["1.0"]));
  });
});

describe("a backtest that cannot be whole", () => {
  test("replays the newest decisions of a very long history, and says so", async () => {
    const acme = await company();
    await live(acme);
    const view = await acme.backtestOf(acme.policyBundleId, 3);
    expect(view).toMatchObject({ covers: { decisions: 3 }, backtest: { same: true } });
    expect(view.decisionsInAll).toBeGreaterThan(12);
  });

  test("is none for a version with findings, and none for what is not the company's", async () => {
    const [acme, other] = [await company(), await company()];
    const { bundleId } = await draftPolicy(acme.cfo, withFault(), TODAY);
    expect((await acme.backtestOf(bundleId)).backtest).toBeNull();
    for (const id of [other.policyBundleId, "nothing"]) {
      const refused = await loadPolicyBacktest({ ...acme.cfo, role: "CFO" }, id, TODAY);
      expect(refused.ok ? null : refused.failure.code).toBe("NOT_FOUND");
    }
  });
});
