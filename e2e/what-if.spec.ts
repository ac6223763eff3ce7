import type { Page } from "@playwright/test";
import { brackwater, larkfield } from "./support/people";
import { expect, test } from "./support/story";

const months = (page: Page) => page.getByRole("group", { name: "Month to look at" }).getByRole("button");
const cash = (page: Page, month: number) => page.getByRole("textbox", { name: /^Cash balance, / }).nth(month);
const answer = (page: Page) => page.getByRole("region", { name: "What would follow" });
const overviewMode = async (page: Page) => {
  await page.goto("/c/larkfield");
  return page.getByRole("region", { name: "Mode of the company" }).textContent();
};

test("FP&A lowers the runway until DEFENSIVE shows, the CFO opens the link, and nothing real has changed", async ({
  as,
  watch,
}) => {
  test.setTimeout(180_000);
  const name = `Two deals slip ${Date.now()}`;
  const fpa = await as(larkfield.fpa);
  const before = await overviewMode(fpa);
  await fpa.getByRole("link", { name: "What if" }).click();
  await test.step("today's figures stand in every month, and so does today's mode", async () => {
    await expect(fpa.getByText("Nothing here is recorded as a figure")).toBeVisible();
    await expect(answer(fpa)).toContainText("NORMAL mode in every month.");
    await expect(months(fpa)).toHaveCount(6);
  });
  await test.step("month by month there is less cash, until one month fails", async () => {
    for (const [month, figure] of ["2.5M", "1.2M", "700k", "90k"].entries())
      await cash(fpa, month).fill(figure);
    await expect(answer(fpa)).toContainText("First month in DEFENSIVE mode: ");
    await expect(months(fpa).nth(0)).toContainText("Normal");
    await expect(months(fpa).nth(3)).toContainText("Defensive");
    await expect(answer(fpa)).toContainText(/First to fail, in .* \(T4\) from FAIL to WATCH or PASS/);
  });
  await test.step("an arrow key moves a figure, and an empty one is missing, never zero", async () => {
    await cash(fpa, 5).press("ArrowDown");
    await cash(fpa, 4).fill("");
    await expect(months(fpa).nth(4)).toContainText("1 unknown");
    await fpa.getByRole("button", { name: "Back to today's figure", exact: true }).click();
    await expect(months(fpa).nth(4)).not.toContainText("unknown");
  });
  await test.step("what was typed survives a reload", async () => {
    await fpa.reload();
    await expect(cash(fpa, 3)).toHaveValue("90,000");
    await expect(months(fpa).nth(3)).toContainText("Defensive");
  });
  await fpa.getByLabel("Name of the scenario").fill(name);
  await fpa.getByRole("button", { name: "Save as a new scenario" }).click();
  await expect(fpa.getByRole("heading", { level: 1, name })).toBeVisible();
  const link = new URL(fpa.url()).pathname;

  const cfo = await as(larkfield.cfo);
  await test.step("the CFO opens the link and sees the same months", async () => {
    await cfo.goto(link);
    await expect(cfo.getByRole("heading", { level: 1, name })).toBeVisible();
    await expect(cfo.getByRole("main")).toContainText(larkfield.fpa.name);
    await expect(cash(cfo, 3)).toHaveValue("90,000");
    await expect(months(cfo).nth(3)).toContainText("Defensive");
    await expect(cfo.getByRole("button", { name: "Save changes" })).toHaveCount(0);
    await months(cfo).nth(3).click();
    const compared = cfo.getByRole("region", { name: /^Today, plan and scenario: / });
    await expect(compared.getByRole("row", { name: /^T4 / })).toContainText("Pass: ");
  });
  await test.step("the overview still says what it said", async () => {
    expect(await overviewMode(cfo)).toBe(before);
  });
  await test.step("for another company the link opens nothing", async () => {
    watch.expectNotFound();
    const stranger = await as(brackwater.cfo);
    await stranger.goto(link.replace("/larkfield/", "/brackwater/"));
    await expect(stranger.getByRole("heading", { level: 1 })).not.toHaveText(name);
    await expect(stranger.getByText(name)).toHaveCount(0);
  });
  await test.step("the CFO may delete it", async () => {
    await cfo.goto(link);
    await cfo.getByRole("button", { name: "Delete", exact: true }).click();
    await cfo.getByRole("dialog").getByRole("button", { name: "Delete it" }).click();
    await cfo.waitForURL("/c/larkfield/what-if");
    await expect(cfo.getByRole("link", { name })).toHaveCount(0);
  });
});
