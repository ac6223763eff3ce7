// Asking and signing on the screen, as the stories do it again and again.
import { expect, type Locator, type Page } from "@playwright/test";
import { untilStill } from "./story";

/** What stands there, without the space around it. */
export async function textOf(locator: Locator): Promise<string> {
  await expect(locator).toBeVisible();
  return ((await locator.textContent()) ?? "").trim();
}

export type Gate =
  | "G1_HEADCOUNT"
  | "G2_GTM_SPEND"
  | "G3_PRODUCT_AND_RND"
  | "G4_VENDOR_AND_NON_LABOR"
  | "DISCOUNT_EXCEPTION";

/** A title that no other run of the story has used. */
export function titled(words: string): string {
  return `${words} (${Date.now().toString(36)}${Math.floor(Math.random() * 1e6).toString(36)})`;
}

/** The form of a gate, ready to be typed into. */
export async function openForm(page: Page, company: string, gate: Gate): Promise<Locator> {
  await page.goto(`/c/${company}/requests/new?gate=${gate}`);
  const form = page.locator("form[aria-label]");
  await expect(form.getByLabel("In one line")).toBeEditable();
  return form;
}

export async function choose(form: Locator, question: string, answer: string): Promise<void> {
  const group = form.getByRole("radiogroup", { name: question });
  await group.getByRole("radio", { name: answer, exact: true }).check();
}

/** A field with a list to choose from. */
export async function pick(form: Locator, label: string, option: string): Promise<void> {
  await form.getByRole("combobox", { name: label }).click();
  await form.page().getByRole("option", { name: option, exact: true }).click();
}

export async function fillRoiCase(form: Locator, summary: string, band: [number, number]): Promise<void> {
  const section = form.getByRole("region", { name: "ROI case" });
  await section.getByLabel("Summary").fill(summary);
  await section.getByLabel("From").fill(String(band[0]));
  await section.getByLabel("To", { exact: true }).fill(String(band[1]));
}

export const verdictSoFar = (page: Page): Locator => page.getByRole("region", { name: "Verdict so far" });
export const verdictNow = (page: Page): Locator => page.getByRole("region", { name: "Verdict now" });
export const verdictAtEnd = (page: Page): Locator =>
  page.getByRole("region", { name: "Verdict when it ended" });

/** Sends the form and returns the reference under which the request stands. */
export async function submit(form: Locator): Promise<string> {
  const page = form.page();
  await form.getByRole("button", { name: /^Submit/ }).click();
  await page.waitForURL(/\/requests\/REQ-\d+$/);
  await expect(verdictNow(page)).toBeVisible();
  return page.url().split("/").at(-1) ?? "";
}

/** The word beside the title: Blocked, Waits for signatures, Approved, … */
export async function expectStatus(page: Page, word: string): Promise<void> {
  await expect(page.getByRole("main").locator("header").getByText(word, { exact: true })).toBeVisible();
}

export async function openRequest(page: Page, company: string, reference: string): Promise<void> {
  await page.goto(`/c/${company}/requests/${reference}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

/** Signs what is open on the page, as the role that the page says. */
export async function sign(page: Page, role: string): Promise<void> {
  await page.getByRole("button", { name: `Sign as ${role}` }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: /^Sign/ }).click();
  await expect(dialog).toBeHidden();
  await untilStill(page);
}

/** A backfill in customer success: under WATCH the CFO's signature is all it needs. */
export async function askForBackfill(page: Page, company: string, title: string): Promise<string> {
  const form = await openForm(page, company, "G1_HEADCOUNT");
  await form.getByLabel("In one line").fill(title);
  await choose(form, "Classification", "Backfill");
  await pick(form, "Function", "CS (customer success)");
  return submit(form);
}

/** A renewal of software; `perMonth` in US dollars. */
export async function askForVendor(
  page: Page,
  company: string,
  { title, kind, perMonth }: { title: string; kind: "New" | "Renewal"; perMonth: number },
): Promise<Locator> {
  const form = await openForm(page, company, "G4_VENDOR_AND_NON_LABOR");
  await form.getByLabel("In one line").fill(title);
  await choose(form, "New or renewal?", kind);
  await form.getByLabel("Amount per month").fill(String(perMonth));
  await choose(form, "Is it mission-critical?", "No");
  return form;
}

/** A net-new role in customer success under the retention exception, filled in and not yet submitted. */
export async function askForRetentionHire(page: Page, company: string, title: string): Promise<Locator> {
  const form = await openForm(page, company, "G1_HEADCOUNT");
  await form.getByLabel("In one line").fill(title);
  await choose(form, "Classification", "Net new");
  await pick(form, "Function", "CS (customer success)");
  await choose(form, "Does the role directly mitigate churn?", "Yes");
  await fillRoiCase(form, "Twelve accounts at risk carry $640k of ARR.", [1.2, 2.8]);
  await form.getByRole("switch", { name: "I claim the retention exception" }).check();
  return form;
}

/** What the retention exception rests on: the cost of the role is cut elsewhere. */
export async function offsetElsewhere(form: Locator): Promise<void> {
  await form
    .getByLabel("Offset: what is cut elsewhere")
    .fill("One vacant role in outbound sales is given up");
  await form.getByLabel("Amount of the offset").fill("11500");
}
