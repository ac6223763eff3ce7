import type { Page } from "@playwright/test";
import { dueClose, evaluate, liftOverride, newestCycle, override, reopenClose } from "../support/cycles";
import { brackwater } from "../support/people";
import { expect, test } from "../support/story";

/** Figures with which each critical trigger passes: T1, T4, T5 and T8. */
const HEALTHY: Readonly<Record<string, string>> = {
  OperatingCashFlow: "400000 400000 400000",
  CashBalance: "30000000",
  Churn: "0",
  Contraction: "0",
  COGS: "90000 90000 90000",
};
const REASON = "What-if of the board: the refinancing and the price rise have closed";

async function mend(page: Page, cycle: string, inputs: readonly string[]): Promise<void> {
  await page.goto(cycle);
  for (const input of inputs) await override(page, input, HEALTHY[input] ?? "", REASON);
  await evaluate(page);
}

async function askToLeave(page: Page, reason: string): Promise<void> {
  await page.goto("/c/brackwater/defensive");
  await page.getByLabel("Why the company should leave").fill(reason);
  await page.getByRole("button", { name: "Ask to leave" }).click();
}

test("DEFENSIVE mode is left by two passing cycles and nothing else, and entered again by one failing one", async ({
  as,
}) => {
  test.setTimeout(240_000);
  const fpa = await as(brackwater.fpa);
  const cfo = await as(brackwater.cfo);
  const banner = cfo.getByRole("region", { name: "Mode of the company" });
  const lastClose = await newestCycle(fpa, "brackwater", "monthly_close");
  const week = await newestCycle(fpa, "brackwater", "weekly");
  const overdue = await dueClose(fpa, "brackwater");

  await test.step("asking without a reason asks for one", async () => {
    await askToLeave(cfo, "");
    await expect(cfo.getByRole("alert").filter({ hasText: "Say why" })).toBeVisible();
  });
  await test.step("while a critical trigger fails, staying NORMAL is answered with CFO-28", async () => {
    await askToLeave(cfo, "The board is tired of it");
    const answer = cfo.getByRole("status").filter({ hasText: "CFO-28" });
    await expect(answer).toContainText("T4 Fail");
    await expect(answer).toContainText("2 more cycles in a row");
  });
  await test.step("FP&A closes the overdue month on corrected figures: one passing cycle", async () => {
    await mend(fpa, overdue, Object.keys(HEALTHY));
    await cfo.goto("/c/brackwater/defensive");
    await expect(banner).toContainText(/^Defensive\s*since/);
    await expect(banner).toContainText("1 of 2");
  });
  await test.step("leaving early is answered with CFO-29, and nothing changes but the log", async () => {
    await askToLeave(cfo, "One cycle has passed, that should do");
    const answer = cfo.getByRole("status").filter({ hasText: "CFO-29" });
    await expect(answer).toContainText("one more cycle");
    await expect(banner).toContainText(/^Defensive\s*since/);
    await answer.getByRole("link", { name: /of the decision log$/ }).click();
    await expect(cfo.getByRole("heading", { level: 1 })).toContainText("Attempt to leave DEFENSIVE mode");
    await expect(cfo.getByRole("main")).toContainText("CFO-29");
  });
  await test.step("with the cycle before it corrected too, two pass in a row and the mode is NORMAL", async () => {
    await reopenClose(cfo, lastClose, REASON);
    await mend(fpa, lastClose, Object.keys(HEALTHY));
    await mend(fpa, week, ["CashBalance"]);
    await cfo.goto("/c/brackwater");
    await expect(banner).toContainText(/^Normal\s*since/);
    await cfo.goto("/c/brackwater/defensive");
    await expect(cfo.getByRole("button", { name: "Ask to leave" })).toHaveCount(0);
    await expect(
      cfo.getByRole("heading", { name: "Actions that DEFENSIVE mode would mandate" }),
    ).toBeVisible();
  });
  await test.step("the change of mode stands in the log", async () => {
    await cfo.goto("/c/brackwater/log?kind=mode_change");
    await expect(cfo.getByRole("table")).toContainText(/NORMAL/);
  });
  await test.step("one critical fail enters it again at once, with the mandated actions to be done", async () => {
    await fpa.goto(overdue);
    await liftOverride(fpa, "CashBalance", "The refinancing has fallen through");
    await evaluate(fpa);
    await cfo.goto("/c/brackwater/defensive");
    await expect(banner).toContainText(/^Defensive\s*since/);
    await expect(cfo.getByRole("main").getByText("Hiring freeze except retention-critical")).toBeVisible();
    await expect(cfo.getByRole("main").getByText("To do", { exact: true })).toHaveCount(4);
  });
  await test.step("a mandated action is done only with evidence", async () => {
    await cfo.getByRole("button", { name: /^Update: Hiring freeze/ }).click();
    const done = cfo.getByRole("button", { name: "Mark as done" }).first();
    await done.click();
    await expect(cfo.getByRole("alert").filter({ hasText: "Evidence" })).toBeVisible();
    await cfo.getByLabel("Evidence").first().fill("All open positions withdrawn, list in the board folder");
    await done.click();
    await expect(cfo.getByRole("main").getByText("To do", { exact: true })).toHaveCount(3);
  });
});
