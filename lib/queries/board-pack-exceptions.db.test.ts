// What a pack says of the gates' answers and of exceptions, asked for through the real commands.
import { afterAll, beforeAll, expect, test } from "vitest";
import { evaluateCycle } from "../commands/evaluate-cycle";
import { makeBoardPack } from "../commands/make-board-pack";
import { submitRequest } from "../commands/submit-request";
import { createCompany } from "../commands/testing/company";
import { must } from "../commands/testing/policies";
import { discount } from "../commands/testing/requests";
import { connect, disconnect } from "../db/client";
import { createTestDatabase } from "../db/testing/test-database";
import { loadBoardPack } from "./board-pack";
import type { RequestContent } from "./request-content";
import { writeHealthySpine } from "./testing/spine-fixture";

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

const instant = (day: string) => new Date(`${day}T09:00:00Z`);

const unquantified: RequestContent = {
  gate_id: "G3_PRODUCT_AND_RND",
  title: "A second product",
  details: { classification: "big-bet", risks_churn: false },
  roi_case: null,
  exceptions: [],
};

/** May is closed, requests are made in June, and June is closed. */
async function juneWith(...requests: RequestContent[]) {
  const { tenantId, hire } = await createCompany();
  await writeHealthySpine(tenantId, "2026-07", undefined, "2025-04");
  const [analyst, lead] = [await hire("FP&A"), await hire("Team lead")];
  const close = async (cycleKey: string, day: string) =>
    must(await evaluateCycle(analyst, { cadence: "monthly_close", cycleKey }, instant(day)));
  await close("2026-05", "2026-06-08");
  const statuses: string[] = [];
  for (const content of requests)
    statuses.push(must(await submitRequest(lead, { content }, instant("2026-06-15"))).status);
  await close("2026-06", "2026-07-08");
  const { packId } = must(await makeBoardPack(analyst, { period: "2026-06" }, instant("2026-07-10")));
  const { content, memo } = must(await loadBoardPack(analyst, packId, instant("2026-07-10"))).pack;
  return { statuses, content, memo };
}

test("A request that waits for a signature is not counted as refused by the gate; one that lacks its impact is", async () => {
  const { statuses, content } = await juneWith(discount(), unquantified);
  expect(statuses).toEqual(["PENDING", "BLOCKED"]);
  expect(content.decisions.map(({ gateId, refused }) => [gateId, refused])).toEqual([
    ["G2_GTM_SPEND", 0],
    ["G3_PRODUCT_AND_RND", 1],
  ]);
});

test("Of more exceptions than a pack lists, the memo counts every one", async () => {
  const { content, memo } = await juneWith(...Array.from({ length: 43 }, () => discount()));
  expect(content.exceptions).toHaveLength(40);
  expect(content.exceptionsLeftOut).toBe(3);
  expect(content.exceptionCounts).toEqual([{ status: "PENDING", count: 43 }]);
  expect(memo.find(({ id }) => id === "exceptions")?.text).toBe(
    "43 exceptions asked of the gates: 43 not decided.",
  );
});
