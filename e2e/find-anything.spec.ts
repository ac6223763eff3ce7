// Finding anything with the keyboard or a thumb, the help beside each title, a reason code in plain words, and an empty
// company on its way to its first cycle.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import { signIn } from "./support/administration";
import { brackwater, larkfield } from "./support/people";
import { command, lookUp } from "./support/server";
import { expect, test } from "./support/story";

const axePackage = createRequire(import.meta.url).resolve("@axe-core/playwright");
const AXE = readFileSync(createRequire(axePackage).resolve("axe-core/axe.min.js"), "utf8");

async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const axe = Reflect.get(window, "axe");
    const { violations } = await axe.run(document, { resultTypes: ["violations"], preload: false });
    return violations
      .filter(({ impact }: { impact: string }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }: { id: string; nodes: { target: string[] }[] }) => `${id} ${nodes[0]?.target}`);
  });
}

const palette = (page: Page) => page.getByRole("dialog", { name: "Find anything" });
const field = (page: Page) => palette(page).getByRole("combobox", { name: "Find anything" });
const options = (page: Page, group: string) =>
  palette(page).getByRole("group", { name: group, exact: true }).getByRole("option");

async function search(page: Page, words: string): Promise<void> {
  await field(page).fill(words);
  await expect(palette(page).getByRole("status")).toHaveText(/found/);
}

test("Ctrl and K lead anywhere without a pointer, and the choice is read aloud", async ({ as }) => {
  const page = await as(larkfield.cfo);
  await page.goto("/c/larkfield/codes");
  await expect(palette(page)).toBeHidden();
  await page.keyboard.press("Control+k");
  await expect(field(page)).toBeFocused();
  await expect(options(page, "Pages").first()).toHaveAttribute("aria-selected", "true");

  await search(page, "trigger t4");
  await expect(options(page, "Triggers").first()).toContainText("T4");
  await expect(palette(page).getByRole("status")).toHaveText(/^\d+ found\. .*Triggers: 1/);
  const chosen = await field(page).getAttribute("aria-activedescendant");
  await page.keyboard.press("ArrowDown");
  await expect(field(page)).not.toHaveAttribute("aria-activedescendant", chosen ?? "");
  expect(await seriousFaults(page)).toEqual([]);

  await search(page, "T4");
  await page.keyboard.press("Enter");
  await page.waitForURL("/c/larkfield/triggers/T4");
  await expect(palette(page)).toBeHidden();
  await page.keyboard.press("Control+k");
  await expect(options(page, "Opened before").first()).toContainText("T4");
  await page.keyboard.press("Escape");
  await expect(palette(page)).toBeHidden();
});

test("A request is found by its number, a decision by its words, and nobody's draft by anybody else", async ({
  as,
}) => {
  const [reference, title] = (
    (await lookUp(
      `select reference || '|' || title as found from requests where tenant_id = (select id from tenants where slug =
       'larkfield') and status = 'APPROVED' order by created_at limit 1`,
    )) ?? ""
  ).split("|");
  const draft = `Confidential ${Date.now().toString(36)}`;
  const lead = await as(larkfield.lead);
  await lead.goto("/c/larkfield/requests/new?gate=G1_HEADCOUNT");
  await lead.getByLabel("In one line").fill(draft);
  await expect(lead.getByText(/Kept as REQ-/)).toBeVisible();
  await lead.getByRole("button", { name: "Find anything" }).first().click();
  await search(lead, draft);
  await expect(options(lead, "Requests")).toHaveCount(1);

  const cfo = await as(larkfield.cfo, { width: 390 });
  await cfo.goto("/c/larkfield");
  await cfo.getByRole("button", { name: "Find anything" }).filter({ visible: true }).click();
  await search(cfo, draft);
  await expect(palette(cfo).getByRole("status")).toHaveText("Nothing found");
  await search(cfo, reference ?? "");
  await expect(options(cfo, "Requests").first()).toContainText(title ?? "");
  expect(await seriousFaults(cfo)).toEqual([]);
  await options(cfo, "Requests").first().click();
  await cfo.waitForURL(`/c/larkfield/requests/${reference}`);
});

