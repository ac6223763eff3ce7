// A policy's way from a copy to a signed version, as people go it on the screen.
import { expect, type Locator, type Page } from "@playwright/test";

export const checks = (page: Page): Locator => page.getByRole("region", { name: "Checks" });
export const NO_FAULT = "No check finds a fault";

/** A draft of the policy in force, open in the editor. */
export async function beginDraft(page: Page, company: string, title: string): Promise<void> {
  await page.goto(`/c/${company}/policy`);
  await page.getByRole("button", { name: "New draft" }).click();
  const dialog = page.getByRole("dialog", { name: "New draft" });
  await dialog.getByRole("textbox", { name: "Title" }).fill(title);
  await dialog.getByRole("button", { name: "Begin the draft" }).click();
  await page.waitForURL(/\/edit$/);
  await expect(checks(page)).toContainText(NO_FAULT);
}

/** One entry of a list in the editor's form, unfolded. */
export async function unfold(page: Page, title: string): Promise<Locator> {
  const summary = page.locator("summary", { hasText: title });
  await summary.click();
  return page.locator("details").filter({ has: summary });
}

/** Saves the draft, which no check finds a fault in, and goes to its own page; returns that page's path. */
export async function saveAndReview(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Save draft" }).click();
  await expect(page.getByText("Saved and validated: no check finds a fault.")).toBeVisible();
  await page.getByRole("link", { name: "Go to the proposal" }).click();
  await page.waitForURL(/\/policy\/versions\/[0-9a-f-]{36}$/);
  // The page also replays the company's history, which takes its time on a busy machine.
  await expect(life(page)).toBeVisible({ timeout: 60_000 });
  return new URL(page.url()).pathname;
}

export const life = (page: Page): Locator => page.getByRole("region", { name: "Its life" });

/** The badge beside the title: Draft, Validated, Proposed, Signed, In force, … */
export async function expectStage(page: Page, word: string): Promise<void> {
  await expect(page.getByRole("main").locator("header").getByText(word, { exact: true })).toBeVisible();
}

/** Proposes what is open on the page, under the version that the page asks for. */
export async function propose(page: Page, reason: string): Promise<void> {
  await page.getByRole("button", { name: "Propose", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Why").fill(reason);
  await dialog.getByRole("button", { name: "Propose for signature" }).click();
  await expect(dialog).toBeHidden();
  await expectStage(page, "Proposed");
}

/** Signs what is open on the page; the answer says what it still waits for. */
export async function signPolicy(page: Page, role: "CFO" | "CEO", answer: string): Promise<void> {
  await life(page)
    .getByRole("button", { name: `Sign as ${role}` })
    .click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: `Sign as ${role}` }).click();
  await expect(dialog).toBeHidden();
  await expect(life(page)).toContainText(answer);
}

/** A step that asks for a reason: decline, withdraw. */
export async function endWithReason(page: Page, step: "Decline" | "Withdraw", reason: string): Promise<void> {
  await life(page).getByRole("button", { name: step, exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Why").fill(reason);
  await dialog.getByRole("button", { name: `${step} for good` }).click();
  await expect(dialog).toBeHidden();
}
