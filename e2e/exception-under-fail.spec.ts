import { brackwater } from "./support/people";
import {
  choose,
  expectStatus,
  fillRoiCase,
  openForm,
  openRequest,
  pick,
  sign,
  submit,
  titled,
  verdictNow,
  verdictSoFar,
} from "./support/requests";
import { expect, test } from "./support/story";

test("Under FAIL a backfill needs a written ROI case and both CFO and CEO, one after the other", async ({
  as,
}) => {
  const lead = await as(brackwater.lead);
  const form = await openForm(lead, "brackwater", "G1_HEADCOUNT");
  await form.getByLabel("In one line").fill(titled("Replace the renewals manager who left"));
  await choose(form, "Classification", "Backfill");
  await pick(form, "Function", "CS (customer success)");

  await test.step("without an ROI case signatures alone are not enough", async () => {
    await expect(verdictSoFar(lead).getByText("CFO-21", { exact: true })).toBeVisible();
    await expect(form.getByRole("button", { name: "Submit as it is: it will be blocked" })).toBeVisible();
  });
  await test.step("a point is no band: the form refuses it in words", async () => {
    await fillRoiCase(form, "Each renewals manager keeps $1.1M of ARR in the house.", [2, 2]);
    await form.getByRole("button", { name: /^Submit/ }).click();
    await expect(lead.getByRole("alert").filter({ hasText: "A band, never a point" })).toBeVisible();
  });
  await fillRoiCase(form, "Each renewals manager keeps $1.1M of ARR in the house.", [1.5, 2.5]);
  await expect(verdictSoFar(lead).getByText("It goes through once CEO and CFO have signed.")).toBeVisible();
  const reference = await submit(form);
  await expectStatus(lead, "Waits for signatures");

  const cfo = await as(brackwater.cfo);
  await test.step("the CFO's signature alone does not approve it", async () => {
    await openRequest(cfo, "brackwater", reference);
    await expect(cfo.getByText("It then still waits for CEO.")).toBeVisible();
    await sign(cfo, "CFO");
    await expectStatus(cfo, "Waits for signatures");
    await expect(verdictNow(cfo).getByText("It goes through once CEO has signed.")).toBeVisible();
    await expect(cfo.getByRole("button", { name: /^Sign as/ })).toHaveCount(0);
  });
  await test.step("the CEO's signature completes it", async () => {
    const ceo = await as(brackwater.ceo);
    await openRequest(ceo, "brackwater", reference);
    const signatures = ceo.getByRole("region", { name: "Signatures" });
    await expect(signatures).toContainText("Solveig Marchetti");
    await sign(ceo, "CEO");
    await expectStatus(ceo, "Approved");
    await expect(signatures).toContainText("Darius Whitcombe");
  });
});
