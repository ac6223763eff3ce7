// The platform's operator finds a failed job and has it tried again; the worker beside the application does it.
import { signIn } from "./support/administration";
import { addFailedRun, statusOf, WHY_IT_FAILED } from "./support/jobs";
import { larkfield, PASSWORD, platformOperator } from "./support/people";
import { expect, test } from "./support/story";

test("The operator signs in, finds the failed run first, and has it tried again until it is completed", async ({
  visitor,
}) => {
  const failed = await addFailedRun("larkfield");
  const page = await visitor();
  await page.goto("/sign-in");
  await signIn(page, platformOperator.email, PASSWORD);
  await expect(page).toHaveURL(/\/operator\/portfolio$/);
  await page.getByRole("link", { name: "Jobs" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Jobs" })).toBeVisible();
  await page.getByLabel("Job", { exact: true }).selectOption("weekly_digest");
  await page.getByLabel("Company").selectOption("larkfield");
  await page.getByRole("button", { name: "Show" }).click();
  const row = page.getByRole("row").filter({ hasText: `for ${failed.runFor}` });
  await expect(row).toContainText("Failed");
  await expect(row).toContainText(WHY_IT_FAILED);
  await row.getByRole("button", { name: "Retry" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Try it again" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect.poll(() => statusOf(failed), { timeout: 60_000 }).toBe("completed");
  await page.reload();
  await expect(row).toContainText("Completed");
  await expect(row.getByRole("button", { name: "Retry" })).toHaveCount(0);
});

test("For everybody else the operator's pages do not exist", async ({ as, watch }) => {
  watch.expectNotFound();
  const page = await as(larkfield.cfo);
  for (const place of ["/operator", "/operator/jobs", "/operator/portfolio"]) {
    const answer = await page.goto(place);
    expect(answer?.status(), place).toBe(404);
    await expect(page.getByText("Brackwater")).toHaveCount(0);
  }
});
