import { evaluate, liftOverride, newestCycle, override, reopenClose } from "../support/cycles";
import { larkfield } from "../support/people";
import { askForBackfill, expectStatus, openRequest, titled, verdictNow } from "../support/requests";
import { expect, test } from "../support/story";

test("What becomes forbidden between the CFO's look and the CFO's signature takes no signature and goes stale", async ({
  as,
}) => {
  test.setTimeout(180_000);
  const lead = await as(larkfield.lead);
  const reference = await askForBackfill(lead, "larkfield", titled("Replace the onboarding specialist"));
  const cfo = await as(larkfield.cfo);
  await openRequest(cfo, "larkfield", reference);
  await cfo.getByRole("button", { name: "Sign as CFO" }).click();
  const confirm = cfo.getByRole("dialog").getByRole("button", { name: "Sign and approve" });
  await expect(confirm).toBeVisible();

  const fpa = await as(larkfield.fpa);
  const mode = fpa.getByRole("region", { name: "Mode of the company" });
  const close = await newestCycle(fpa, "larkfield", "monthly_close");
  await test.step("meanwhile the close is reopened, FP&A corrects it, and gross margin fails", async () => {
    // In a window of its own: the first waits with the signature.
    const desk = await as(larkfield.cfo);
    await reopenClose(desk, close, "Hosting invoices of the quarter arrived after it was certified");
    await fpa.goto(close);
    await override(fpa, "COGS", "400000 400000 400000", "Hosting invoices of the quarter arrived late");
    await evaluate(fpa);
    await fpa.goto("/c/larkfield/defensive");
    await expect(mode).toContainText(/^Defensive\s*since/);
  });
  await test.step("the signature is refused with the reason", async () => {
    await confirm.click();
    const refusal = cfo.getByRole("alert").filter({ hasText: "the request is stale" });
    await expect(refusal).toContainText("CFO-21");
    await expectStatus(cfo, "Stale");
    await expect(cfo.getByRole("button", { name: /^Sign as/ })).toHaveCount(0);
    await expect(cfo.getByRole("region", { name: "Signatures" })).not.toContainText("CFO signed");
  });
  await test.step("the refusal stands in the log", async () => {
    await cfo.goto(`/c/larkfield/log?q=${reference}`);
    await expect(
      cfo
        .getByRole("main")
        .getByText(`${reference}: the CFO's signature was refused, the gate no longer allows it`),
    ).toBeVisible();
  });
  await test.step("the correction is taken back, and the mode follows the corrected history", async () => {
    await fpa.goto(close);
    await liftOverride(fpa, "COGS", "The invoices belonged to another company");
    await evaluate(fpa);
    await fpa.goto("/c/larkfield/defensive");
    await expect(mode).toContainText(/^Normal\s*since/);
  });
  await test.step("the request has followed: it can be signed once more", async () => {
    await openRequest(lead, "larkfield", reference);
    await expectStatus(lead, "Waits for signatures");
    await expect(verdictNow(lead).getByText("It goes through once CFO has signed.")).toBeVisible();
  });
});
