import { larkfield } from "./support/people";
import { textOf } from "./support/requests";
import { expect, test } from "./support/story";

test("A CFO opens a metric, sees the rows it was counted from", async ({ as, watch }) => {
  const page = await as(larkfield.cfo);
  const main = page.getByRole("main");
  await test.step("the spine lists every canonical metric, and its address holds the search", async () => {
    await page.goto("/c/larkfield/revenue");
    for (const [domain, count] of [
      ["Demand", 17],
      ["Conversion", 8],
      ["Economics", 17],
      ["Data quality", 4],
    ] as const) {
      const rows = main.getByRole("region", { name: domain, exact: true }).getByRole("rowheader");
      await expect(rows).toHaveCount(count);
    }
    await main.getByLabel("Search").fill("win rate");
    await main.getByRole("button", { name: "Show", exact: true }).click();
    await expect(page).toHaveURL(/\/revenue\?q=win\+rate$/);
    await expect(main.getByRole("rowheader", { name: /^Win rate/ })).toBeVisible();
    await expect(main.getByRole("rowheader", { name: /^Payback/ })).toHaveCount(0);
  });
  await test.step("its page says what it is, how it is counted, and draws it", async () => {
    await main.getByRole("link", { name: "Win rate", exact: true }).click();
    await expect(main.getByRole("heading", { level: 1, name: "Win rate" })).toBeVisible();
    await expect(main.getByRole("region", { name: "How it is counted" })).toContainText(
      "spine_opportunities",
    );
    await expect(main.getByRole("figure", { name: /^Win rate by day, from/ })).toBeVisible();
    await main.getByText("The chart as a table").click();
    await expect(main.getByRole("table", { name: /^Win rate by month/ })).toBeVisible();
  });
  const rows = main.getByRole("region", { name: "Rows it was counted from" });
  await test.step("the rows, counted by hand, give the figure again", async () => {
    const closed = await countIn(rows.getByText(/^Qualified deal that closed: /));
    const won = await countIn(rows.getByText(/^Deal won: /));
    const shown = await textOf(rows.getByText(/^Win rate of /));
    expect(closed).toBeGreaterThan(0);
    expect(shown).toContain(`${Number(((100 * won) / closed).toFixed(1))}%`);
    await rows.getByLabel("Kind of row").selectOption("Deal won");
    await rows.getByRole("button", { name: "Show the rows" }).click();
    await expect(page).toHaveURL(/part=won_90/);
    await expect(rows.getByRole("rowheader")).toHaveCount(Math.min(won, 20));
  });
  await test.step("another day has its own figure and its own rows", async () => {
    const day = (await rows.getByLabel("Day (UTC)").inputValue()).slice(0, 8);
    await rows.getByLabel("Day (UTC)").fill(`${day}01`);
    await rows.getByRole("button", { name: "Show the rows" }).click();
    await expect(rows.getByText(/^Win rate of 1 [A-Z][a-z]{2} \d{4}:/)).toBeVisible();
  });
  await test.step("what is no canonical metric has no page", async () => {
    watch.expectNotFound();
    await page.goto("/c/larkfield/revenue/metrics/vibes");
    await expect(page.getByRole("heading", { level: 1, name: /^There is no such page/ })).toBeVisible();
  });
});

/** "Deal won: 5 rows" is five. */
async function countIn(line: import("@playwright/test").Locator): Promise<number> {
  return Number(/: ([\d,]+) rows?/.exec(await textOf(line))?.[1]?.replaceAll(",", ""));
}
