import type { Page } from "@playwright/test";
import { brackwater, larkfield } from "./support/people";
import { lookUp } from "./support/server";
import { expect, test } from "./support/story";

// What is certified or reopened here would move what other stories rest on: this one reads, is refused, and comments.
const newestCertified = () =>
  lookUp(
    `select cycle_key as found from evaluation_cycles c join tenants t on t.id = c.tenant_id
     where t.slug = 'brackwater' and certified_final order by period_end desc limit 1`,
  );

test("FP&A sees what an overdue close lacks, whose it is, and why it cannot be certified", async ({ as }) => {
  const page = await as(brackwater.fpa);
  const main = page.getByRole("main");
  const part = (name: string) => main.getByRole("region", { name, exact: true });
  await test.step("the list leads to the month that is overdue", async () => {
    await page.goto("/c/brackwater/close");
    const overdue = part("What waits").getByRole("listitem").filter({ hasText: "Overdue" });
    await overdue.getByRole("link").click();
    await expect(main.getByRole("heading", { level: 1, name: /close$/ })).toBeVisible();
  });
  await test.step("the clock shows day 5, 7 and 10, and today's business day", async () => {
    for (const day of ["Day 5", "Day 7", "Day 10"]) await expect(part("Clock")).toContainText(day);
    await expect(part("Clock")).toContainText("Today is business day");
  });
  await test.step("certifying it is refused with CFO-32 and its remedy, and nothing is kept", async () => {
    const certification = part("Certification");
    await expect(certification).toContainText("CFO-32");
    await certification.getByRole("button", { name: "Certify as final" }).click();
    const refusal = certification.getByRole("alert").filter({ hasText: "CFO-32" });
    await expect(refusal).toContainText("within the agreed business days");
    await expect(part("Versions")).toHaveCount(0);
  });
  await test.step("each trigger's movement is a sentence, a waterfall and a table that say the same", async () => {
    const variance = part("What moved each trigger");
    await variance.getByLabel("Trigger").selectOption("T4");
    await expect(variance.getByText(/^From .* at the .* close to /)).toBeVisible();
    await expect(variance.getByRole("figure", { name: /^T4: From/ })).toBeVisible();
    await expect(
      variance.getByRole("table").getByRole("row", { name: /^Cash balance\s*CashBalance/ }),
    ).toBeVisible();
  });
  await test.step("every input has its owner", async () => {
    const owner = main
      .getByRole("region", { name: /^T4 / })
      .getByLabel("Owner of Cash balance (CashBalance)");
    await expect(owner.locator("option:checked")).toHaveText("CFO + Controller/Treasury");
  });
});

test("Who may neither evaluate nor override an overdue close reads who may, and FP&A is offered it", async ({
  as,
}) => {
  const certificationOf = async (page: Page) => {
    await page.goto("/c/brackwater/close");
    const overdue = page.getByRole("region", { name: "What waits", exact: true }).getByRole("listitem");
    await overdue.filter({ hasText: "Overdue" }).getByRole("link").click();
    return page.getByRole("region", { name: "Certification", exact: true });
  };
  const auditors = await certificationOf(await as(brackwater.auditor));
  await expect(auditors).toContainText("overriding a figure is for FP&A or CFO");
  await expect(auditors.getByRole("link", { name: "Read its inputs and evaluations" })).toBeVisible();
  await expect(auditors.getByRole("link", { name: /instead$/ })).toHaveCount(0);
  const offered = await certificationOf(await as(brackwater.fpa));
  await expect(offered.getByRole("link", { name: "Evaluate or override instead" })).toBeVisible();
});

test("FP&A sees while the month runs what is there of it, and nothing of it is judged", async ({ as }) => {
  const page = await as(brackwater.fpa);
  const main = page.getByRole("main");
  const part = (name: string) => main.getByRole("region", { name, exact: true });
  await page.goto("/c/brackwater/close");
  await page.getByRole("row").filter({ hasText: "Month runs" }).getByRole("link").click();
  const soFar = part("Preliminary: what is there so far");
  await expect(soFar).toContainText(/So far, as of .*The month ends on .*can be certified from/);
  await expect(part("Not there yet, and whose")).toContainText("Minimum field");
  const target = main
    .getByRole("region", { name: /^T6 / })
    .getByRole("row", { name: /^Bookings target next quarter\s*BookingsTarget/ });
  await expect(target).toContainText("Stands");
  await expect(target).toContainText("As of");
  await expect(main.getByRole("region", { name: /^T8 / })).toContainText("Owner: VP Eng/Infra + CFO");
  await expect(main).not.toContainText(/CFO-\d\d/);
  for (const name of ["Certification", "As it would be certified now", "Missing, and whose"])
    await expect(part(name)).toHaveCount(0);
});

test("A changed state waits for its commentary, which stays in versions with its author", async ({ as }) => {
  const month = await newestCertified();
  const page = await as(brackwater.fpa);
  const commentary = page.getByRole("region", { name: "Commentary", exact: true });
  await page.goto(`/c/brackwater/close/${month}`);
  await test.step("too few words are refused at the field", async () => {
    await commentary.getByRole("textbox", { name: "Commentary" }).fill("It just did");
    await commentary.getByRole("button", { name: "Keep the commentary" }).click();
    await expect(commentary.getByRole("alert").filter({ hasText: "at least 20 characters" })).toBeVisible();
  });
  await test.step("a reason is kept with author and time", async () => {
    const why = `Two customers paid after the month's end, as their letters say ${Date.now()}`;
    await commentary.getByRole("textbox", { name: "Commentary" }).fill(why);
    await commentary.getByRole("button", { name: "Keep the commentary" }).click();
    await expect(commentary.getByText(why)).toBeVisible();
    await expect(commentary).toContainText("Ewa Nowakowska");
  });
});

test("Only the CFO is offered to reopen a certified close, and without a reason it stays certified", async ({
  as,
}) => {
  const month = await newestCertified();
  for (const person of [brackwater.fpa, brackwater.lead, brackwater.auditor]) {
    const page = await as(person);
    await page.goto(`/c/brackwater/close/${month}`);
    await expect(page.getByRole("region", { name: "Certification", exact: true })).toContainText("Final");
    await expect(page.getByRole("button", { name: "Reopen the close" })).toHaveCount(0);
  }
  const cfo = await as(brackwater.cfo);
  await cfo.goto(`/c/brackwater/close/${month}`);
  await cfo.getByRole("button", { name: "Reopen the close" }).click();
  const dialog = cfo.getByRole("dialog");
  await dialog.getByLabel("Reason").fill("typo");
  await dialog.getByRole("button", { name: "Reopen", exact: true }).click();
  await expect(dialog.getByRole("alert").filter({ hasText: "at least 10 characters" })).toBeVisible();
});

test("A close that was reopened, corrected and certified again shows how it went", async ({ as }) => {
  const page = await as(larkfield.auditor);
  await page.goto("/c/larkfield/close");
  await page.getByRole("row").filter({ hasText: "reopened 1×" }).last().getByRole("link").click();
  const main = page.getByRole("main");
  await expect(main).toContainText("was reopened by Naledi Okonkwo");
  await expect(main.getByRole("region", { name: "Versions", exact: true }).getByRole("row")).toHaveCount(4);
});
