import { brackwater } from "./support/people";
import {
  askForRetentionHire,
  expectStatus,
  offsetElsewhere,
  openRequest,
  sign,
  submit,
  titled,
  verdictNow,
  verdictSoFar,
} from "./support/requests";
import { expect, type Stage, test } from "./support/story";

async function retentionHire({ as }: Pick<Stage, "as">) {
  const page = await as(brackwater.lead);
  const title = titled("A success manager for the accounts at risk");
  return { page, form: await askForRetentionHire(page, "brackwater", title) };
}

test("Without a cut elsewhere the retention exception is refused with CFO-35", async ({ as }) => {
  const { page, form } = await retentionHire({ as });
  await expect(verdictSoFar(page).getByText("CFO-35", { exact: true })).toBeVisible();
  await submit(form);
  await expectStatus(page, "Blocked");
  const ways = verdictNow(page).getByRole("list", { name: "Ways to unblock this" });
  await expect(ways.getByText(/^Offset: what is cut elsewhere/)).toBeVisible();
  await expect(page.getByText("Claimed without an offset.")).toBeVisible();
});

test("With an offset a new customer success role is approved even in DEFENSIVE mode, by CFO and CEO", async ({
  as,
}) => {
  const { page, form } = await retentionHire({ as });
  await offsetElsewhere(form);
  await expect(verdictSoFar(page).getByText("Allowed once signed")).toBeVisible();
  const reference = await submit(form);
  await expectStatus(page, "Waits for signatures");
  await expect(page.getByRole("region", { name: "Retention exception" })).toContainText("$11,500");
  for (const person of [brackwater.ceo, brackwater.cfo]) {
    const approver = await as(person);
    await openRequest(approver, "brackwater", reference);
    await sign(approver, person.role);
  }
  await page.reload();
  await expectStatus(page, "Approved");
});
