import type { Page } from "@playwright/test";
import { larkfield } from "./support/people";
import { beginDraft, checks, NO_FAULT } from "./support/policy-steps";
import { expect, test } from "./support/story";

const json = (page: Page) => page.getByRole("textbox", { name: "JSON of the trigger spec" });
const runway = (page: Page) =>
  page.locator("details").filter({ has: page.locator("summary", { hasText: "T4_RUNWAY_FLOOR" }) });
const field = (page: Page, name: string) => runway(page).getByLabel(name, { exact: true });

test("FP&A breaks a threshold, reads the finding, goes to it, mends it in the JSON and saves", async ({
  as,
}) => {
  const page = await as(larkfield.fpa);
  await beginDraft(page, "larkfield", `Runway from eleven months ${Date.now()}`);
  await test.step("beside each threshold stands what it was read as", async () => {
    await page.locator("summary", { hasText: "T4_RUNWAY_FLOOR" }).click();
    await expect(runway(page)).toContainText("watch: from 12 months up to, but not, 15 months");
  });
  await test.step("what cannot be read is found as one types, in the form, the JSON and the list", async () => {
    await field(page, "Pass").fill("RunwayMonths >= fifteen");
    await expect(checks(page)).toContainText("1 fault");
    await expect(field(page, "Pass")).toHaveAccessibleDescription(
      /Character 17: expected a number \(CFO-05\)/,
    );
    await expect(json(page)).toHaveValue(/"pass": "RunwayMonths >= fifteen"/);
  });
  await test.step("from another artifact, choosing the finding leads to the very character", async () => {
    await page.getByRole("tab", { name: "Outcome contract" }).click();
    await checks(page)
      .getByRole("button", { name: /Pass, character 17/ })
      .click();
    await expect(field(page, "Pass")).toBeFocused();
    const selected = await field(page, "Pass").evaluate((box: HTMLTextAreaElement) => [
      box.selectionStart,
      box.selectionEnd,
    ]);
    expect(selected).toEqual([16, 17]);
  });
  await test.step("JSON that cannot be read keeps its text, and the form waits", async () => {
    const text = await json(page).inputValue();
    await json(page).fill(text.replace("{", "{,"));
    await expect(checks(page)).toContainText("line 1, column 2");
    await expect(field(page, "Pass")).not.toBeEditable();
    await expect(field(page, "Pass")).toHaveValue("RunwayMonths >= fifteen");
    await json(page).fill(
      text
        .replace("RunwayMonths >= fifteen", "RunwayMonths >= 15")
        .replace("RunwayMonths >= 12 and < 15", "RunwayMonths >= 11 and < 15")
        .replace("RunwayMonths < 12", "RunwayMonths < 11"),
    );
    await expect(field(page, "Watch")).toHaveValue("RunwayMonths >= 11 and < 15");
    await expect(checks(page)).toContainText(NO_FAULT);
    await expect(page.getByText("Breaking: ", { exact: false }).first()).toBeVisible();
  });
  await test.step("what was typed survives a reload and is saved with the keyboard", async () => {
    page.on("dialog", (dialog) => dialog.accept());
    await page.reload();
    await expect(page.getByText("What you typed before is here again")).toBeVisible();
    await expect(json(page)).toHaveValue(/RunwayMonths < 11/);
    await page.keyboard.press("Control+s");
    await expect(page.getByText("Saved and validated: no check finds a fault.")).toBeVisible();
  });
});

test("A misspelt limit is noted at its words in form and JSON, says what holds, and is mended with one press", async ({
  as,
}) => {
  const page = await as(larkfield.fpa);
  await beginDraft(page, "larkfield", `A misspelt limit ${Date.now()}`);
  await page.getByRole("tab", { name: "Gating rules" }).click();
  const vendors = page
    .locator("details")
    .filter({ has: page.locator("summary", { hasText: "G4_VENDOR_AND_NON_LABOR" }) });
  await vendors.locator("summary").click();
  const allows = vendors.getByLabel("What it allows", { exact: true });
  await allows.fill('Renew "all"; an ROI case if >$5k/mnth');
  await expect(checks(page)).toContainText(NO_FAULT);
  await expect(checks(page)).toContainText("1 note");
  await expect(allows).toHaveAccessibleDescription(
    /“mnth” is not “\/month”.*contract A6\.2 has 5000\. Write “month” for “mnth”/,
  );
  await page.getByRole("tab", { name: "Outcome contract" }).click();
  await checks(page)
    .getByRole("button", { name: /What it allows, characters 34 to 37/ })
    .click();
  await expect(allows).toBeFocused();
  const selected = (box: HTMLTextAreaElement) => box.value.slice(box.selectionStart, box.selectionEnd);
  expect(await allows.evaluate(selected)).toBe("mnth");
  const text = page.getByRole("textbox", { name: "JSON of the gating rules" });
  expect(await text.evaluate(selected)).toBe("mnth");
  await vendors.getByRole("button", { name: "Write “month” for “mnth”" }).click();
  await expect(allows).toHaveValue('Renew "all"; an ROI case if >$5k/month');
  await expect(checks(page)).not.toContainText("note");
});

test("A trigger of the company's own is written with its formula, taken back, and brought back", async ({
  as,
}) => {
  const page = await as(larkfield.fpa);
  await beginDraft(page, "larkfield", `A burn multiple ${Date.now()}`);
  const own = page.locator("details").filter({ has: page.locator("summary", { hasText: "T9_" }) });
  const box = (name: string) => own.getByLabel(name, { exact: true });
  await page.getByRole("button", { name: "Add trigger" }).click();
  await expect(box("Id")).toBeFocused();
  await expect(box("Id")).toHaveValue("T9_NEW_TRIGGER");
  for (const [name, text] of [
    ["Id", "T9_BURN_MULTIPLE"],
    ["Name", "Burn multiple"],
    ["Formula", "BurnMultiple = NetBurn_3mo_avg * / NetNewARR_quarter"],
    ["Measurement window", "Evaluated monthly at close"],
    ["Pass", "<= 1.5x"],
    ["Watch", "> 1.5x and <= 2x"],
    ["Fail", "> 2x"],
  ] as const)
    await box(name).fill(text);
  await expect(box("Formula")).toHaveAccessibleDescription(/Character 34/);
  await box("Formula").fill("BurnMultiple = NetBurn_3mo_avg * 3 / NetNewARR_quarter");
  for (const when of ["Actions on pass", "Actions on fail"]) {
    await own.getByRole("group", { name: when }).getByRole("button", { name: "Add action" }).click();
    await page.keyboard.type("Look at what new revenue costs");
  }
  await expect(checks(page)).toContainText(NO_FAULT);
  await expect(own).toContainText("NetNewARR_quarter: one figure, USD");
  await own.getByRole("button", { name: "Remove T9_BURN_MULTIPLE · Burn multiple" }).click();
  await expect(own).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(own).toHaveCount(1);
  await expect(json(page)).toHaveValue(/"id": "T9_BURN_MULTIPLE"/);
});
