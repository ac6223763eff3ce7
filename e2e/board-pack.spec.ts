import { createHash } from "node:crypto";
import { larkfield } from "./support/people";
import { expect, test } from "./support/story";

const PACKS = "/c/larkfield/board-packs";

test("FP&A makes the pack of a month, rewrites a sentence of its memo, the CFO releases it, and its bytes are those of the log", async ({
  as,
}) => {
  const analyst = await as(larkfield.fpa);
  await analyst.goto(PACKS);
  const choice = analyst.getByLabel("Month or quarter");
  const month = await choice.locator("option").evaluateAll((options) => {
    const values = options.map((option) => (option instanceof HTMLOptionElement ? option.value : ""));
    return values.find((value) => /^\d{4}-\d{2}$/.test(value)) ?? "";
  });
  await choice.selectOption(month);
  await analyst.getByRole("button", { name: "Make the pack" }).click();
  await expect(analyst.getByRole("heading", { level: 1, name: /^Board pack .*, edition 1$/ })).toBeVisible();
  const address = new URL(analyst.url()).pathname;
  await test.step("an edited sentence is marked, with the filled one beside it", async () => {
    await analyst.getByRole("button", { name: "Edit the memo" }).click();
    const form = analyst.getByRole("form", { name: "Edit the memo" });
    await form.getByLabel("The next quarter, sentence 2").fill("Hiring waits until gross margin is back.");
    await form.getByRole("button", { name: "Save the memo" }).click();
    const memo = analyst.getByRole("region", { name: "Memo" });
    await expect(memo.getByText("Hiring waits until gross margin is back.")).toBeVisible();
    await expect(memo.getByText(/^Rewritten by .*The data had filled:/)).toBeVisible();
  });
  await test.step("FP&A is not offered the release", async () => {
    await expect(analyst.getByRole("button", { name: "Release" })).toHaveCount(0);
  });
  const cfo = await as(larkfield.cfo);
  await test.step("the CFO releases what they see", async () => {
    await cfo.goto(address);
    await cfo.getByRole("button", { name: "Release" }).click();
    await cfo.getByRole("dialog").getByRole("button", { name: "Release" }).click();
    await expect(cfo.getByText("File (sha256)")).toBeVisible();
    await expect(cfo.getByRole("button", { name: "Edit the memo" })).toHaveCount(0);
  });
  await test.step("the file that is downloaded has the hash that the log names", async () => {
    const answer = await cfo.request.get(`${address}/download`);
    expect(answer.headers()["content-type"]).toBe("application/pdf");
    const hash = createHash("sha256")
      .update(await answer.body())
      .digest("hex");
    await cfo.getByRole("link", { name: /^log entry \d+$/ }).click();
    await expect(
      cfo.getByRole("heading", { level: 1, name: /^Board pack .* released, edition 1$/ }),
    ).toBeVisible();
    await expect(cfo.getByRole("main")).toContainText(hash);
  });
  await test.step("whoever does not read packs gets neither the page nor the file", async () => {
    const lead = await as(larkfield.lead);
    expect((await lead.request.get(`${address}/download`)).status()).toBe(403);
    await expect(lead.getByRole("link", { name: "Board packs" })).toHaveCount(0);
  });
});

test("The CFO sees the path to breakeven in ranges, and how far each scenario reaches is theirs to set", async ({
  as,
}) => {
  const cfo = await as(larkfield.cfo);
  await cfo.goto("/c/larkfield/trajectory");
  const cash = cfo.getByRole("region", { name: "Free cash flow", exact: true });
  await expect(cash).toContainText(/the plan's band of/);
  await expect(cash.getByRole("row", { name: /^Downside/ })).toBeVisible();
  await cfo.getByRole("button", { name: "Change the spreads" }).click();
  const form = cfo.getByRole("form", { name: "Change the spreads of the forecast" });
  const field = form.getByLabel("Churn a month, Downside reaches", { exact: false });
  await field.fill("1");
  await form.getByRole("button", { name: "Save the spreads" }).click();
  await expect(form.getByText("Further than the base range reaches.").first()).toBeVisible();
  await field.fill("45");
  await form.getByRole("button", { name: "Save the spreads" }).click();
  await expect(cfo.getByText("Saved, and in the decision log.")).toBeVisible();
  await expect(cfo.getByText(/^Spreads set on .* by /)).toBeVisible();
});
