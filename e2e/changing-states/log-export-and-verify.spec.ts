import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { larkfield } from "../support/people";
import { asSuperuser, command, lookUp } from "../support/server";
import { expect, test } from "../support/story";

async function download(page: Page, link: string): Promise<string> {
  const started = page.waitForEvent("download");
  await page.getByRole("link", { name: link, exact: true }).click();
  return readFileSync(await (await started).path(), "utf8");
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const LARKFIELD = "(select id from tenants where slug = 'larkfield')";

test("The auditor exports the log, hashes every line without the application, and finds the chain whole", async ({
  as,
}) => {
  const page = await as(larkfield.auditor);
  await page.goto("/c/larkfield/log?dir=asc");
  const lines = (await download(page, "JSON Lines")).trimEnd().split("\n");
  const total = Number(
    await lookUp(`select count(*) as found from decision_log_entries where tenant_id = ${LARKFIELD}`),
  );
  expect(lines).toHaveLength(total);
  let previous: string | null = null;
  lines.forEach((line, index) => {
    const content = line.slice('{"entry":'.length, line.lastIndexOf(',"hash":'));
    const { entry, hash } = JSON.parse(line);
    expect(sha256(content), `line ${index + 1} has the hash it carries`).toBe(hash);
    expect(Number(entry.seq)).toBe(index + 1);
    if (previous !== null) expect(entry.prev_hash).toBe(previous);
    previous = hash;
  });
  const head = await lookUp(`select hash as found from decision_log_heads where tenant_id = ${LARKFIELD}`);
  expect(previous).toBe(head);
});

test("What is filtered on the screen is what is exported, as CSV too", async ({ as }) => {
  const page = await as(larkfield.auditor);
  await page.goto("/c/larkfield/log");
  await page.getByRole("main").getByText("Filters", { exact: true }).click();
  await page.getByLabel("Kind").selectOption({ label: "Gate decision" });
  await page.getByLabel("Outcome").selectOption("BLOCKED");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await page.waitForURL(/outcome=BLOCKED/);
  const csv = await download(page, "CSV");
  const [heading, ...rows] = csv.trimEnd().split("\r\n");
  expect(heading?.split(",").slice(0, 3)).toEqual(["seq", "occurred_at", "kind"]);
  const wanted = await lookUp(
    `select count(*) as found from decision_log_entries
     where tenant_id = ${LARKFIELD} and kind = 'gate_decision' and outcome = 'BLOCKED'`,
  );
  expect(rows).toHaveLength(Number(wanted));
  for (const row of rows) expect(row).toContain("BLOCKED");
});

test("The verification of the logs finds them whole, names an altered entry, and a cut-off end", async ({
  as,
}) => {
  const page = await as(larkfield.auditor);
  const seq = await lookUp(
    `select seq as found from decision_log_entries where tenant_id = ${LARKFIELD} and kind = 'gate_decision'
     order by seq limit 1 offset 5`,
  );
  const whole = await command("log-verify");
  expect(whole).toMatchObject({ code: 0 });
  expect(whole.output).toMatch(/larkfield: \d+ entries verified/);
  expect(whole.output).toMatch(/brackwater: [\d,]+ entries verified/);

  const setContent = (from: string, to: string) =>
    asSuperuser(async (client) => {
      await client.query("set session_replication_role = replica");
      await client.query(
        `update decision_log_entries set content = replace(content, $2, $3)
         where tenant_id = ${LARKFIELD} and seq = $1`,
        [seq, from, to],
      );
    });
  await test.step("somebody with the keys to the machine rewrites who decided", async () => {
    await setContent('"gate_id":"', '"gate_id":"X');
    try {
      const altered = await command("log-verify", "--tenant", "larkfield");
      expect(altered.code).toBe(1);
      expect(altered.output).toContain(`Entry ${seq} was altered`);
      await page.goto(`/c/larkfield/log/${seq}`);
      await expect(page.getByRole("alert").filter({ hasText: "This entry does not verify" })).toBeVisible();
    } finally {
      await setContent('"gate_id":"X', '"gate_id":"');
    }
  });
  await test.step("put back as it was, it verifies again", async () => {
    await page.goto(`/c/larkfield/log/${seq}`);
    await expect(page.getByRole("main").getByText("This entry verifies")).toBeVisible();
    expect(await command("log-verify", "--tenant", "larkfield")).toMatchObject({ code: 0 });
  });
  await test.step("a head that was noted down shows an end that was cut off, head and all", async () => {
    const head = await lookUp(
      `select seq || ':' || hash as found from decision_log_heads where tenant_id = ${LARKFIELD}`,
    );
    const [last, hash] = String(head).split(":");
    const later = `${Number(last) + 1}:${hash}`;
    const cut = await command("log-verify", "--tenant", "larkfield", "--head", later);
    expect(cut.code).toBe(1);
    expect(await command("log-verify", "--tenant", "larkfield", "--head", String(head))).toMatchObject({
      code: 0,
    });
  });
});

test("The application's own role can neither change nor remove what is logged", async () => {
  const refusals = await asSuperuser(async (client) => {
    const refused: string[] = [];
    for (const attempt of [
      "update decision_log_entries set title = 'Another'",
      "delete from decision_log_entries",
      "truncate decision_log_entries",
      "update decision_log_heads set seq = 0",
    ]) {
      await client.query("begin");
      await client.query("set local role revenue_os_app");
      await client.query("select set_config('app.tenant_id', 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa', true)");
      refused.push(
        await client.query(attempt).then(
          () => `done: ${attempt}`,
          (error: Error) => error.message,
        ),
      );
      await client.query("rollback");
    }
    return refused;
  });
  for (const words of refusals) expect(words).toMatch(/permission denied|append-only|cannot/i);
});
