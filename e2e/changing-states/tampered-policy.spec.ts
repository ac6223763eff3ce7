import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { brackwater, larkfield } from "../support/people";
import { askForBackfill, expectStatus, openRequest, titled } from "../support/requests";
import { openFront, startAnother } from "../support/second-server";
import { asSuperuser, PROJECT } from "../support/server";
import { expect, test } from "../support/story";

const SET = "vsf-TEST-CFO-001";
const FILE = "03_fail_closed_mapping.yaml";
const SET_SENTENCE = `The published policy set is not the one that was released: ${FILE}: hash: the content is not the one that was published. Nothing is decided until it is put right.`;
const ROW_SENTENCE = "The policy in force does not match its hash, so nothing is decided.";

/** A copy of the published set in which one code of one file is another. */
function tamperedSet(): string {
  const folder = join(mkdtempSync(join(tmpdir(), "tampered-")), SET);
  cpSync(join(PROJECT, "docs", "policy", SET), folder, { recursive: true });
  const text = readFileSync(join(folder, FILE), "utf8");
  writeFileSync(join(folder, FILE), text.replace("code: CFO-01", "code: CFO-02"));
  return folder;
}

const reason = (page: Page, words: string) => page.getByRole("alert").filter({ hasText: words }).first();

/** Every place that the navigation leads to stands in the frame that says why nothing is decided. */
async function expectReasonEverywhere(page: Page, address: string, words: string): Promise<void> {
  const links = page.getByRole("navigation", { name: "Pages of the company" }).getByRole("link");
  await expect(links.first()).toBeVisible();
  const places = await links.evaluateAll((all) => all.map((each) => each.getAttribute("href") ?? ""));
  expect(places.length).toBeGreaterThan(8);
  for (const place of places) {
    const answer = await page.goto(`${address}${place}`);
    expect(answer?.status(), place).toBe(200);
    await expect(reason(page, words), place).toBeVisible();
  }
}

test("A tampered policy set is refused at the start with the file's name, and nobody can approve anything", async ({
  as,
  visitor,
  request,
}) => {
  test.setTimeout(180_000);
  const lead = await as(larkfield.lead);
  const reference = await askForBackfill(lead, "larkfield", titled("Replace the billing specialist"));
  const folder = tamperedSet();
  const front = await openFront();
  const cfo = await as(larkfield.cfo);
  await cfo.goto(`${front.address}/c/larkfield/requests/${reference}`);
  await expect(cfo.getByRole("button", { name: "Sign as CFO" })).toBeVisible();

  const server = await startAnother({ POLICY_SET_DIR: folder });
  try {
    await test.step("npm start says which file, and serves so that people can read why", async () => {
      expect(server.said()).toContain(SET_SENTENCE);
    });
    front.leadTo(server.address);
    await test.step("the approval of the request that the CFO has open is refused with the sentence", async () => {
      await cfo.getByRole("button", { name: "Sign as CFO" }).click();
      const dialog = cfo.getByRole("dialog");
      await dialog.getByRole("button", { name: "Sign and approve" }).click();
      await expect(dialog.getByRole("alert")).toContainText(SET_SENTENCE);
    });
    await test.step("every page of the company says it, and so does the sign-in page", async () => {
      await cfo.goto(`${front.address}/c/larkfield`);
      await expectReasonEverywhere(cfo, front.address, SET_SENTENCE);
      const stranger = await visitor();
      await stranger.goto(`${server.address}/sign-in`);
      await expect(reason(stranger, SET_SENTENCE)).toBeVisible();
      await stranger.close();
    });
    await test.step("the health check says it to programs", async () => {
      const health = await request.get(`${server.address}/api/health`);
      expect(health.status()).toBe(503);
      expect((await health.json()).checks.policy_set).toEqual({ ok: false, says: SET_SENTENCE });
    });
    // What the open page would still load ahead is asked of nobody once the servers are gone.
    await cfo.goto("about:blank");
  } finally {
    await front.close();
    await server.stop();
    rmSync(join(folder, ".."), { recursive: true });
  }
  await test.step("the server with the released set still has the request waiting", async () => {
    await openRequest(lead, "larkfield", reference);
    await expectStatus(lead, "Waits for signatures");
  });
});

/** As somebody would who has the keys to the database: no guard fires, and no log is written. */
function replaceInPolicy(from: string, to: string): Promise<number | null> {
  return asSuperuser(async (client) => {
    await client.query("set session_replication_role = replica");
    const { rowCount } = await client.query(
      `update policy_bundles set artifacts = replace(artifacts::text, $1, $2)::jsonb
       where status = 'ACTIVE' and tenant_id = (select id from tenants where slug = 'brackwater')`,
      [from, to],
    );
    return rowCount;
  });
}

test("A company's policy that was altered in the database decides nothing, and the other company is not touched", async ({
  as,
}) => {
  const [published, altered] = ["RunwayMonths >= 15", "RunwayMonths >= 9.5"];
  const cfo = await as(brackwater.cfo);
  expect(await replaceInPolicy(published, altered)).toBe(1);
  try {
    await cfo.goto("/c/brackwater");
    await expect(reason(cfo, ROW_SENTENCE)).toBeVisible();
    await expectReasonEverywhere(cfo, "", ROW_SENTENCE);
    const other = await as(larkfield.cfo);
    await other.goto("/c/larkfield");
    await expect(other.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(other.getByText(ROW_SENTENCE)).toHaveCount(0);
  } finally {
    await replaceInPolicy(altered, published);
  }
  await cfo.goto("/c/brackwater");
  await expect(cfo.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(cfo.getByText(ROW_SENTENCE)).toHaveCount(0);
});
