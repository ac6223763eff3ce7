import { brackwater } from "./support/people";
import { askForRetentionHire, offsetElsewhere, sign, submit, titled } from "./support/requests";
import { expect, test } from "./support/story";

const NOTE = "Collections of the enterprise segment slipped by a week.";
const TASK = "Call the ten largest overdue accounts";

test("A weekly review is run from its page, two people write at once, and its minutes stay", async ({
  as,
}) => {
  const cfo = await as(brackwater.cfo);
  await test.step("a week without a review stands as missed, and this one is opened", async () => {
    await cfo.goto("/c/brackwater/review");
    await expect(cfo.getByRole("row", { name: /Missed/ }).first()).toBeVisible();
    await cfo.getByRole("link", { name: /^This week/ }).click();
    await cfo.getByRole("button", { name: "Open the review" }).click();
    await expect(cfo.getByRole("timer")).toContainText("of 45:00");
  });
  const address = new URL(cfo.url()).pathname;
  const main = cfo.getByRole("main");

  await test.step("what moved runway is told by its inputs", async () => {
    const triggers = main.getByRole("region", { name: "Triggers of the week" });
    await expect(triggers.getByRole("link", { name: /^T4/ })).toBeVisible();
    await expect(triggers.getByRole("link", { name: /^T6/ })).toBeVisible();
    await expect(triggers.getByText(/→/).first()).toBeVisible();
    const spend = main.getByRole("region", { name: "Spend against budget" });
    await expect(spend.getByRole("row", { name: /^S&M .*[+−]\u2060?\$/ })).toBeVisible();
    await expect(spend.getByText("No budget of", { exact: false })).toHaveCount(0);
  });

  const notes = main.getByRole("textbox", { name: "Notes on item 1" });
  await test.step("a note keeps itself; of two who write at once, the second is shown the first", async () => {
    const fpa = await as(brackwater.fpa);
    await fpa.goto(address);
    await notes.fill(NOTE);
    await expect(main.getByText(/^Kept\. Last written by Solveig Marchetti/)).toBeVisible();
    await fpa.getByRole("textbox", { name: "Notes on item 1" }).fill("Two more deals slipped.");
    await expect(fpa.getByRole("alert").filter({ hasText: "has written here meanwhile" })).toContainText(
      NOTE,
    );
    await fpa.getByRole("button", { name: "Keep both" }).click();
    await expect(fpa.getByText(/^Kept\. Last written by/)).toBeVisible();
    await cfo.reload();
    await expect(notes).toHaveValue(`${NOTE}\nTwo more deals slipped.`);
  });

  await test.step("somebody takes something on, by a day", async () => {
    await main.getByRole("textbox", { name: "New action" }).fill(TASK);
    await main.getByRole("combobox", { name: "Owner" }).click();
    await cfo.getByRole("option", { name: /Ewa Nowakowska/ }).click();
    await main.getByRole("textbox", { name: "Due", exact: true }).fill("2099-01-31");
    await main.getByRole("button", { name: "Take it on" }).click();
    await expect(main.getByRole("button", { name: `Update: ${TASK}` })).toBeVisible();
  });

  const reference =
    await test.step("an exception that comes in is put on the table and signed there and then", async () => {
      const lead = await as(brackwater.lead);
      const title = titled("A success manager for the renewals of spring");
      const form = await askForRetentionHire(lead, "brackwater", title);
      await offsetElsewhere(form);
      const asked = await submit(form);
      await cfo.reload();
      const exceptions = main.getByRole("region", { name: "Exceptions" });
      await exceptions.getByRole("link", { name: `Decide ${asked}` }).click();
      const table = main.getByRole("region", { name: `On the table: ${asked}` });
      await expect(table.getByRole("region", { name: "Verdict now" })).toBeVisible();
      await expect(table.getByRole("region", { name: "Retention exception" })).toContainText("$11,500");
      await sign(cfo, "CFO");
      await expect(table.getByRole("status")).toHaveText(
        "You have signed. The request still waits for others.",
      );
      await expect(table.getByText(/^CEO is required/)).toBeVisible();
      await table.getByRole("link", { name: "Off the table" }).click();
      await expect(table).toHaveCount(0);
      return asked;
    });

  await test.step("closed, it is minutes that prove themselves", async () => {
    await main.getByRole("button", { name: "Close the review" }).click();
    await cfo.getByRole("button", { name: "Close and keep the minutes" }).click();
    await expect(main.getByText("The minutes hash to it, as the decision log has it.")).toBeVisible();
    await expect(main.getByText(NOTE)).toBeVisible();
    await expect(main.getByText(`Taken on: ${TASK}`, { exact: false })).toBeVisible();
    await expect(main.getByText(reference, { exact: false }).first()).toBeVisible();
    await expect(main.getByRole("textbox")).toHaveCount(0);
    await main.getByRole("link", { name: /^Entry \d+$/ }).click();
    await expect(
      cfo
        .getByRole("main")
        .getByText(/CFO Operating Review of \d{4}-W\d{2} held/)
        .first(),
    ).toBeVisible();
  });
});

test("A case is held against its band, with the rows behind the figure", async ({ as }) => {
  const reader = await as(brackwater.lead);
  await reader.goto("/c/brackwater/payback");
  const main = reader.getByRole("main");
  const row = main.getByRole("row", { name: /Usage-based price tier/ });
  await expect(main.getByText("Fewer than 5: nothing is said").first()).toBeVisible();
  const verdict = await row.getByText(/^(Paid back|Missed)$/).textContent();
  await row.getByRole("link", { name: /Usage-based price tier/ }).click();
  const told = await main.getByText(/since, against a band of \$40,000 to \$110,000/).textContent();
  const [, sign, dollars = ""] = /(−?)\u2060?\$([\d,]+) since/.exec(told ?? "") ?? [];
  const gained = Number(`${sign ? "-" : ""}${dollars.replaceAll(",", "")}`);
  expect(verdict, `${told} The near end of the band is enough.`).toBe(
    gained >= 40_000 ? "Paid back" : "Missed",
  );
  await expect(main.getByRole("cell", { name: "Expansion ARR" }).first()).toBeVisible();
});
