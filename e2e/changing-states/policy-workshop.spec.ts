import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { larkfield } from "../support/people";
import {
  beginDraft,
  checks,
  endWithReason,
  expectStage,
  life,
  NO_FAULT,
  propose,
  saveAndReview,
  signPolicy,
} from "../support/policy-steps";
import { titled } from "../support/requests";
import { expect, test } from "../support/story";

const versions = "/c/larkfield/policy";
/** Chooses a set with this text in the browser's own dialog for files. */
async function choose(page: Page, text: string): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await page.getByLabel("The file of the set").click();
  const buffer = Buffer.from(text);
  await (await chooser).setFiles({ name: "policy-set.json", mimeType: "application/json", buffer });
}
const importTitle = (page: Page) => page.getByRole("textbox", { name: "Title" });
const importNow = (page: Page) => page.getByRole("button", { name: "Import as a draft" });

/** The whole set of the policy in force, as the button gives it. */
async function exported(page: Page): Promise<string> {
  await page.goto(versions);
  await page
    .getByRole("row", { name: /In force/ })
    .getByRole("link")
    .first()
    .click();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export the set" }).click();
  return readFileSync(await (await download).path(), "utf8");
}

test("An exported policy set comes back in as it was; one that was altered is refused with file and place", async ({
  as,
}) => {
  const page = await as(larkfield.fpa);
  const text = await exported(page);
  const title = titled("What is in force, from its export");
  await page.goto(`${versions}/import`);
  await test.step("a threshold that was changed by hand does not pass", async () => {
    const altered = text.replace("RunwayMonths >= 15", "RunwayMonths >= 9.5");
    expect(altered).not.toBe(text);
    await choose(page, altered);
    await importTitle(page).fill(title);
    await importNow(page).click();
    const refusal = page.getByRole("alert").filter({ hasText: "08_outcome_contract.json" });
    await expect(refusal).toContainText("hash: the content is not the one that was published");
    await expect(importTitle(page)).toHaveValue(title);
  });
  await test.step("what takes more than 3 MB is refused before it is sent", async () => {
    await choose(page, " ".repeat(3_100_000));
    await expect(page.getByRole("alert").filter({ hasText: "This is 3.1 MB" })).toBeVisible();
  });
  await test.step("the set itself does, and says the same as the policy in force", async () => {
    await choose(page, text);
    await expect(page.getByText("The checks find nothing")).toBeVisible();
    await importNow(page).click();
    await page.waitForURL(/\/policy\/versions\/[0-9a-f-]{36}$/);
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
    await expect(life(page)).toContainText("It says the same as the policy in force");
  });
  await test.step("discarded, it stays in the list and can be copied", async () => {
    await life(page).getByRole("button", { name: "Discard" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Discard for good" }).click();
    await expectStage(page, "Discarded");
    await expect(page.getByRole("link", { name: "Edit" })).toHaveCount(0);
    await page.getByRole("button", { name: "Copy as new draft" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Title" }).fill(titled("Once more"));
    await dialog.getByRole("button", { name: "Begin the draft" }).click();
    await page.waitForURL(/\/edit$/);
    await expect(checks(page)).toContainText(NO_FAULT);
  });
});

/** A draft with one more principle, on its own page; principles decide nothing. */
async function draftWithPrinciple(page: Page): Promise<string> {
  await beginDraft(page, "larkfield", titled("One more principle"));
  await page.getByRole("tab", { name: "Gating rules" }).click();
  await page.getByRole("button", { name: "Add principle" }).click();
  await page.keyboard.type("Whoever proposes a change says what it costs");
  await expect(checks(page)).toContainText(NO_FAULT);
  return saveAndReview(page);
}

test("A proposal is declined by the CEO with a reason, and another one taken back by who proposed it", async ({
  as,
}) => {
  test.setTimeout(300_000);
  const fpa = await as(larkfield.fpa);
  const declined = await draftWithPrinciple(fpa);
  await propose(fpa, "The board has asked for it in writing.");
  await test.step("the CFO signs, the CEO declines for a reason that stays", async () => {
    const cfo = await as(larkfield.cfo);
    await cfo.goto(declined);
    await signPolicy(cfo, "CFO", "You have signed. It waits for the CEO.");
    const ceo = await as(larkfield.ceo);
    await ceo.goto(declined);
    await endWithReason(ceo, "Decline", "This belongs into the plan, not into the policy.");
    await expectStage(ceo, "Declined");
    await expect(life(ceo)).toContainText("This belongs into the plan");
  });
  await test.step("FP&A proposes another one and takes it back", async () => {
    await draftWithPrinciple(fpa);
    await propose(fpa, "In other words, after talking to the CEO.");
    await endWithReason(fpa, "Withdraw", "The plan has it now, so nothing is left to do.");
    await expectStage(fpa, "Withdrawn");
  });
  await test.step("any two versions can be compared at an address that can be handed on", async () => {
    await fpa.getByRole("link", { name: "Compare" }).click();
    await expect(fpa).toHaveURL(/\/policy\/compare\?from=[0-9a-f-]{36}&to=[0-9a-f-]{36}$/);
    await expect(fpa.getByRole("main")).toContainText("Whoever proposes a change says what it costs");
    const lead = await as(larkfield.lead);
    await lead.goto(fpa.url());
    await expect(lead.getByRole("main")).toContainText("Whoever proposes a change says what it costs");
  });
  await test.step("all of it stands in the log", async () => {
    await fpa.goto("/c/larkfield/log?kind=policy_change");
    for (const words of ["declined", "withdrawn", "signed by the CFO"])
      await expect(fpa.getByRole("table")).toContainText(words);
  });
});
