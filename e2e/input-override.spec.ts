import { liftOverride, newestCycle, override } from "./support/cycles";
import { larkfield } from "./support/people";
import { expect, test } from "./support/story";

// Without evaluating again, an override moves no state: other stories of this company go on undisturbed.
test("FP&A puts a figure in the place of the company's own only with a reason, and both stay readable", async ({
  as,
}) => {
  const page = await as(larkfield.fpa);
  // The newest close is certified as final and stands; the newest week is not.
  await page.goto(await newestCycle(page, "larkfield", "weekly"));
  const row = page.getByRole("row", { name: /^Cash balance\s*CashBalance/ });
  await test.step("each input names its table and query", async () => {
    await expect(row).toContainText("events of the books");
    await expect(row).toContainText("events_raw");
    await expect(row).toContainText("bank.balance");
  });
  await test.step("without a reason nothing is overridden", async () => {
    await row.getByRole("button", { name: "Override Cash balance (CashBalance)", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(/^Value/).fill("6400000");
    await dialog.getByLabel("Reason").fill("typo");
    await dialog.getByRole("button", { name: "Override" }).click();
    await expect(dialog.getByRole("alert").filter({ hasText: "at least 10 characters" })).toBeVisible();
    await dialog.getByRole("button", { name: "Close" }).click();
  });
  const reason = `Two contracts were booked twice in the migration ${Date.now()}`;
  await test.step("with one it is, beside the company's own figure", async () => {
    await override(page, "CashBalance", "6400000", reason);
    await expect(row).toContainText("$6,400,000");
    await expect(row).toContainText("Spine:");
    await expect(row).toContainText(reason);
    await expect(row).toContainText("Mei-Lin Castellanos");
  });
  await test.step("it stands in the decision log", async () => {
    const auditor = await as(larkfield.auditor);
    await auditor.goto("/c/larkfield/log?kind=input_override");
    await auditor
      .getByRole("table")
      .getByRole("link", { name: /^Entry \d+$/ })
      .first()
      .click();
    await expect(auditor.getByRole("main")).toContainText(reason);
  });
  await test.step("it can be lifted again, with a reason too", async () => {
    await liftOverride(page, "CashBalance", "The migration has been corrected in the source");
    await expect(row).not.toContainText("Spine:");
  });
});

test("A certified close offers nothing to override or evaluate, not even to the CFO", async ({ as }) => {
  for (const person of [larkfield.fpa, larkfield.cfo]) {
    const page = await as(person);
    await page.goto(await newestCycle(page, "larkfield", "monthly_close"));
    await expect(page.getByText("The close is certified as final")).toBeVisible();
    await expect(page.getByRole("button", { name: /^(Override|Evaluate)/ })).toHaveCount(0);
  }
});

test("Who may not override is offered nothing to override with", async ({ as }) => {
  for (const person of [larkfield.auditor, larkfield.lead, larkfield.ceo]) {
    const page = await as(person);
    await page.goto(await newestCycle(page, "larkfield", "weekly"));
    await expect(page.getByRole("row", { name: /^Cash balance\s*CashBalance/ })).toBeVisible();
    await expect(page.getByRole("button", { name: /^(Override|Evaluate)/ })).toHaveCount(0);
  }
});