test("The question mark beside a title says in two sentences what the page is for", async ({ as }) => {
  const page = await as(brackwater.cfo);
  for (const path of ["", "/log", "/cycles", "/codes/CFO-21", "/start", "/policy/atlas"]) {
    await page.goto(`/c/brackwater${path}`);
    const mark = page.getByRole("button", { name: "What is this page for?" });
    await mark.click();
    const help = page.getByRole("dialog", { name: "What is this page for?" });
    const text = (await help.locator("p").first().textContent()) ?? "";
    expect(text.match(/\.(\s|$)/g), text).toHaveLength(2);
    await expect(help.getByRole("link", { name: /^Read on: / })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(help).toBeHidden();
    await expect(mark).toBeFocused();
  }
});

test("A reason code says what it stops, who can mend it, and where it came up last", async ({ as }) => {
  const page = await as(brackwater.lead);
  await page.goto("/c/brackwater/codes");
  await page
    .getByRole("region", { name: "A request is blocked" })
    .getByRole("link", { name: /^CFO-21/ })
    .click();
  await page.waitForURL("/c/brackwater/codes/CFO-21");
  await expect(page.getByText("CEO and CFO sign, two people", { exact: false })).toBeVisible();
  const entries = page.getByRole("table", { name: "Log entries with CFO-21" }).getByRole("row");
  expect(await entries.count()).toBeGreaterThan(1);
  expect(await entries.count()).toBeLessThanOrEqual(6);
});

test("The administrator of an empty company is led to the first step, and sees it done", async ({
  visitor,
}) => {
  const slug = `empty-${Date.now().toString(36)}`;
  const email = `ada@${slug}.example`;
  const made = await command(
    "company-create",
    ...["--name", "Empty Company", "--slug", slug, "--plan-start", "2026-01-01"],
    ...["--admin-name", "Ada Byron", "--admin-email", email],
  );
  expect(made.code, made.output).toBe(0);
  const password = /signs in with (\S+) within/.exec(made.output)?.[1] ?? "";
  const page = await visitor();
  await page.goto("/sign-in");
  await signIn(page, email, password);
  await page.getByLabel("Present password").fill(password);
  await page.getByLabel("New password", { exact: true }).fill("a-password-of-my-own-7");
  await page.getByLabel("New password again").fill("a-password-of-my-own-7");
  await page.getByRole("button", { name: "Change the password" }).click();
  await expect(page.getByText("Password changed")).toBeVisible();

  await page.goto(`/c/${slug}`);
  const list = page.getByRole("region", { name: "Getting started" });
  await expect(list).toContainText("0 of 8 steps are done; the rest takes about 10 minutes.");
  await expect(list.getByRole("region", { name: "For you" }).getByRole("heading").nth(1)).toHaveText(
    "1. Invite the CFO, the CEO and FP&A",
  );
  expect(await seriousFaults(page)).toEqual([]);
  await list.getByRole("link", { name: "Invite people" }).click();
  await page.waitForURL(`/c/${slug}/admin/people`);
  for (const role of ["CFO", "CEO", "FP&A"]) {
    await page.getByLabel("Name", { exact: true }).fill(`The ${role}`);
    await page.getByLabel("E-mail address").fill(`${role.replace("&", "")}@${slug}.example`.toLowerCase());
    await page.getByLabel("Role", { exact: true }).selectOption(role);
    await page.getByRole("button", { name: "Invite" }).click();
    await expect(page.getByRole("row", { name: new RegExp(`The ${role}`) })).toBeVisible();
  }
  await page.goto(`/c/${slug}`);
  await expect(list).toContainText("1 of 8 steps are done");
  await expect(list.getByRole("region", { name: "Done" })).toContainText("Invite the CFO");
});
