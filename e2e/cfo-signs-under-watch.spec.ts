import { larkfield } from "./support/people";
import { askForBackfill, expectStatus, openRequest, sign, titled, verdictNow } from "./support/requests";
import { expect, test } from "./support/story";

test("The CFO approves a backfill while a critical trigger is on WATCH, and the log says on what it rests", async ({
  as,
}) => {
  const title = titled("Replace the support engineer who left");
  const lead = await as(larkfield.lead);
  const reference = await askForBackfill(lead, "larkfield", title);
  await expectStatus(lead, "Waits for signatures");
  await expect(verdictNow(lead).getByText("It goes through once CFO has signed.")).toBeVisible();

  const cfo = await as(larkfield.cfo);
  await test.step("it stands in the CFO's queue", async () => {
    await cfo.goto("/c/larkfield/approvals");
    await cfo
      .getByRole("listitem")
      .filter({ hasText: reference })
      .getByRole("link", { name: /^Read/ })
      .click();
    await expect(cfo.getByRole("heading", { level: 1, name: title })).toBeVisible();
  });
  await test.step("the page shows the states it rests on: T8 is critical and on WATCH", async () => {
    const states = cfo.getByRole("region", { name: "States it rests on" }).getByRole("listitem");
    const grossMargin = states.filter({ hasText: "T8" });
    await expect(grossMargin).toContainText("(critical)");
    await expect(grossMargin).toContainText("Watch");
  });
  await test.step("one signature approves it", async () => {
    await sign(cfo, "CFO");
    await expectStatus(cfo, "Approved");
    await expect(cfo.getByText("You have signed, and with that the request is approved.")).toBeVisible();
  });
  await test.step("the requester sees who signed", async () => {
    await openRequest(lead, "larkfield", reference);
    await expectStatus(lead, "Approved");
    await expect(lead.getByRole("region", { name: "Signatures" })).toContainText("Naledi Okonkwo");
  });
  await test.step("the decision log holds the approval with trigger states and signature", async () => {
    await lead.goto(`/c/larkfield/log?q=${reference}`);
    const entry = lead.getByRole("row").filter({ hasText: `${reference} signed by the CFO: approved` });
    await expect(entry).toContainText("Allowed");
    await entry.getByRole("link", { name: /^Entry \d+$/ }).click();
    await expect(lead.getByRole("main").getByText("This entry verifies")).toBeVisible();
    const facts = lead.getByRole("main");
    await expect(facts).toContainText("T8");
    await expect(facts).toContainText("Naledi Okonkwo");
    await expect(facts).toContainText(reference);
  });
});
