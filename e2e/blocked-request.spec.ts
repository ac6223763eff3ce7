import { brackwater } from "./support/people";
import {
  choose,
  expectStatus,
  fillRoiCase,
  openForm,
  pick,
  submit,
  titled,
  verdictNow,
  verdictSoFar,
} from "./support/requests";
import { expect, test } from "./support/story";

test("A team lead asks for a hire while critical triggers fail, is blocked, and sees what would unblock it", async ({
  as,
}) => {
  const page = await as(brackwater.lead);
  const form = await openForm(page, "brackwater", "G1_HEADCOUNT");
  await form.getByLabel("In one line").fill(titled("A second onboarding manager"));

  await test.step("as one types, the gate first asks for the facts", async () => {
    await expect(verdictSoFar(page).getByText("Needs input")).toBeVisible();
    await expect(verdictSoFar(page).getByText("CFO-20", { exact: true })).toBeVisible();
  });
  await test.step("with the facts, it says no and why", async () => {
    await choose(form, "Classification", "Net new");
    await pick(form, "Function", "CS (customer success)");
    await choose(form, "Is it in the approved hiring plan?", "Yes");
    const verdict = verdictSoFar(page);
    await expect(verdict.getByText("Blocked", { exact: true })).toBeVisible();
    await expect(verdict.getByText("CFO-21", { exact: true })).toBeVisible();
    await expect(verdict.getByText("What would unblock this")).toBeVisible();
  });
  await test.step("submitted as it is, it stands as blocked with the same words", async () => {
    await submit(form);
    await expectStatus(page, "Blocked");
    const verdict = verdictNow(page);
    await expect(verdict.getByText("CFO-21", { exact: true })).toBeVisible();
    await expect(verdict.getByText("Signature of the CEO", { exact: true })).toBeVisible();
    await expect(verdict.getByText("Signature of the CFO", { exact: true })).toBeVisible();
    await expect(verdict.getByText(/^ROI case: a summary and a band/)).toBeVisible();
    const ways = verdict.getByRole("list", { name: "Ways to unblock this" });
    await expect(
      ways.getByText(
        /^You cannot unblock this yourself: others have 5 steps to take\. Ask .*Treasury.* and .*\.$/,
      ),
    ).toBeVisible();
    await expect(ways.getByText(/from FAIL to/)).toHaveCount(0);
    await expect(page.getByRole("button", { name: /^Sign as/ })).toHaveCount(0);
  });
  await test.step("the CFO sees those steps, each with the figure to reach", async () => {
    const cfo = await as(brackwater.cfo);
    await cfo.goto(page.url());
    const ways = verdictNow(cfo).getByRole("list", { name: "Ways to unblock this" });
    await expect(
      ways.getByText(/\(T4\) from FAIL to PASS: .* months now, .* net burn −\u2060?\$/),
    ).toBeVisible();
    await expect(ways.getByText(/^The company leaves DEFENSIVE mode: 2 cycles/)).toBeVisible();
  });
  await test.step("the code leads to its clause and its remedy in plain words", async () => {
    await verdictNow(page)
      .getByRole("button", { name: /^CFO-21\b/ })
      .click();
    const more = page.getByRole("link", { name: "More about CFO-21" });
    await expect(more).toHaveAttribute("href", "/c/brackwater/codes/CFO-21");
    await page.keyboard.press("Escape");
  });
  await test.step("as the retention-critical role that it is, with an ROI case, it goes up for signature", async () => {
    await page.getByRole("link", { name: "Edit" }).click();
    const edit = page.locator("form[aria-label]");
    await choose(edit, "Classification", "Retention-critical");
    await fillRoiCase(edit, "Renewals that nobody prepares today are lost at 9% a year.", [1.4, 2.2]);
    await expect(verdictSoFar(page).getByText("Allowed once signed")).toBeVisible();
    await edit.getByRole("button", { name: "Submit the change" }).click();
    await page.waitForURL(/\/requests\/REQ-\d+$/);
    await expectStatus(page, "Waits for signatures");
    await expect(page.getByText(/revision 2/).first()).toBeVisible();
  });
});
