import { brackwater } from "./support/people";
import { expect, test } from "./support/story";

test("An escalation is acknowledged with a plan and a day, and never without", async ({ as }) => {
  const reader = await as(brackwater.fpa);
  await test.step("who may not acknowledge reads whom it waits for", async () => {
    await reader.goto("/c/brackwater/escalations");
    await reader
      .getByRole("main")
      .getByRole("link", { name: /Two consecutive monthly FAILs on T1\/T2/ })
      .first()
      .click();
    await expect(reader.getByRole("main").getByText("Waits for the CFO or CEO.")).toBeVisible();
    await expect(reader.getByRole("button", { name: "Acknowledge" })).toHaveCount(0);
  });
  const cfo = await as(brackwater.cfo);
  await cfo.goto(new URL(reader.url()).pathname);
  const acknowledge = cfo.getByRole("button", { name: "Acknowledge" });
  await test.step("without a plan it stays open", async () => {
    await acknowledge.click();
    await expect(cfo.getByRole("alert").filter({ hasText: "Plan" })).toBeVisible();
    await cfo.getByRole("textbox", { name: "Plan" }).fill("Will do it.");
    await cfo.getByLabel("Carried out by").fill("2099-01-31");
    await acknowledge.click();
    await expect(cfo.getByRole("alert").filter({ hasText: "at least 20 characters" })).toBeVisible();
    await cfo.reload();
    await expect(acknowledge).toBeVisible();
  });
  await test.step("a day in the past is no plan", async () => {
    await cfo
      .getByRole("textbox", { name: "Plan" })
      .fill("Freeze contractor spend and renegotiate cloud, led by the CFO.");
    await cfo.getByLabel("Carried out by").fill("2020-01-31");
    await acknowledge.click();
    await expect(cfo.getByRole("alert").filter({ hasText: "Choose today or a later day." })).toBeVisible();
  });
  await test.step("with both it is acknowledged, and can then be resolved, not dismissed", async () => {
    await cfo.getByLabel("Carried out by").fill("2099-01-31");
    await acknowledge.click();
    await expect(cfo.getByRole("button", { name: "Resolve" })).toBeVisible();
    await expect(
      cfo.getByRole("main").getByText("Freeze contractor spend and renegotiate cloud, led by the CFO."),
    ).toBeVisible();
    await expect(cfo.getByRole("button", { name: /dismiss/i })).toHaveCount(0);
  });
  await test.step("the plan stands in the decision log", async () => {
    await cfo.goto("/c/brackwater/log?kind=escalation");
    await expect(
      cfo.getByText("Escalation acknowledged with a plan: Two consecutive monthly FAILs on T1/T2").first(),
    ).toBeVisible();
  });
});
