import type { APIRequestContext } from "@playwright/test";
import { referenceArtifacts } from "../kernel/enforcement/testing/reference-policy";
import { brackwater, larkfield } from "./support/people";
import { textOf } from "./support/requests";
import { expect, test } from "./support/story";

/** A weekly run with one vendor request that every state of the triggers refuses: over $5,000 without an ROI case. */
function run(reference: string) {
  return {
    trace_id: `trace-${reference}`,
    evaluated_at: "2026-11-20T09:00:00Z",
    artifacts: referenceArtifacts,
    cycle: { id: "2026-W47", cadence: "weekly" },
    inputs: { CashBalance: 3_000_000, NetBurn: [150_000, 150_000, 150_000] },
    crm_hygiene: { stage_definitions_enforced: true, required_fields_enforced: true },
    requests: [
      {
        request_id: reference,
        gate_id: "G4_VENDOR_AND_NON_LABOR",
        requested_by: "the planning tool",
        details: { kind: "new", amount_usd_per_month: 9000, mission_critical: false },
        roi_case: null,
      },
    ],
  };
}

const send = (api: APIRequestContext, key: string, data: object, headers: Record<string, string> = {}) =>
  api.post("/api/v1/decision-runs", { data, headers: { authorization: `Bearer ${key}`, ...headers } });

test("A program's key is shown once, decides and logs, answers a repeat the same, and dies when revoked", async ({
  as,
  playwright,
  baseURL,
}) => {
  const api = await playwright.request.newContext({ baseURL });
  const name = `Planning tool ${Date.now()}`;
  const reference = `EXT-${Date.now()}`;
  const admin = await as(larkfield.admin);
  await admin.goto("/c/larkfield/admin/api-keys");
  await admin.getByLabel("Name of the program").fill(name);
  await admin.getByRole("button", { name: "Create the key" }).click();
  const key = await textOf(admin.getByTestId("secret"));
  const row = admin.getByRole("row", { name: new RegExp(name) });

  await test.step("reloaded, the page shows only its beginning", async () => {
    await admin.reload();
    await expect(row).toContainText("Works");
    await expect(admin.getByTestId("secret")).toHaveCount(0);
    expect(await admin.content()).not.toContain(key);
  });
  const first = await send(api, key, run(reference), { "idempotency-key": reference });
  await test.step("a run is decided and logged", async () => {
    expect(first.status()).toBe(200);
    const report = await first.json();
    expect(report.gate_decisions).toHaveLength(1);
    expect(report.gate_decisions[0]).toMatchObject({ request_id: reference, decision: "BLOCKED" });
    expect(report.gate_decisions[0].reason_codes).toContain("CFO-26");
  });
  await test.step("the same Idempotency-Key gives the same bytes and logs nothing again", async () => {
    const again = await send(api, key, run(reference), { "idempotency-key": reference });
    expect(again.headers()["idempotent-replayed"]).toBe("true");
    expect(await again.text()).toBe(await first.text());
    const other = await send(api, key, run(`${reference}-B`), { "idempotency-key": reference });
    expect(other.status()).toBe(422);
    await admin.goto(`/c/larkfield/log?q=${reference}`);
    await expect(admin.getByRole("table").getByRole("link", { name: /^Entry \d+$/ })).toHaveCount(1);
    await expect(admin.getByRole("table")).toContainText("From outside (API)");
  });
  await test.step("the other company's log has heard nothing of it", async () => {
    const stranger = await as(brackwater.auditor);
    await stranger.goto(`/c/brackwater/log?q=${reference}`);
    await expect(stranger.getByRole("main").getByText("No entry matches")).toBeVisible();
  });
  await test.step("revoked, it is refused from the next request on", async () => {
    await admin.goto("/c/larkfield/admin/api-keys");
    await row.getByRole("button", { name: "Revoke" }).click();
    await admin.getByRole("dialog").getByRole("button", { name: "Revoke the key" }).click();
    await expect(row).toContainText("Revoked");
    const refused = await send(api, key, run(`${reference}-C`));
    expect(refused.status()).toBe(401);
    expect(refused.headers()["content-type"]).toContain("application/problem+json");
  });
  await api.dispose();
});

test("Without a key, with a made-up one, or with a session instead of one, the API decides nothing", async ({
  cookiesOf,
  playwright,
  baseURL,
}) => {
  const api = await playwright.request.newContext({ baseURL });
  const document = run(`EXT-never-${Date.now()}`);
  const none = await api.post("/api/v1/decision-runs", { data: document });
  const madeUp = await send(api, `rosk_${"a".repeat(43)}`, document);
  const session = await api.post("/api/v1/decision-runs", {
    data: document,
    headers: { cookie: await cookiesOf(larkfield.cfo) },
  });
  expect([none.status(), madeUp.status(), session.status()]).toEqual([401, 401, 401]);
  expect(await madeUp.json()).toMatchObject({ status: 401 });
  await api.dispose();
});

test("The interface describes itself, and health names its parts", async ({ playwright, baseURL }) => {
  const api = await playwright.request.newContext({ baseURL });
  const openapi = await (await api.get("/api/v1/openapi.json")).json();
  expect(openapi.openapi).toMatch(/^3\.1/);
  expect(Object.keys(openapi.paths)).toContain("/api/v1/decision-runs");
  expect((await api.get("/api/health")).status()).toBe(200);
  await api.dispose();
});
