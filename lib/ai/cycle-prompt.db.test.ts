import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { getRevenueOSSystemPrompt } from "@/kernel/prompts";
import { CYCLE_AT, createRevenueCompany } from "@/lib/commands/testing/revenue-company";
import { connect, disconnect } from "@/lib/db/client";
import { inTenant } from "@/lib/db/tenant-transaction";
import { createTestDatabase } from "@/lib/db/testing/test-database";
import { loadKernelInput } from "@/lib/queries/kernel-input";
import { cyclePrompt } from "./cycle-prompt";

beforeAll(async () => connect((await createTestDatabase()).appUrl));
afterAll(disconnect);

/** A company whose every figure and name carries a mark of its own. */
async function markedCompany(mark: number) {
  const company = await createRevenueCompany({
    metrics: { arr_total: 1_000_000 + mark, pipeline_total: 2_000_000 + mark, cac_blended: 3_000_000 + mark },
  });
  const { tenantId } = company;
  await inTenant({ tenantId }, (tx) =>
    tx.spineCampaign.create({
      data: {
        tenantId,
        id: randomUUID(),
        name: `Campaign ${mark}`,
        status: "running",
        segment: `Segment ${mark}`,
        budgetDaily: mark,
        startDate: new Date("2025-09-01"),
      },
    }),
  );
  return company;
}

const promptOf = ({ tenantId }: { tenantId: string }) =>
  inTenant({ tenantId }, async (tx) =>
    cyclePrompt(await loadKernelInput(tx, tenantId, { type: "manual", source: "test" }, CYCLE_AT)),
  );

test("what a model is told of a company holds nothing of another: no id, name or figure", async () => {
  const [mine, other] = [await markedCompany(734_211), await markedCompany(918_377)];
  const [prompt, theirs] = [await promptOf(mine), await promptOf(other)];
  expect(prompt).toContain(mine.tenantId);
  expect(prompt).toContain("734211");
  // Every word and number that stands in the other's prompt and not in the rules common to both.
  const words = (text: string) => new Set(text.match(/[\w-]{6,}/g));
  const own = words(theirs);
  const marked = [...own].filter((word) => word.includes("918377") || /^[0-9a-f-]{36}$/.test(word));
  expect(marked.length).toBeGreaterThan(3);
  expect(marked.filter((word) => prompt.includes(word))).toEqual([]);
});

test("the rules that stand before it name no company", () => {
  expect(getRevenueOSSystemPrompt()).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}/);
});
