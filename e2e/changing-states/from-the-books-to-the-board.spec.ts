import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { invite, takeUpInvitation } from "../support/administration";
import { addMonths, type Book, booksFor, planStartOf } from "../support/books";
import { foundEmptyCompany } from "../support/founded-company";
import {
  choose,
  expectStatus,
  fillRoiCase,
  openForm,
  pick,
  sign,
  submit,
  verdictNow,
  verdictSoFar,
} from "../support/requests";
import { startAnother } from "../support/second-server";
import { expect, test } from "../support/story";

const BUSINESS_DAY = 4;
const MONDAY = 1;
const FRIDAY = 5;
const PHONE = { viewport: { width: 390, height: 844 } };
const EXPLANATION = "Two large customers paid late; a plan follows.";

/** The morning of the fourth business day that passed last: a close made then is in time, whatever day it really is. */
function storyTime(real: Date): Date {
  const [year, month] = [real.getUTCFullYear(), real.getUTCMonth()];
  const morning = new Date(Date.UTC(year, month, 0, 9));
  for (let business = 0; business < BUSINESS_DAY; ) {
    morning.setUTCDate(morning.getUTCDate() + 1);
    if (morning.getUTCDay() >= MONDAY && morning.getUTCDay() <= FRIDAY) business += 1;
  }
  return morning <= real ? morning : storyTime(new Date(Date.UTC(year, month, 0, 23)));
}

const section = (page: Page, name: string) =>
  page.getByRole("main").getByRole("region", { name, exact: true });
const listOfSteps = (page: Page) => section(page, "Getting started");
const stepOf = (page: Page, title: string) =>
  listOfSteps(page)
    .getByRole("listitem")
    .filter({ has: page.getByRole("heading", { name: title }) });

const sha256 = (bytes: Buffer | string) => createHash("sha256").update(bytes).digest("hex");

async function download(page: Page, link: string): Promise<Buffer> {
  const started = page.waitForEvent("download");
  await page.getByRole("link", { name: link, exact: true }).click();
  return readFileSync(await (await started).path());
}

/** Walks an exported log from its first line: each entry has the hash beside it and names the one before. */
function headOf(exported: string): string {
  let head = { seq: 0, hash: "" };
  for (const line of exported.trimEnd().split("\n")) {
    const content = line.slice('{"entry":'.length, line.lastIndexOf(',"hash":'));
    const { entry, hash } = JSON.parse(line);
    expect(sha256(content), `entry ${entry.seq} has the hash beside it`).toBe(hash);
    expect(Number(entry.seq)).toBe(head.seq + 1);
    if (head.seq > 0) expect(entry.prev_hash).toBe(head.hash);
    head = { seq: head.seq + 1, hash };
  }
  return `${head.seq}:${head.hash}`;
}

