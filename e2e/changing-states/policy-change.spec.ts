import type { Page } from "@playwright/test";
import { callAction, refusalOf } from "../support/actions";
import { takeUpInvitation } from "../support/administration";
import { dueClose, evaluate } from "../support/cycles";
import { foundCompany, joined } from "../support/founded-company";
import {
  beginDraft,
  checks,
  expectStage,
  life,
  NO_FAULT,
  propose,
  saveAndReview,
  signPolicy,
  unfold,
} from "../support/policy-steps";
import { askForVendor, expectStatus, openRequest, submit, titled, verdictNow } from "../support/requests";
import { expect, test } from "../support/story";

const REASON = "Tools up to ten thousand dollars a month are decided by the teams themselves.";

/** `…/monthly_close/2026-10` → `…/monthly_close/2026-09` */
function monthBefore(close: string): string {
  const [path, key = ""] = [close.slice(0, -7), close.slice(-7)];
  const day = new Date(`${key}-01T00:00:00Z`);
  day.setUTCMonth(day.getUTCMonth() - 1);
  return `${path}${day.toISOString().slice(0, 7)}`;
}

const section = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
const basis = (page: Page, version: string) =>
  page
    .getByRole("main")
    .getByText(new RegExp(`policy ${version.replaceAll(".", "\\.")}$`))
    .first();

