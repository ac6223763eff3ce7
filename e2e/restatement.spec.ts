import { takeUpInvitation } from "./support/administration";
import { evaluate } from "./support/cycles";
import { foundCompany, joined } from "./support/founded-company";
import { apply, csvOf, openUpload } from "./support/import-files";
import { askForVendor, expectStatus, openRequest, sign, submit, titled } from "./support/requests";
import { lookUp } from "./support/server";
import { expect, test } from "./support/story";

/** The newest close whose ledger is posted: in the first days of a month the books of the last one are still open. */
async function postedClose(slug: string): Promise<string> {
  const month = await lookUp(
    `select to_char(max(e.occurred_at) at time zone 'UTC', 'YYYY-MM') as found
     from events_raw e join tenants t on t.id = e.tenant_id where t.slug = $1 and e.event_type = 'ledger.cogs'`,
    [slug],
  );
  return `/c/${slug}/cycles/monthly_close/${month}`;
}

/** The last day of a month such as `2026-10`. */
function lastDay(month: string): string {
  const day = new Date(`${month}-01T00:00:00Z`);
  day.setUTCMonth(day.getUTCMonth() + 1, 0);
  return day.toISOString().slice(0, 10);
}

test("A bank statement that is corrected after the close shows what was approved on the wrong one, and the log stands", async ({
  visitor,
}) => {
  test.setTimeout(300_000);
  const { slug, administrator } = await foundCompany("Harrow Freight");
  const home = `/c/${slug}`;
  const admin = await visitor();
  await takeUpInvitation(admin, administrator);
  const someone = async (role: string) => joined(admin, await visitor(), slug, role);
  const [fpa, cfo, lead] = [await someone("FP&A"), await someone("CFO"), await someone("Team lead")];
  const close = await postedClose(slug);
  await test.step("a close stands, and nothing was restated", async () => {
    await fpa.goto(close);
    await evaluate(fpa);
    await fpa.goto(`${home}/restatements`);
    await expect(fpa.getByRole("heading", { name: "Nothing was restated" })).toBeVisible();
  });
  const title = titled("A route planner");
  const reference = await test.step("a tool for $3,000 a month is approved on it", async () => {
    const asked = await submit(await askForVendor(lead, slug, { title, kind: "New", perMonth: 3000 }));
    await openRequest(cfo, slug, asked);
    await sign(cfo, "CFO");
    await expectStatus(cfo, "Approved");
    return asked;
  });
  await cfo.goto(`${home}/log?q=${reference}`);
  const entries = cfo
    .getByRole("main")
    .getByRole("table")
    .getByRole("link", { name: /^Entry \d+$/ });
  await expect(entries.first()).toBeVisible();
  const logged = await entries.allTextContents();

  const pack = await test.step("the board pack of the month is released on it", async () => {
    await cfo.goto(`${home}/board-packs`);
    await cfo.getByLabel("Month or quarter").selectOption(close.slice(-7));
    await cfo.getByRole("button", { name: "Make the pack" }).click();
    await expect(cfo.getByRole("heading", { level: 1, name: /^Board pack .*, edition 1$/ })).toBeVisible();
    await cfo.getByRole("button", { name: "Release" }).click();
    await cfo.getByRole("dialog").getByRole("button", { name: "Release" }).click();
    await expect(cfo.getByText("File (sha256)")).toBeVisible();
    return new URL(cfo.url()).pathname;
  });

  await test.step("FP&A brings the corrected balances", async () => {
    const day = lastDay(close.slice(-7));
    const body = csvOf([
      ["Date", "Bank account", "Balance"],
      [day, "operating", 40_000],
      [day, "reserve", 60_000],
    ]);
    await openUpload(fpa, slug, "Cash and bank balances", { name: "corrected-statement.csv", body });
    await apply(fpa);
  });
  const undo = fpa.url();
  const main = cfo.getByRole("main");
  const part = (name: string) => main.getByRole("region", { name, exact: true });
  await test.step("the page tells figure, cycle, decision and money, then and now", async () => {
    await cfo.goto(`${home}/restatements`);
    const figure = part("Figures").getByRole("row").filter({ hasText: "reserve" });
    await expect(figure).toContainText("$60,000");
    await expect(figure).toContainText("corrected-statement.csv");
    const cycle = part("Cycles").getByRole("row").filter({ hasText: "cash balance" });
    await expect(cycle).toContainText(/T4.*Pass.*→.*Fail/);
    const decision = part("Decisions that would differ").getByRole("row").filter({ hasText: title });
    await expect(decision).toContainText("$3,000 a month");
    await expect(decision).toContainText(/Approved.*Blocked/);
    await expect(part("What it comes to")).toContainText("The decision log stands as it was written");
  });
  await test.step("the request and its cycle say so, and lead there", async () => {
    await cfo.goto(`${home}/requests/${reference}`);
    await expect(main.getByText("This decision rested on figures that were corrected since.")).toBeVisible();
    await main.getByRole("link", { name: "see what would differ" }).click();
    await expect(cfo.getByRole("heading", { level: 1, name: "Restatements" })).toBeVisible();
    await cfo.goto(close);
    await expect(main.getByText("This cycle rested on figures that were corrected since.")).toBeVisible();
  });
  await test.step("the pack says that a new edition is due, and what was corrected", async () => {
    await cfo.goto(pack);
    await expect(part("A new edition is due")).toContainText(/cash balance .* then, \$100,000 now/);
    await cfo.goto(`${home}/board-packs`);
    await expect(main.getByRole("link", { name: "Figures corrected: a new edition is due" })).toBeVisible();
  });
  await test.step("the log reads as it did", async () => {
    await cfo.goto(`${home}/log?q=${reference}`);
    await expect(entries).toHaveText(logged);
  });
  await test.step("once the file is undone, nothing is restated", async () => {
    await fpa.goto(undo);
    await fpa.getByRole("button", { name: "Undo this import" }).click();
    const dialog = fpa.getByRole("dialog", { name: "Undo this import?" });
    await dialog.getByLabel("Reason").fill("The statement of another account");
    await dialog.getByRole("button", { name: /^Undo/ }).click();
    await expect(dialog).toBeHidden();
    await cfo.goto(`${home}/restatements`);
    await expect(cfo.getByRole("heading", { name: "Nothing was restated" })).toBeVisible();
    await cfo.goto(pack);
    await expect(cfo.getByText("File (sha256)")).toBeVisible();
    await expect(part("A new edition is due")).toHaveCount(0);
  });
});
