import { larkfield } from "./support/people";
import { choose, openForm, textOf, titled } from "./support/requests";
import { expect, test } from "./support/story";

test("What is typed into a request is kept without a button, is nobody else's, and can be thrown away", async ({
  as,
  watch,
}) => {
  const title = titled("10% more for paid search in mid-market");
  const page = await as(larkfield.lead);
  const form = await openForm(page, "larkfield", "G2_GTM_SPEND");
  await form.getByLabel("In one line").fill(title);
  await choose(form, "Kind of change", "Increase");
  await form.getByLabel("Amount of the change").fill("4200");
  const kept = form.getByText(/^\s*Kept as REQ-\d+/);
  await expect(kept).toBeVisible();
  const reference = (await textOf(kept)).replace("Kept as ", "");

  await test.step("after leaving and coming back, it is listed and holds everything", async () => {
    await page.goto("/c/larkfield/requests/new");
    await page.getByRole("link", { name: title }).click();
    await expect(page.getByLabel("In one line")).toHaveValue(title);
    await expect(page.getByLabel("Amount of the change")).toHaveValue("$4,200");
    await expect(page.getByRole("radio", { name: "Increase" })).toBeChecked();
  });
  await test.step("nobody else in the company finds it, not even the CFO", async () => {
    watch.expectNotFound();
    const cfo = await as(larkfield.cfo);
    await cfo.goto(`/c/larkfield/requests?q=${encodeURIComponent(title)}`);
    await expect(cfo.getByRole("link", { name: title })).toHaveCount(0);
    await cfo.goto(`/c/larkfield/requests/${reference}`);
    await expect(cfo.getByRole("heading", { level: 1 })).toContainText(/not (here|found)|no such/i);
  });
  await test.step("thrown away, it is gone", async () => {
    await page.getByRole("button", { name: "Discard" }).click();
    await page.waitForURL("/c/larkfield/requests");
    await page.goto("/c/larkfield/requests/new");
    await expect(page.getByRole("link", { name: title })).toHaveCount(0);
  });
});
