import { afterAll, beforeAll, expect, test } from "vitest";
import { submitRequest } from "../commands/submit-request";
import { createCompany } from "../commands/testing/company";
import { closeMonth, evaluateWithoutCash } from "../commands/testing/judged-cycles";
import { backfill, renewal } from "../commands/testing/requests";
import { connect, disconnect } from "../db/client";
import { createTestDatabase } from "../db/testing/test-database";
import { loadOverview } from "./overview";

const at = new Date("2026-03-20T10:00:00Z");

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

async function withOpenRequests() {
  const company = await createCompany();
  const [lead, cfo] = [await company.hire("Team lead"), await company.hire("CFO")];
  const missing = async () => {
    const overview = await loadOverview(cfo, at);
    if (!overview.ok) throw new Error(overview.failure.message);
    return overview.value.missing;
  };
  const ask = async (content: Parameters<typeof submitRequest>[1]["content"]) => {
    const submitted = await submitRequest(lead, { content }, at);
    if (!submitted.ok) throw new Error(submitted.failure.message);
    return submitted.value.reference;
  };
  return { company, missing, ask };
}

test("while every trigger is known, and before the first evaluation, nothing is said about missing data", async () => {
  const { company, missing } = await withOpenRequests();
  expect(await missing()).toBeNull();
  await closeMonth(company, "2026-01");
  expect(await missing()).toBeNull();
});

test("a week that lacks the cash balance names what waits on it, who owns it and the figure to supply", async () => {
  const { company, missing, ask } = await withOpenRequests();
  await closeMonth(company, "2026-02");
  const vendor = await ask(renewal());
  await evaluateWithoutCash(company, "2026-W11");
  expect(await missing()).toMatchObject({
    evaluation: { cadence: "weekly", cycleKey: "2026-W11" },
    requests: 1,
    isCut: false,
    triggers: [
      {
        trigger: "T4",
        owner: "CFO + Controller/Treasury",
        irrelevant: false,
        flips: [vendor],
        flipsAlone: [vendor],
        usdPerMonth: 3200,
        heads: 0,
        inputsMissing: ["CashBalance"],
      },
    ],
  });
});

test("a trigger on which no open request rests is said to decide nothing", async () => {
  const { company, missing, ask } = await withOpenRequests();
  await company.closeCycle({ T3: "UNKNOWN" });
  await ask(renewal());
  expect((await missing())?.triggers).toMatchObject([
    { trigger: "T3", irrelevant: true, flips: [], usdPerMonth: 0, heads: 0 },
  ]);
});

test("heads wait on an unknown trigger beside money, each request counted", async () => {
  const { company, missing, ask } = await withOpenRequests();
  await company.closeCycle({ T4: "UNKNOWN" });
  await ask(renewal());
  await ask(backfill());
  expect((await missing())?.triggers[0]).toMatchObject({ trigger: "T4", usdPerMonth: 3200, heads: 1 });
});

test("a trigger that the policy in force does not know yet holds up no request, and nothing is said of it", async () => {
  const { company, missing, ask } = await withOpenRequests();
  await ask(renewal());
  company.triggers = [...company.triggers, "T9_BURN_MULTIPLE"];
  await company.closeCycle({ T9: "UNKNOWN" });
  expect(await missing()).toBeNull();
});

test("beside a trigger of the policy in force, one that it does not know yet is named as left out", async () => {
  const { company, missing, ask } = await withOpenRequests();
  await ask(renewal());
  await company.closeCycle({ T4: "UNKNOWN" });
  expect((await missing())?.notInForce).toEqual([]);
  company.triggers = [...company.triggers, "T9_BURN_MULTIPLE"];
  await company.closeCycle({ T4: "UNKNOWN", T9: "UNKNOWN" });
  expect(await missing()).toMatchObject({ triggers: [{ trigger: "T4" }], notInForce: ["T9"] });
});
