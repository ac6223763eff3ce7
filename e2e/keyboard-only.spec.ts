// The main story with the keyboard alone: nobody touches a pointer here.
import type { Locator, Page } from "@playwright/test";
import { larkfield } from "./support/people";
import { expectStatus, titled } from "./support/requests";
import { expect, test } from "./support/story";

const FURTHEST = 120;

/** Presses Tab until the wanted thing holds the focus, as somebody without a mouse would. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await expect(wanted).toBeVisible();
  for (let step = 0; step < FURTHEST; step += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`The keyboard does not reach ${wanted}.`);
}

test("A request is asked for and signed with the keyboard alone", async ({ as }) => {
  const title = titled("Replace the platform engineer who left");
  const lead = await as(larkfield.otherLead);
  await lead.goto("/c/larkfield");
  await test.step("the first Tab leads past the navigation", async () => {
    await lead.keyboard.press("Tab");
    await expect(lead.getByRole("link", { name: "Skip to the content" })).toBeFocused();
  });
  await test.step("through the navigation to the form", async () => {
    const navigation = lead.getByRole("navigation", { name: "Pages of the company" });
    await tabTo(lead, navigation.getByRole("link", { name: /^Requests/ }));
    await lead.keyboard.press("Enter");
    await lead.waitForURL("/c/larkfield/requests");
    await tabTo(lead, lead.getByRole("link", { name: "New request" }).first());
    await lead.keyboard.press("Enter");
    await lead.waitForURL("/c/larkfield/requests/new");
    await tabTo(lead, lead.locator('a[href$="gate=G1_HEADCOUNT"]').first());
    await lead.keyboard.press("Enter");
    await lead.waitForURL(/gate=G1_HEADCOUNT/);
  });
  await test.step("filled in and sent", async () => {
    await tabTo(lead, lead.getByLabel("In one line"));
    await lead.keyboard.type(title);
    await tabTo(lead, lead.getByRole("radio", { name: "Retention-critical" }));
    await lead.keyboard.press("ArrowDown");
    await expect(lead.getByRole("radio", { name: "Backfill" })).toBeChecked();
    await tabTo(lead, lead.getByRole("button", { name: "Submit for signature" }));
    await lead.keyboard.press("Enter");
    await lead.waitForURL(/\/requests\/REQ-\d+$/);
    await expectStatus(lead, "Waits for signatures");
  });
  const reference = lead.url().split("/").at(-1) ?? "";

  const cfo = await as(larkfield.cfo);
  await cfo.goto("/c/larkfield/approvals");
  await test.step("found in the queue, read, signed and confirmed", async () => {
    await tabTo(
      cfo,
      cfo.getByRole("listitem").filter({ hasText: reference }).getByRole("link", { name: /^Read/ }),
    );
    await cfo.keyboard.press("Enter");
    await cfo.waitForURL(new RegExp(`${reference}$`));
    await tabTo(cfo, cfo.getByRole("button", { name: "Sign as CFO" }));
    await cfo.keyboard.press("Enter");
    const confirm = cfo.getByRole("dialog").getByRole("button", { name: "Sign and approve" });
    await expect(confirm).toBeFocused();
    await cfo.keyboard.press("Enter");
    await expectStatus(cfo, "Approved");
  });
  await test.step("the focus has gone to what came of it", async () => {
    const answer = cfo.getByRole("status").filter({ hasText: "You have signed" });
    await expect(answer).toBeFocused();
  });
});
