import { brackwater } from "./support/people";
import { textOf } from "./support/requests";
import { expect, test } from "./support/story";

test("The CFO reads why a cycle chose its actions and what it held back", async ({ as, watch }) => {
  const page = await as(brackwater.cfo);
  const main = page.getByRole("main");
  const part = (name: string | RegExp) => main.getByRole("region", { name, exact: true });
  await test.step("the list says what held the company back, and its address keeps the filter", async () => {
    await page.goto("/c/brackwater/revenue/cycles");
    const all = await main.getByRole("rowheader").count();
    expect(all).toBeGreaterThan(1);
    await main.getByLabel("Asked for by").selectOption("The schedule");
    await main.getByRole("button", { name: "Show", exact: true }).click();
    await expect(page).toHaveURL(/\/revenue\/cycles\?trigger=scheduled$/);
    await expect(main.getByRole("rowheader").first()).toBeVisible();
    await main.getByRole("rowheader").first().getByRole("link").click();
  });
  await test.step("the diagnosis holds each target against its figure, the one that binds first", async () => {
    await expect(main.getByRole("heading", { level: 1, name: /^Cycle of \d/ })).toBeVisible();
    const first = part("Diagnosis").getByRole("listitem").first();
    await expect(first).toContainText("binds");
    await expect(first).toContainText(/off target|Target met/);
  });
  await test.step("the CFO's own gates say what was seen, the limit, and what follows", async () => {
    const gates = part("CFO gates").getByRole("row");
    expect(await gates.count()).toBeGreaterThan(1);
    await expect(part("CFO gates")).toContainText("months");
  });
  await test.step("each action has its rank, its change and the parts of its score", async () => {
    const actions = part(/^Actions \(\d+\)$/).getByRole("listitem");
    expect(await actions.count()).toBeGreaterThanOrEqual(3);
    await expect(actions.first()).toContainText("Priority 1");
    await expect(actions.first()).toContainText("Expected in");
    await expect(actions.first().getByRole("term").filter({ hasText: "Payback" })).toBeVisible();
  });
  await test.step("what was held back says by whom and why, and a code leads to its own page", async () => {
    const held = part(/^Held back \(\d+\)$/);
    const more = held.getByText(/^\d+ more$/);
    if (await more.isVisible()) await more.click();
    await expect(held.getByText("Gate of the policy").first()).toBeVisible();
    const code = held.getByRole("button", { name: /^CFO-\d\d / }).first();
    if ((await code.count()) > 0) {
      const name = (await textOf(code)).slice(0, 6);
      await code.click();
      await expect(page.getByRole("link", { name: `More about ${name}` })).toHaveAttribute(
        "href",
        `/c/brackwater/codes/${name}`,
      );
      await page.keyboard.press("Escape");
    }
  });
  await test.step("the comparison names what is new and what is gone, and links the cycle before", async () => {
    const compared = part("Against the cycle before");
    await expect(compared.getByRole("heading", { name: /^Results that came in since/ })).toBeVisible();
    await expect(compared.getByRole("link", { name: /^cycle of / })).toHaveAttribute(
      "href",
      /\/c\/brackwater\/revenue\/cycles\/[0-9a-f-]{36}$/,
    );
  });
  await test.step("what it rested on leads to the closed cycle of the gates and to the log", async () => {
    const basis = part("What it rested on");
    await expect(basis).toContainText("sha256:");
    await basis.getByRole("link", { name: /^Entry \d+$/ }).click();
    await expect(main.getByRole("heading", { level: 1, name: /^Revenue cycle: / })).toBeVisible();
    await page.goBack();
  });
  await test.step("an action's page draws its metric, and says how close it is to being stopped", async () => {
    await part(/^Actions \(\d+\)$/)
      .getByRole("heading", { level: 3 })
      .first()
      .getByRole("link")
      .click();
    await expect(part("What came of it").getByRole("figure")).toBeVisible();
    await expect(part("Guardrails").getByRole("listitem").first()).toContainText(/day/);
    await expect(part("What happened").getByRole("listitem").first()).toContainText("A cycle asked for it");
  });
  await test.step("a cycle of another company, or of none, has no page", async () => {
    watch.expectNotFound();
    await page.goto("/c/brackwater/revenue/cycles/00000000-0000-4000-8000-000000000000");
    await expect(page.getByRole("heading", { level: 1, name: /^There is no such page/ })).toBeVisible();
  });
});

test("The digest's week leads to the very actions that it counts", async ({ as }) => {
  const page = await as(brackwater.cfo);
  const main = page.getByRole("main");
  await page.goto("/c/brackwater/digest");
  const counted = Number(/^([\d,]+) actions?/.exec(await textOf(main.getByText(/^[\d,]+ actions?$/)))?.[1]);
  await main.getByRole("link", { name: "Actions", exact: true }).click();
  await expect(page).toHaveURL(/\/revenue\/actions\?week=\d{4}-\d\d-\d\d$/);
  await expect(main.getByRole("heading", { level: 1, name: "Actions" })).toBeVisible();
  // A page holds twenty-five.
  await expect(main.getByRole("rowheader")).toHaveCount(Math.min(counted, 25));
});
