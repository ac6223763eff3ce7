import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import writeExcelFile from "write-excel-file/node";
import { takeUpInvitation } from "./support/administration";
import { foundCompany, joined } from "./support/founded-company";
import { apply, csvOf, openUpload, sendFigures, upload } from "./support/import-files";
import { brackwater, larkfield } from "./support/people";
import { expect, test, untilStill } from "./support/story";

/** As a finance system set to German writes a cost ledger. */
const LEDGER = ["Buchungsdatum", "Kostenart", "Betrag", "Konto"];
const german = (hosting: string): string =>
  csvOf([LEDGER, ["03/04/2019", "cloud", hosting, "5000"], ["04/04/2019", "support", "2.500", "5100"]], ";");

const part = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

test("FP&A brings figures from files: faults by row and column, columns remembered, a figure restated and taken back", async ({
  visitor,
  watch,
}) => {
  test.setTimeout(240_000);
  watch.expectRefusedFile();
  const { slug, administrator } = await foundCompany("Marlowe Textiles");
  const admin = await visitor();
  await takeUpInvitation(admin, administrator);
  const page = await joined(admin, await visitor(), slug, "FP&A");
  const main = page.getByRole("main");

  await test.step("at first nothing has been brought yet", async () => {
    await page.goto(`/c/${slug}/imports`);
    await expect(part(page, "Imports")).toContainText("No file has been brought in yet");
  });
  await test.step("the template of a kind has its columns and reads back as it is", async () => {
    const waiting = page.waitForEvent("download");
    await main.getByRole("link", { name: "Template of COGS breakdown as CSV" }).last().click();
    const download = await waiting;
    expect(download.suggestedFilename()).toBe("cogs.csv");
    const text = await readFile(await download.path(), "utf8");
    expect(text).toContain("Month,Component,Amount (USD),Account");
    await openUpload(page, slug, "COGS breakdown", { name: "cogs.csv", body: text });
    await expect(main.getByText("Ready to apply")).toBeVisible();
    await page.getByRole("button", { name: "Set aside" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Set it aside" }).click();
    await page.waitForURL(/\/imports$/);
    await expect(part(page, "Imports")).toContainText("No file has been brought in yet");
    const choose = page.getByRole("form", { name: "Choose imports" });
    await choose.getByLabel("Figures").selectOption("COGS breakdown");
    await choose.getByLabel("Status").selectOption("Set aside");
    await choose.getByRole("button", { name: "Show" }).click();
    await page.waitForURL(/\?of=cogs&status=aside$/);
    await expect(part(page, "Imports").getByRole("row", { name: /cogs\.csv/ })).toContainText("Set aside");
  });
  await test.step("what is no table is refused in words, and what was chosen stays chosen", async () => {
    await page.goto(`/c/${slug}/imports`);
    await upload(page, "COGS breakdown", { name: "ledger.csv", body: "%PDF-1.7 a ledger in disguise" });
    const form = page.getByRole("form", { name: "Upload figures" });
    await expect(form.getByRole("alert")).toContainText("The file is a PDF.");
    await expect(form.getByLabel("What the file holds").locator("option:checked")).toHaveText(
      "COGS breakdown",
    );
    await expect(form.getByText("ledger.csv")).toBeVisible();
  });
  await test.step("a file with faults names row, column and remedy, and cannot be applied", async () => {
    const body = csvOf([
      ["Month", "Component", "Amount (USD)", "Account", "Booked by"],
      ["2019-03", "cloud", "120000.00", "5000", "Ida"],
      ["2019-03", "vibes", "12%", "=1+1|cmd", "Ida"],
      ["2019-03", "cloud", "130000.00", "5000", "Ida"],
    ]);
    await openUpload(page, slug, "COGS breakdown", { name: "faults.csv", body });
    await expect(part(page, "Columns")).toContainText("Not read: Booked by.");
    await expect(main.getByRole("button", { name: "Apply", exact: true })).toBeDisabled();
    await expect(part(page, "Apply or set aside")).toContainText("3 rows have faults");
    await main.getByRole("link", { name: "Fault 1", exact: true }).click();
    const row = main.getByRole("row", { name: /^3 / });
    await expect(row).toContainText("“vibes” is no word for Component");
    await expect(row).toContainText("“12%” is a percentage.");
    await expect(row).toContainText("State Amount (USD) itself.");
    await main.getByRole("link", { name: "Twice 2", exact: true }).click();
    await expect(main.getByText("Rows 2, 4 state the same figure.").first()).toBeVisible();
    const waiting = page.waitForEvent("download");
    await main.getByRole("link", { name: "Faults as a file" }).click();
    const faults = await readFile(await (await waiting).path(), "utf8");
    expect(faults).toContain("'=1+1|cmd");
  });
  await test.step("a German ledger is asked about, and nothing of it is guessed", async () => {
    await openUpload(page, slug, "COGS breakdown", { name: "ledger-april.csv", body: german("1.234") });
    const columns = part(page, "Columns");
    await expect(columns).toContainText("No column is Component.");
    await columns.getByLabel("Month").selectOption("Buchungsdatum");
    await columns.getByLabel("Component").selectOption("Kostenart");
    await columns.getByLabel("Amount (USD)").selectOption("Betrag");
    await columns.getByLabel("Account").selectOption("Konto");
    await columns.getByLabel("The day first, then the month").check();
    await columns.getByLabel("a comma before the decimals").check();
    await columns.getByRole("button", { name: "Read the rows with these columns" }).click();
    await expect(main.getByText("Ready to apply")).toBeVisible();
    await expect(main.getByRole("row", { name: /^2 / })).toContainText("1,234");
    await expect(main.getByRole("row", { name: /^2 / })).toContainText("2019-04");
  });
  const first = page.url();
  await test.step("applied, it says what was written, what rests on it and what the log holds", async () => {
    await page.getByRole("button", { name: "Apply", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Apply this import?" });
    await expect(dialog).toContainText("2 rows are written: $3,734 in all.");
    await dialog.getByRole("button", { name: "Apply the import" }).click();
    await expect(part(page, "Applied")).toContainText("2 new");
    await expect(part(page, "Applied").getByRole("link", { name: "T8" })).toBeVisible();
    await expect(part(page, "The file").getByRole("link", { name: /^Entry \d+$/ })).toBeVisible();
  });
  await test.step("the next file with this header is read as the first was, and restates a figure", async () => {
    await openUpload(page, slug, "COGS breakdown", { name: "ledger-corrected.csv", body: german("1.300") });
    await expect(part(page, "Columns")).toContainText("Remembered from an earlier file with this header");
    const row = main.getByRole("row", { name: /^2 / });
    await expect(row).toContainText("Restates");
    await expect(row).toContainText("Stands there: amount $1,234");
    await apply(page);
  });
  await test.step("the figure says what it is made of, and what was known before and until when", async () => {
    await main.getByRole("link", { name: "Where the figure of row 2 comes from" }).click();
    await expect(
      part(page, "As it stands").getByRole("row", { name: /ledger-corrected\.csv/ }),
    ).toContainText("$1,300");
    const before = part(page, "Known before").getByRole("row", { name: /ledger-april\.csv/ });
    await expect(before).toContainText("$1,234");
    await expect(before).not.toContainText("It holds now");
  });
  await test.step("the first cannot be undone before the one that restates it", async () => {
    await page.goto(first);
    await undo(page, "The April ledger was a draft");
    await expect(page.getByRole("dialog").getByRole("alert")).toContainText(
      /A later import, ledger-corrected\.csv of .*, restates 1 of its figures\. Undo that one first\./,
    );
  });
  await test.step("undone in their order, nothing of either stands", async () => {
    await page.goto(`/c/${slug}/imports`);
    await page.getByRole("link", { name: "ledger-corrected.csv" }).first().click();
    await undo(page, "The correction was a draft too");
    await expect(part(page, "Undone")).toContainText("The correction was a draft too");
    await page.goto(first);
    await undo(page, "The April ledger was a draft");
    await expect(part(page, "Undone")).toContainText("The April ledger was a draft");
    await main.getByRole("link", { name: "Where the figure of row 2 comes from" }).click();
    await expect(part(page, "As it stands")).toContainText("Nothing stands under it now");
  });
  await test.step("a workbook with two sheets is asked which one, and then read", async () => {
    const lines = [
      ["Month", "Component", "Amount (USD)"],
      ["2019-05", "cloud", 4_200.5],
    ];
    const book = await writeExcelFile([
      { data: lines, sheet: "Ledger" },
      { data: lines, sheet: "Copy" },
    ]).toBuffer();
    await page.goto(`/c/${slug}/imports`);
    await upload(page, "COGS breakdown", { name: "ledger.xlsx", body: book });
    await page.getByLabel("Sheet").selectOption("Ledger");
    await page.getByRole("button", { name: "Upload and read" }).click();
    await page.waitForURL(/\/imports\/[0-9a-f-]{36}$/);
    await expect(part(page, "The file")).toContainText("XLSX, sheet Ledger");
    await apply(page);
    await expect(part(page, "Applied")).toContainText("1 new, $4,200.50 in all");
  });
});

test("Whoever does not bring figures reads what was brought, and is sent nowhere else", async ({
  as,
  cookiesOf,
}) => {
  for (const person of [larkfield.auditor, larkfield.lead]) {
    const page = await as(person);
    await page.goto("/c/larkfield/imports");
    await expect(part(page, "Imports")).toContainText("Only FP&A or CFO bring figures in");
    await expect(page.getByRole("form", { name: "Upload figures" })).toHaveCount(0);
    await expect(page.getByRole("link", { name: "Template of COGS breakdown as XLSX" })).toBeVisible();
  }
  const file = { kind: "cogs", name: "cogs.csv", body: csvOf([["Month", "Component", "Amount (USD)"]]) };
  const by = async (person: typeof larkfield.lead, company = "larkfield", origin?: string) =>
    (await sendFigures({ ...file, company, origin, cookie: await cookiesOf(person) })).status;
  expect(await by(larkfield.lead), "a role that does not bring figures").toBe(403);
  expect(await by(larkfield.admin), "an administrator").toBe(403);
  expect(await by(brackwater.fpa), "another company's FP&A").toBe(404);
  expect(await by(larkfield.fpa, "larkfield", "https://elsewhere.example"), "a page of another site").toBe(
    403,
  );
  expect((await sendFigures({ ...file, company: "larkfield", cookie: "" })).status, "nobody").toBe(401);
});

async function undo(page: Page, reason: string): Promise<void> {
  await page.getByRole("button", { name: "Undo this import" }).click();
  await page.getByRole("dialog").getByLabel("Reason").fill(reason);
  await page.getByRole("dialog").getByRole("button", { name: "Undo the import" }).click();
  await untilStill(page);
}
