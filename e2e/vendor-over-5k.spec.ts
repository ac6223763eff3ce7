import { larkfield } from "./support/people";
import {
  askForVendor,
  expectStatus,
  fillRoiCase,
  openRequest,
  sign,
  submit,
  titled,
  verdictNow,
  verdictSoFar,
} from "./support/requests";
import { expect, test } from "./support/story";

test("A new vendor over $5,000 a month is refused without an ROI case and approved with one", async ({
  as,
}) => {
  const lead = await as(larkfield.lead);
  const title = titled("A data enrichment service");
  const form = await askForVendor(lead, "larkfield", { title, kind: "New", perMonth: 5000.01 });
  const place = () => form.getByRole("button", { name: /^Submit/ }).boundingBox();
  await test.step("one cent over the line asks for the case", async () => {
    await expect(verdictSoFar(lead).getByText("CFO-26", { exact: true })).toBeVisible();
  });
  const before = await place();
  await test.step("at the line it does not, and the button that sends it stays where it is", async () => {
    await form.getByLabel("Amount per month").fill("5000");
    await expect(verdictSoFar(lead).getByText("Allowed", { exact: true })).toBeVisible();
    expect(await place()).toEqual(before);
  });
  // Pressed at once, while the verdict is about to grow again.
  await form.getByLabel("Amount per month").fill("7200");
  const reference = await submit(form);
  await expectStatus(lead, "Blocked");
  await expect(verdictNow(lead).getByText("CFO-26", { exact: true })).toBeVisible();

  await test.step("with the case it goes up for one signature", async () => {
    await lead.getByRole("link", { name: "Edit" }).click();
    const edit = lead.locator("form[aria-label]");
    await fillRoiCase(edit, "Saves two days a week of list cleaning and lifts reply rates.", [1.6, 2.4]);
    await edit.getByRole("button", { name: "Submit the change" }).click();
    await lead.waitForURL(/\/requests\/REQ-\d+$/);
    await expectStatus(lead, "Waits for signatures");
  });
  const cfo = await as(larkfield.cfo);
  await openRequest(cfo, "larkfield", reference);
  await sign(cfo, "CFO");
  await expectStatus(cfo, "Approved");
});