test("FP&A raises a limit, CFO and CEO sign it, the next close brings it into force, and a blocked request goes through", async ({
  visitor,
}) => {
  test.setTimeout(480_000);
  const { slug, administrator } = await foundCompany("Fenwick Analytics");
  const home = `/c/${slug}`;
  const admin = await visitor();
  await takeUpInvitation(admin, administrator);
  const someone = async (role: string) => joined(admin, await visitor(), slug, role);
  const fpa = await someone("FP&A");
  const cfo = await someone("CFO");
  const ceo = await someone("CEO");
  const lead = await someone("Team lead");
  const newest = await dueClose(fpa, slug);
  await test.step("a first close stands, with runway and free cash flow on PASS", async () => {
    await fpa.goto(monthBefore(newest));
    await evaluate(fpa);
    await fpa.goto(home);
    await expect(fpa.getByRole("region", { name: "Mode of the company" })).toContainText("Normal");
  });
  const reference = await test.step("a tool for $7,800 a month is blocked without an ROI case", async () => {
    const title = titled("A data catalogue");
    const form = await askForVendor(lead, slug, { title, kind: "New", perMonth: 7800 });
    const submitted = await submit(form);
    await expectStatus(lead, "Blocked");
    await expect(verdictNow(lead).getByText("CFO-26", { exact: true })).toBeVisible();
    return submitted;
  });

  await beginDraft(fpa, slug, "ROI cases from $10,000 a month on");
  const path =
    await test.step("FP&A mistypes a condition, reads the finding, mends it and raises the limit", async () => {
      await fpa.getByRole("tab", { name: "Gating rules" }).click();
      const gate = await unfold(fpa, "G4_VENDOR_AND_NON_LABOR");
      const allowed = gate.getByRole("group", { name: "Allowed", exact: true });
      const when = allowed.getByLabel("When", { exact: true });
      const mended = await when.inputValue();
      await when.fill(`${mended} and T4 FINE`);
      await expect(checks(fpa)).toContainText("expected PASS, WATCH or FAIL");
      await expect(when).toHaveAccessibleDescription(/Character \d+: .*\(CFO-\d\d\)/);
      await when.fill(mended);
      await expect(checks(fpa)).toContainText(NO_FAULT);
      await allowed.getByLabel("What it allows").fill("Renew; new spend needs an ROI case if >$10k/month");
      await expect(fpa.getByText("Breaking: 2.0.0 or later")).toBeVisible();
      return saveAndReview(fpa);
    });
  const title = "ROI cases from $10,000 a month on";
  await test.step("the page shows class, needed version, what changes at the gates and in the past", async () => {
    await expectStage(fpa, "Validated");
    const difference = section(fpa, "Against the policy in force");
    await expect(difference).toContainText("was 5000 USD/month and becomes 10000 USD/month");
    await expect(difference).toContainText("It must carry version 2.0.0 or a later one");
    const gates = section(fpa, "What it changes at the gates");
    await expect(gates).toContainText("Looser: was blocked, is allowed", { timeout: 30_000 });
    await expect(gates).toContainText("Also as things stand today");
    const past = section(fpa, "What it would have changed in the past");
    await expect(past).toContainText("1 request worth $7,800 a month would have been open", {
      timeout: 30_000,
    });
    await expect(past.getByRole("link", { name: reference })).toBeVisible();
  });
  await test.step("FP&A proposes it with a reason; a reason of one word is none", async () => {
    await fpa.getByRole("button", { name: "Propose", exact: true }).click();
    const dialog = fpa.getByRole("dialog");
    await expect(dialog.getByLabel("Version")).toHaveValue("2.0.0");
    await dialog.getByLabel("Why").fill("Because");
    await dialog.getByRole("button", { name: "Propose for signature" }).click();
    await expect(dialog.getByRole("alert").first()).toBeVisible();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await propose(fpa, REASON);
    await expect(life(fpa)).toContainText(REASON);
  });
  await test.step("whoever proposed it and is neither CFO nor CEO has nothing to sign with", async () => {
    await expect(fpa.getByRole("button", { name: /^Sign/ })).toHaveCount(0);
    await expect(life(fpa)).toContainText("you are here as FP&A. It waits for the CFO and the CEO.");
  });
  await test.step("the CFO finds it, reads it and signs", async () => {
    await cfo.goto(`${home}/policy`);
    await cfo
      .getByRole("region", { name: "A policy waits for your signature" })
      .getByRole("link", { name: "Read and sign" })
      .click();
    await expect(cfo.getByRole("heading", { level: 1, name: title })).toBeVisible();
    await signPolicy(cfo, "CFO", "You have signed. It waits for the CEO.");
  });
  await test.step("the CFO cannot sign twice: no button, and a call by hand is refused", async () => {
    await cfo.reload();
    await expect(cfo.getByRole("button", { name: /^Sign/ })).toHaveCount(0);
    await expect(life(cfo)).toContainText("You have signed. It waits for the CEO.");
    const seenHash = await section(cfo, "Where it comes from")
      .getByText(/^sha256:[0-9a-f]{64}$/)
      .textContent();
    const again = await callAction({
      name: "signPolicyAction",
      args: [slug, { bundleId: path.split("/").at(-1), seenHash }],
      cookies: await cookiesAt(cfo),
    });
    expect(refusalOf(again)).toBe("CONFLICT");
  });
  await test.step("the CEO signs in another browser, and with both it waits for the next cycle", async () => {
    await ceo.goto(path);
    await signPolicy(
      ceo,
      "CEO",
      "Both have signed. Nothing is left to do: the next cycle that closes brings it into force.",
    );
    await ceo.reload();
    await expectStage(ceo, "Signed");
  });
  await test.step("until then the request is blocked as before", async () => {
    await openRequest(lead, slug, reference);
    await expectStatus(lead, "Blocked");
    await expect(verdictNow(lead).getByText("CFO-26", { exact: true })).toBeVisible();
    await expect(basis(lead, "1.0.0")).toBeVisible();
  });

  await test.step("FP&A evaluates the next close, which says under which policy it is judged", async () => {
    await fpa.goto(newest);
    await expect(fpa.getByText("Judged under policy version 2.0.0", { exact: false })).toBeVisible();
    await evaluate(fpa);
    await fpa.goto(path);
    await expectStage(fpa, "In force");
    await fpa.goto(`${home}/policy`);
    await expect(fpa.getByRole("row", { name: /^Version 1\.0\.0/ })).toContainText("Superseded");
  });
  await test.step("that it is in force stands in the log, with what was proposed and signed", async () => {
    await cfo.goto(`${home}/log?kind=policy_activated`);
    await expect(cfo.getByRole("table")).toContainText("Policy 2.0.0 is in force");
    await cfo.goto(`${home}/log?kind=policy_change`);
    await expect(cfo.getByRole("table")).toContainText("Policy 2.0.0 signed by the CEO");
    await expect(cfo.getByRole("table")).toContainText("Policy 2.0.0 signed by the CFO: waits for the CEO");
  });
  await test.step("the request goes through now, and its decision names the version", async () => {
    await openRequest(lead, slug, reference);
    await expectStatus(lead, "Waits for signatures");
    await expect(verdictNow(lead).getByText("CFO-26", { exact: true })).toHaveCount(0);
    await expect(basis(lead, "2.0.0")).toBeVisible();
    await cfo.goto(`${home}/log?q=${reference}`);
    await cfo
      .getByRole("table")
      .getByRole("link", { name: /^Entry \d+$/ })
      .first()
      .click();
    await expect(cfo.getByRole("main").getByText("2.0.0", { exact: true })).toBeVisible();
  });
});

async function cookiesAt(page: Page): Promise<string> {
  const cookies = await page.context().cookies();
  return cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
}
