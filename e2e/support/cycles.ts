// FP&A's work on the screen: putting a figure in the place of the company's own, with a reason, and evaluating.

import { expect, type Page } from "@playwright/test";
import { inputNamed } from "../../components/governance/input-words";

/** The newest evaluated cycle of a kind, as the list of cycles links to it. */
export async function newestCycle(
  page: Page,
  company: string,
  cadence: "weekly" | "monthly_close",
): Promise<string> {
  await page.goto(`/c/${company}/cycles?cadence=${cadence}`);
  const newest = page
    .getByRole("region", { name: "Evaluated", exact: true })
    .getByRole("table")
    .getByRole("link")
    .first();
  return (await newest.getAttribute("href")) ?? "";
}

/** The close that is over and has not been evaluated yet; fails when the page, once it is there, shows none. */
export async function dueClose(page: Page, company: string): Promise<string> {
  await page.goto(`/c/${company}/cycles`);
  const due = page
    .getByRole("region", { name: "Due", exact: true })
    .getByRole("link", { name: /close$/ })
    .first();
  await expect(due, "the demonstration holds an overdue close").toBeVisible();
  return (await due.getAttribute("href")) ?? "";
}

/** An input is named in words, with its exact name beside them: "Override Cash balance (CashBalance)". */
async function dialogOf(page: Page, input: string) {
  const named = inputNamed(input);
  const button = page.getByRole("button", { name: `Override ${named}`, exact: true });
  await button.or(page.getByRole("button", { name: `Change or lift ${named}`, exact: true })).click();
  return page.getByRole("dialog", { name: `Override ${named}` });
}

/** Overrides an input of the cycle that is open on the page. */
export async function override(page: Page, input: string, value: string, reason: string): Promise<void> {
  const dialog = await dialogOf(page, input);
  await dialog.getByLabel(/^Value/).fill(value);
  await dialog.getByLabel("Reason").fill(reason);
  await dialog.getByRole("button", { name: "Override" }).click();
  await expect(dialog).toBeHidden();
}

export async function liftOverride(page: Page, input: string, reason: string): Promise<void> {
  const dialog = await dialogOf(page, input);
  await dialog.getByLabel("Reason").fill(reason);
  await dialog.getByRole("button", { name: "Take the spine's again" }).click();
  await expect(dialog).toBeHidden();
}

/** Evaluates the open cycle and waits until the page shows the version that came of it. */
export async function evaluate(page: Page): Promise<void> {
  const versions = page.getByRole("region", { name: "Evaluations", exact: true }).getByRole("row");
  const button = page.getByRole("button", { name: /^Evaluate (again|now)$/ });
  // Counting does not wait: on a page that is still arriving it would count nothing.
  await expect(button).toBeVisible();
  const before = await versions.count();
  await button.click();
  await expect(async () => expect(await versions.count()).toBeGreaterThan(before)).toPass({
    timeout: 30_000,
  });
}

/** The CFO opens a certified close again, so that it can be overridden and evaluated; `cycle` is its address. */
export async function reopenClose(page: Page, cycle: string, reason: string): Promise<void> {
  await page.goto(cycle.replace("/cycles/monthly_close/", "/close/"));
  await page.getByRole("button", { name: "Reopen the close" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill(reason);
  await dialog.getByRole("button", { name: "Reopen", exact: true }).click();
  await expect(dialog).toBeHidden();
}
