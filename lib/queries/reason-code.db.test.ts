import { afterAll, beforeAll, expect, test } from "vitest";
import { submitRequest } from "../commands/submit-request";
import { type Company, createCompany } from "../commands/testing/company";
import { backfill } from "../commands/testing/requests";
import { connect, disconnect } from "../db/client";
import { createTestDatabase } from "../db/testing/test-database";
import { loadCodeCounts, loadCodeInCompany } from "./reason-code";

const DAY = 86_400_000;
const at = new Date("2026-06-20T10:00:00Z");

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

/** A backfill under a failed critical trigger lacks signatures and an ROI case: CFO-21. */
async function refused(company: Company, ...moments: Date[]) {
  await company.closeCycle({ T4: "FAIL" }, "DEFENSIVE");
  const lead = await company.hire("Team lead");
  for (const moment of moments) {
    const answer = await submitRequest(lead, { content: backfill() }, moment);
    if (!answer.ok) throw new Error(answer.failure.message);
  }
  return lead;
}

test("the newest five decisions with a code are shown, and those of ninety days are counted", async () => {
  const company = await createCompany();
  const daysAgo = [120, 89, 40, 30, 20, 10, 1].map((days) => new Date(at.getTime() - days * DAY));
  const lead = await refused(company, ...daysAgo);
  const { examples, lately } = await loadCodeInCompany(lead, "CFO-21", at);
  expect(examples.map(({ requestRef }) => requestRef)).toEqual(["REQ-7", "REQ-6", "REQ-5", "REQ-4", "REQ-3"]);
  expect(lately).toBe(6);
  expect((await loadCodeCounts(lead, at)).get("CFO-21")).toBe(6);
  expect(await loadCodeInCompany(lead, "CFO-23", at)).toEqual({ examples: [], lately: 0 });
});

test("another company's decisions are neither shown nor counted", async () => {
  await refused(await createCompany(), at);
  const stranger = await (await createCompany()).hire("CFO");
  expect(await loadCodeInCompany(stranger, "CFO-21", at)).toEqual({ examples: [], lately: 0 });
  expect((await loadCodeCounts(stranger, at)).size).toBe(0);
});