/** Chooses the kind and the file as a person does, looks at what would become of the rows, and applies them. */
async function bringIn(page: Page, home: string, book: Book): Promise<void> {
  const form = page.getByRole("form", { name: "Upload figures" });
  await page.goto(`${home}/imports`);
  await expect(async () => {
    await form.getByLabel("What the file holds").selectOption({ label: book.title });
    // The form answers the choice once the page is awake.
    const template = form.getByRole("link", { name: `Template of ${book.title} as CSV` });
    await expect(template).toBeVisible({ timeout: 500 });
  }).toPass();
  const choosing = page.waitForEvent("filechooser");
  await form.getByRole("button", { name: /^File/ }).click();
  await (await choosing).setFiles(book);
  await form.getByRole("button", { name: "Upload and read" }).click();
  await expect(page.getByRole("heading", { level: 1, name: book.name })).toBeVisible();
  await expect(section(page, "What would become of each row")).toBeVisible({ timeout: 60_000 });
  await expect(section(page, "Apply or set aside")).toContainText("Nothing is written before you apply it");
  await page.getByRole("button", { name: "Apply", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Apply the import" }).click();
  await expect(section(page, "Applied")).toBeVisible();
}

/** From /start to the certified close. */
async function closeTheMonth(fpa: Page, home: string, close: string): Promise<void> {
  await test.step("FP&A is led to the targets first, and uploads the plan and the books, one file of each kind", async () => {
    await fpa.goto(`${home}/start`);
    await stepOf(fpa, "Set the targets").getByRole("link", { name: "Upload targets" }).click();
    const kind = fpa.getByLabel("What the file holds").locator("option:checked");
    await expect(kind).toHaveText("Target trajectory");
    for (const book of await booksFor(close))
      await test.step(`${book.title}, from ${book.name}`, () => bringIn(fpa, home, book));
  });
  await test.step("The list of first steps has ticked itself: a close, a request and a signature are left", async () => {
    await fpa.goto(`${home}/start`);
    await expect(listOfSteps(fpa)).toContainText("5 of 8 steps are done");
  });
  await test.step("The close of the month that has ended lacks nothing", async () => {
    await stepOf(fpa, "Close the first month").getByRole("link", { name: "Open the close" }).click();
    await expect(section(fpa, "Missing, and whose")).toContainText("Nothing is missing");
    await expect(section(fpa, "Certification")).toContainText("Nothing stands against certifying it");
  });
  await test.step("FP&A certifies it as final: eight states are known, and cash flow behind the plan makes the mode defensive", async () => {
    await section(fpa, "Certification").getByRole("button", { name: "Certify as final" }).click();
    await expect(section(fpa, "Certification")).toContainText("Version 1, certified by Priya Raman");
    const certified = section(fpa, "As certified");
    await expect(certified.getByText("DEFENSIVE with this close")).toBeVisible();
    const states = certified.getByRole("table", { name: "Triggers of the close" });
    await expect(states.getByRole("row")).toHaveCount(1 + 8);
    await expect(states.getByRole("row", { name: /^T1 / })).toContainText("Fail");
    await expect(states).not.toContainText("Unknown");
  });
}

/** One request that is refused, and one that goes up for signature, whose reference comes back. */
async function askTwice(lead: Page, slug: string): Promise<string> {
  await test.step("The team lead asks for a new hire, is refused, and reads the code and the way out", async () => {
    await lead.goto(`/c/${slug}/start`);
    await stepOf(lead, "Submit the first request").getByRole("link", { name: "Ask for something" }).click();
    await lead.getByRole("link", { name: "Ask for headcount" }).click();
    const form = lead.locator("form[aria-label]");
    await expect(form.getByLabel("In one line")).toBeEditable();
    await form.getByLabel("In one line").fill("A second onboarding manager");
    await choose(form, "Classification", "Net new");
    await pick(form, "Function", "CS (customer success)");
    await choose(form, "Is it in the approved hiring plan?", "Yes");
    await expect(verdictSoFar(lead).getByText("CFO-21", { exact: true })).toBeVisible();
    await submit(form);
    await expectStatus(lead, "Blocked");
    const code = verdictNow(lead).getByRole("button", { name: /^CFO-21\b/ });
    await expect(verdictNow(lead).getByRole("list", { name: "Ways to unblock this" })).toBeVisible();
    await code.click();
    await lead.getByRole("link", { name: "More about CFO-21" }).click();
    await expect(lead.getByRole("heading", { level: 1, name: /^CFO-21 / })).toBeVisible();
    await expect(section(lead, "What to do")).toBeVisible();
  });
  return test.step("The team lead asks for a backfill with an ROI case, which goes up for two signatures", async () => {
    const form = await openForm(lead, slug, "G1_HEADCOUNT");
    await form.getByLabel("In one line").fill("Replace the renewals manager who left");
    await choose(form, "Classification", "Backfill");
    await pick(form, "Function", "CS (customer success)");
    await fillRoiCase(form, "Each renewals manager keeps $1.1M of ARR in the house.", [1.5, 2.5]);
    const verdict = verdictSoFar(lead);
    await expect(verdict.getByText("It goes through once CEO and CFO have signed.")).toBeVisible();
    const reference = await submit(form);
    await expectStatus(lead, "Waits for signatures");
    return reference;
  });
}

async function signFromInbox(page: Page, home: string, reference: string, role: string): Promise<void> {
  await page.goto(`${home}/approvals`);
  await page.getByRole("link", { name: `Read and sign ${reference}` }).click();
  await sign(page, role);
}

/** The pack of the month, from one click to the file. */
async function makeThePack(cfo: Page, home: string, close: string): Promise<void> {
  const evidence = section(cfo, "Evidence");
  await test.step("The CFO makes the board pack of the month and adds to a sentence of its memo", async () => {
    await cfo.goto(`${home}/board-packs`);
    await cfo.getByLabel("Month or quarter").selectOption(close);
    await cfo.getByRole("button", { name: "Make the pack" }).click();
    await expect(cfo.getByRole("heading", { level: 1, name: /^Board pack .*, edition 1$/ })).toBeVisible();
    await cfo.getByRole("button", { name: "Edit the memo" }).click();
    const form = cfo.getByRole("form", { name: "Edit the memo" });
    const sentence = form.getByRole("textbox").first();
    await sentence.fill(`${await sentence.inputValue()} ${EXPLANATION}`);
    await form.getByRole("button", { name: "Save the memo" }).click();
    const memo = section(cfo, "Memo");
    await expect(memo.getByText(/^Rewritten by Clara Fontaine.*The data had filled:/)).toBeVisible();
    await expect(memo.getByRole("paragraph").filter({ hasText: EXPLANATION })).toBeVisible();
  });
  await test.step("The CFO releases it, and the PDF that comes down has the hash that the page shows", async () => {
    await cfo.getByRole("button", { name: "Release" }).click();
    await cfo.getByRole("dialog").getByRole("button", { name: "Release" }).click();
    await expect(evidence).toContainText("File (sha256)");
    const file = await download(cfo, "Download the PDF");
    expect(file.subarray(0, 5).toString("latin1")).toBe("%PDF-");
    await expect(evidence).toContainText(sha256(file));
  });
  await test.step("Every entry of the log, hashed without the application, leads to the head that the page shows", async () => {
    await evidence.getByRole("link", { name: /^log entry \d+$/ }).click();
    const proof = section(cfo, "Proof");
    await expect(proof).toContainText("This entry verifies");
    const released = cfo.url();
    await cfo.goto(`${home}/log?dir=asc`);
    const head = headOf((await download(cfo, "JSON Lines")).toString("utf8"));
    await cfo.goto(released);
    await expect(proof).toContainText(head);
  });
}

test("A newcomer takes an empty company from uploaded files to a certified close, a gated request, a signed approval and a board pack", async ({
  visitor,
}) => {
  test.setTimeout(480_000);
  const at = storyTime(new Date());
  const close = addMonths(at.toISOString().slice(0, 7), -1);
  const { slug, administrator } = await foundEmptyCompany({
    name: "Heronsgate Software",
    planStart: `${planStartOf(close)}-01`,
    at: at.toISOString(),
  });
  const home = `/c/${slug}`;
  const server = await startAnother({ REVENUE_OS_TEST_NOW: at.toISOString() });
  const pages: Page[] = [];
  const open = async (device = {}) => {
    const page = await visitor({ baseURL: server.address, ...device });
    pages.push(page);
    return page;
  };
  try {
    const admin = await open();
    await test.step("The administrator signs in with the password of the first day and is shown the way", async () => {
      await takeUpInvitation(admin, administrator);
      await admin.goto("/");
      await expect(listOfSteps(admin)).toContainText("0 of 8 steps are done");
      await stepOf(admin, "Invite the CFO").getByRole("link", { name: "Invite people" }).click();
      await expect(admin.getByRole("heading", { level: 1, name: "People" })).toBeVisible();
    });
    const joins = (role: string, name: string, device = {}) =>
      test.step(`${name} is invited as ${role}, signs in and chooses a password`, async () => {
        const page = await open(device);
        await takeUpInvitation(page, await invite(admin, slug, role, name));
        return page;
      });
    const cfo = await joins("CFO", "Clara Fontaine");
    const ceo = await joins("CEO", "Edwin Marsh", PHONE);
    const fpa = await joins("FP&A", "Priya Raman");
    const lead = await joins("Team lead", "Tomas Berg");

    await test.step("The CFO enters the holidays by which business days are counted", async () => {
      await cfo.goto(`${home}/start`);
      await stepOf(cfo, "Enter your holidays").getByRole("link", { name: "Enter holidays" }).click();
      const form = cfo.getByRole("form", { name: "Set the holidays of a year" });
      await form.getByLabel("Days").fill(`${at.getUTCFullYear()}-12-25 Christmas Day`);
      await form.getByRole("button", { name: "Keep these days" }).click();
      await expect(form.getByText("Kept, and in the decision log.")).toBeVisible();
    });
    await closeTheMonth(fpa, home, close);
    const reference = await askTwice(lead, slug);
    await test.step("The CFO finds it in the inbox and signs; that alone does not approve it", async () => {
      await signFromInbox(cfo, home, reference, "CFO");
      await expectStatus(cfo, "Waits for signatures");
    });
    await test.step("The CEO signs on a phone, and it is approved", async () => {
      await signFromInbox(ceo, home, reference, "CEO");
      await expectStatus(ceo, "Approved");
    });
    await test.step("The decision stands in the log, and its entry verifies", async () => {
      await lead.goto(`${home}/log`);
      const line = lead.getByRole("row").filter({ hasText: `${reference} signed by the CEO: approved` });
      await expect(line).toContainText("Allowed");
      await expect(line).toContainText("Edwin Marsh");
      await line.getByRole("link", { name: /^Entry \d+$/ }).click();
      await expect(section(lead, "Proof")).toContainText("This entry verifies");
    });
    await makeThePack(cfo, home, close);
    await test.step("The list of first steps says that it is done", async () => {
      await admin.goto(`${home}/start`);
      await expect(listOfSteps(admin)).toContainText("Every step is done.");
    });
    // A page that is still open would miss the server that goes.
    await Promise.all(pages.map((page) => page.close()));
  } finally {
    await server.stop();
  }
});
