import { brackwater } from "./support/people";
import {
  expectStatus,
  openForm,
  openRequest,
  sign,
  submit,
  titled,
  verdictNow,
  verdictSoFar,
} from "./support/requests";
import { expect, test } from "./support/story";

test("A discount beyond its ceiling is the CFO's to allow, in DEFENSIVE mode too, and nobody else's", async ({
  as,
}) => {
  const sales = await as(brackwater.sales);
  const form = await openForm(sales, "brackwater", "DISCOUNT_EXCEPTION");
  await form.getByLabel("In one line").fill(titled("25% for Northwind on a two-year term"));
  await expect(verdictSoFar(sales).getByText("CFO-22", { exact: true })).toBeVisible();
  await form.getByLabel("Segment").fill("Mid-market");
  await form.getByRole("textbox", { name: /^Discount/ }).fill("25");
  await expect(verdictSoFar(sales).getByText("CFO-23", { exact: true })).toBeVisible();
  const reference = await submit(form);
  await expectStatus(sales, "Waits for signatures");
  await expect(verdictNow(sales).getByText("It goes through once CFO has signed.")).toBeVisible();

  await test.step("the CEO is offered no signature and is told whose it is", async () => {
    const ceo = await as(brackwater.ceo);
    await openRequest(ceo, "brackwater", reference);
    await expect(ceo.getByRole("button", { name: /^Sign as/ })).toHaveCount(0);
    await expect(ceo.getByRole("region", { name: "Signatures" })).toContainText("CFO is required");
  });
  const cfo = await as(brackwater.cfo);
  await openRequest(cfo, "brackwater", reference);
  await sign(cfo, "CFO");
  await expectStatus(cfo, "Approved");
});
