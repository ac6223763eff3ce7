import type { Page } from "@playwright/test";
import { larkfield } from "./support/people";
import { expect, test } from "./support/story";

const TARGETS = "/c/larkfield/revenue/targets";
const FIELD = "ARR, at least";

const dollars = (amount: number) => `$${amount.toLocaleString("en-US")}`;
const open = async (page: Page) => {
  await page.getByRole("button", { name: "Change the targets" }).click();
  return page.getByRole("form", { name: "Change the targets" });
};

test("The CFO changes a target, confirms before and after, and finds it in the log; a team lead may not", async ({
  as,
}) => {
  const cfo = await as(larkfield.cfo);
  await cfo.goto(TARGETS);
  const form = await open(cfo);
  const field = form.getByLabel(FIELD);
  const before = Number((await field.inputValue()).replace(/[$,]/g, ""));
  const after = before + 1_000;
  await test.step("what cannot be is said beside the field, and nothing is asked yet", async () => {
    const margin = form.getByLabel("Gross margin, at least");
    const present = await margin.inputValue();
    await margin.fill("170");
    await form.getByRole("button", { name: "Review the change" }).click();
    await expect(form.getByText("A percentage from 0 to 100.")).toBeVisible();
    await expect(margin).toBeFocused();
    await expect(cfo.getByRole("dialog")).toHaveCount(0);
    await margin.fill(present.replace("%", ""));
  });
  await test.step("before and after are shown, and declining leaves everything as it was", async () => {
    await field.fill(String(after));
    await form.getByRole("button", { name: "Review the change" }).click();
    const row = cfo.getByRole("dialog", { name: "Change the targets?" }).getByRole("row", { name: FIELD });
    await expect(row).toContainText(dollars(before));
    await expect(row).toContainText(dollars(after));
    await cfo.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    await expect(cfo.getByRole("dialog")).toHaveCount(0);
  });
  await test.step("confirmed, it holds", async () => {
    await form.getByRole("button", { name: "Review the change" }).click();
    await cfo.getByRole("dialog").getByRole("button", { name: "Change the targets" }).click();
    await expect(cfo.getByText("Saved. The change stands below, and in the decision log.")).toBeVisible();
    await expect(cfo.getByRole("region", { name: "Targets", exact: true })).toContainText(dollars(after));
  });
  await test.step("the history leads to the entry of the log, which holds what was there before", async () => {
    const change = cfo
      .getByRole("row", { name: new RegExp(`${FIELD}: .*${dollars(after).slice(1)}`) })
      .first();
    await expect(change).toContainText("Naledi Okonkwo");
    await change.getByRole("link", { name: /^Entry \d+$/ }).click();
    await expect(cfo.getByRole("heading", { level: 1, name: /^Revenue targets changed/ })).toBeVisible();
    await expect(cfo.getByRole("main")).toContainText(`"arr": ${before}`);
    await expect(cfo.getByRole("main")).toContainText(`"arr": ${after}`);
    await cfo.goto("/c/larkfield/log?kind=target_change");
    await expect(
      cfo
        .getByRole("main")
        .getByText(/^Revenue targets changed/)
        .first(),
    ).toBeVisible();
  });
  await test.step("the spine holds the new target against the figure", async () => {
    await cfo.goto("/c/larkfield/revenue/metrics/arr_total");
    await expect(cfo.getByRole("region", { name: "Where it stands" })).toContainText("Target: at least");
  });
  await test.step("a team lead reads it and is offered nothing to change it with", async () => {
    const lead = await as(larkfield.lead);
    await lead.goto(TARGETS);
    await expect(lead.getByRole("region", { name: "Targets", exact: true })).toContainText(dollars(after));
    await expect(lead.getByText("Only the CFO can change it", { exact: false })).toBeVisible();
    await expect(lead.getByRole("main").getByRole("button", { name: /^Change/ })).toHaveCount(0);
  });
});

test("Somebody who began with older guardrails overwrites nothing", async ({ as }) => {
  const [early, late] = [await as(larkfield.cfo), await as(larkfield.cfo)];
  const begin = async (page: Page) => {
    await page.goto(TARGETS);
    await page.getByRole("button", { name: "Change the CFO guardrails" }).click();
    return page.getByRole("form", { name: "Change the CFO guardrails" });
  };
  const finish = async (page: Page) => {
    const form = page.getByRole("form", { name: "Change the CFO guardrails" });
    const field = form.getByLabel("SMB", { exact: true });
    const before = Number((await field.inputValue()).replace(/[$,]/g, ""));
    await field.fill(String(before + 10));
    await form.getByRole("button", { name: "Review the change" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Change the CFO guardrails" }).click();
  };
  await begin(early);
  await begin(late);
  await finish(early);
  await expect(early.getByText(/^Saved\./)).toBeVisible();
  await finish(late);
  await expect(late.getByRole("dialog").getByRole("alert")).toContainText("Changed by somebody else");
});
