import type { Page } from "@playwright/test";
import { larkfield } from "./support/people";
import { askForBackfill, expectStatus, openRequest, titled } from "./support/requests";
import { expect, test } from "./support/story";

const DAY_MS = 86_400_000;
const dayAfter = (day: string) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);

/** Ends what an earlier run may have left, so that the story can be told again. */
async function takeBack(page: Page): Promise<void> {
  await page.goto("/c/larkfield/approvals/delegations");
  await expect(page.getByRole("heading", { level: 1, name: "Stand-ins" })).toBeVisible();
  const buttons = page.getByRole("table").getByRole("button", { name: "Take back" });
  for (let left = await buttons.count(); left > 0; left -= 1) {
    await buttons.first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Take back" }).click();
    await expect(dialog).toBeHidden();
    await expect(buttons).toHaveCount(left - 1);
  }
}

test("While the CFO is away for two days the CPO/CTO signs for the CFO, and the log names them both", async ({
  as,
}) => {
  const lead = await as(larkfield.lead);
  const reference = await askForBackfill(lead, "larkfield", titled("Replace the renewals specialist"));
  const cfo = await as(larkfield.cfo);
  const product = await as(larkfield.product);

  await test.step("before that, the request does not wait for the CPO/CTO", async () => {
    await takeBack(cfo);
    await openRequest(product, "larkfield", reference);
    await expect(product.getByRole("button", { name: /^Sign/ })).toHaveCount(0);
  });
  await test.step("the CFO delegates for today and tomorrow", async () => {
    const today = await cfo.getByLabel("First day").inputValue();
    await cfo
      .getByRole("combobox", { name: "Who stands in" })
      .selectOption({ label: `${larkfield.product.name}, CPO/CTO` });
    await cfo.getByLabel("Last day").fill(dayAfter(today));
    await cfo.getByLabel("Why").fill("At the board's retreat, out of reach");
    await cfo.getByRole("button", { name: "Delegate", exact: true }).click();
    await expect(cfo.getByRole("status").filter({ hasText: "Delegated" })).toBeVisible();
    await expect(cfo.getByRole("row", { name: new RegExp(larkfield.product.name) }).first()).toContainText(
      "In force",
    );
  });
  await test.step("the CPO/CTO is told at once what it allows and what not, with a link that signs nothing", async () => {
    await product.goto("/c/larkfield/notices");
    const told = product
      .getByRole("listitem")
      .filter({ hasText: `You stand in for the CFO ${larkfield.cfo.name} from` })
      .first();
    await expect(told).toContainText("You never give both signatures of one request");
    await expect(told.getByRole("link")).toHaveAttribute("href", "/c/larkfield/approvals/delegations");
  });
  await test.step("the inbox of the CPO/CTO says for whom it is signed", async () => {
    await product.goto("/c/larkfield/approvals?as=others");
    await expect(product.getByText(`You sign for the CFO ${larkfield.cfo.name} until`)).toBeVisible();
    const item = product.getByRole("listitem").filter({ hasText: `${reference} ·` });
    await expect(item).toContainText(`You sign for ${larkfield.cfo.name}`);
    await expect(item).toContainText("If nobody acts: It stays blocked");
  });
  await test.step("signed for the CFO, it is approved", async () => {
    await openRequest(product, "larkfield", reference);
    await product.getByRole("button", { name: "Sign for the CFO" }).click();
    const dialog = product.getByRole("dialog");
    await expect(dialog).toContainText(`as CFO for ${larkfield.cfo.name}; the log names you both`);
    await dialog.getByRole("button", { name: "Sign and approve" }).click();
    await expectStatus(product, "Approved");
    await expect(product.getByRole("region", { name: "Signatures" })).toContainText(
      `CFO signed · ${larkfield.product.name} for ${larkfield.cfo.name}`,
    );
  });
  await test.step("the log names both people", async () => {
    const title = `${reference} signed by ${larkfield.product.name} for the CFO ${larkfield.cfo.name}: approved`;
    await cfo.goto(`/c/larkfield/log?q=${reference}`);
    const entry = cfo.getByRole("main").getByRole("row", { name: title });
    await entry.getByRole("link", { name: /^Entry \d+$/ }).click();
    await expect(cfo.getByRole("region", { name: "Signatures", exact: true })).toContainText(
      `${larkfield.product.name} for ${larkfield.cfo.name}`,
    );
  });
  await test.step("once it is taken back, the CPO/CTO is told, and nothing more is signed for the CFO", async () => {
    await takeBack(cfo);
    await product.goto("/c/larkfield/notices");
    await expect(
      product.getByRole("link", { name: `You no longer stand in for the CFO ${larkfield.cfo.name}` }).first(),
    ).toBeVisible();
    const next = await askForBackfill(lead, "larkfield", titled("Replace the billing specialist"));
    await openRequest(product, "larkfield", next);
    await expect(product.getByRole("button", { name: /^Sign/ })).toHaveCount(0);
  });
});
