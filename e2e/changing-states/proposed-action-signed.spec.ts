import { larkfield } from "../support/people";
import { expectStatus, sign, textOf } from "../support/requests";
import { lookUp } from "../support/server";
import { expect, test } from "../support/story";

/** What a cycle proposed and a person has to sign: money to be spent before anything else. */
const WAITING = `select a.id as found from optimization_actions a
  join tenants t on t.id = a.tenant_id join requests r on r.tenant_id = a.tenant_id and r.id = a.request_id
  where t.slug = 'larkfield' and a.status = 'awaiting_signoff' and r.status = 'PENDING'
  order by r.amount_usd desc nulls last, a.created_at desc limit 1`;

test("What a cycle proposes and the CFO has to sign waits in the approvals queue, is signed, executes and is reverted", async ({
  as,
}) => {
  const action = `/c/larkfield/revenue/actions/${await lookUp(WAITING)}`;
  const cfo = await as(larkfield.cfo);
  const main = cfo.getByRole("main");
  const what = main.getByRole("region", { name: "What and why" });
  const happened = main.getByRole("region", { name: "What happened" });
  const reference = await test.step("unsigned it waits, and nobody can execute it", async () => {
    await cfo.goto(action);
    await expectStatus(cfo, "Waits for a signature");
    await expect(main.getByRole("button", { name: /^(Execute|Revert|Abort)/ })).toHaveCount(0);
    return textOf(what.getByRole("link", { name: /^REQ-\d+$/ }));
  });
  await test.step("it stands in the CFO's queue among people's requests, and the CFO signs it", async () => {
    await cfo.goto("/c/larkfield/approvals");
    await expect(main).toContainText(reference);
    await cfo.goto(`/c/larkfield/requests/${reference}`);
    await expect(main.getByRole("link", { name: /^Proposed by the Revenue OS kernel/ })).toBeVisible();
    await sign(cfo, "CFO");
    await expectStatus(cfo, "Approved");
  });
  await test.step("signed, it is carried out, and the old value is kept", async () => {
    await expect(async () => {
      await cfo.goto(action);
      await expectStatus(cfo, "Under observation");
    }).toPass({ timeout: 60_000 });
    await expect(what).toContainText("Old and new value");
    await expect(happened).toContainText("signed, which approved it");
    await expect(happened).toContainText("executed it");
  });
  await test.step("the CFO takes it back for a reason; without one nothing happens", async () => {
    await main.getByRole("button", { name: "Revert" }).click();
    const dialog = cfo.getByRole("dialog", { name: "Revert this action" });
    await dialog.getByRole("button", { name: "Revert" }).click();
    await expect(dialog.getByRole("alert")).toBeVisible();
    await dialog.getByLabel("Reason").fill("A promise to customers says otherwise");
    await dialog.getByRole("button", { name: "Revert" }).click();
    await expect(dialog).toBeHidden();
    await expectStatus(cfo, "Taken back");
    await expect(main.getByRole("button", { name: /^(Execute|Revert|Abort)/ })).toHaveCount(0);
  });
  await test.step("who took it back and why stands on the page and in the log", async () => {
    const last = happened.getByRole("listitem").last();
    await expect(last).toContainText(`${larkfield.cfo.name} took it back`);
    await expect(last).toContainText("A promise to customers says otherwise");
    await last.getByRole("link", { name: /^Log entry \d+$/ }).click();
    await expect(cfo.getByRole("heading", { level: 1, name: /taken back to/ })).toBeVisible();
  });
});

test("FP&A asks for a cycle and is taken to it; the next one is too early, and the screen says from when on", async ({
  as,
}) => {
  const fpa = await as(larkfield.fpa);
  const main = fpa.getByRole("main");
  const run = main.getByRole("button", { name: "Run a cycle now" });
  await test.step("unless one has just run, the cycle opens", async () => {
    await fpa.goto("/c/larkfield/revenue/cycles");
    await run.click();
    const early = main.getByRole("alert").filter({ hasText: "Too early for another cycle" });
    const cycle = main.getByRole("heading", { level: 1, name: /^Cycle of \d/ });
    await expect(early.or(cycle)).toBeVisible({ timeout: 60_000 });
    if (await cycle.isVisible()) await expect(main).toContainText("Asked for by");
  });
  await test.step("asked again, it says when the next may run", async () => {
    await fpa.goto("/c/larkfield/revenue/cycles");
    await run.click();
    await expect(main.getByRole("alert")).toContainText(/the next may run from .* UTC on/);
    await expect(main.getByRole("link", { name: "See what has become of its actions" })).toBeVisible();
  });
  await test.step("a team lead reads the cycles and has nothing to ask with", async () => {
    const lead = await as(larkfield.lead);
    await lead.goto("/c/larkfield/revenue/cycles");
    await expect(lead.getByRole("main").getByRole("rowheader").first()).toBeVisible();
    await expect(lead.getByRole("button", { name: "Run a cycle now" })).toHaveCount(0);
  });
});
