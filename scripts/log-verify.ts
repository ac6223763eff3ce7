// npm run log:verify [-- --tenant SLUG] [--head SEQ:HASH]: reads every decision log again, hashes each entry afresh, and
// names the first that is altered, missing, reordered or cut off. Exit code 1 when one is found.
import { parseArgs } from "node:util";
import type { Client } from "pg";
import { type Head, verifyLog } from "@/lib/db/log-verification";
import { withClient } from "./database/prepare";
import { withProjectDatabase } from "./database/project-database";

interface Company {
  id: string;
  slug: string;
}

const USAGE = "Usage: npm run log:verify [-- --tenant SLUG [--head SEQ:HASH]]";
const NOBODY_LISTS =
  "Only the owner of the tables can list the companies: set DATABASE_OWNER_URL, or name one by its id with --tenant.";
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export async function main(args: string[]): Promise<void> {
  const { tenant, head } = readOptions(args);
  await withProjectDatabase(async ({ appUrl, ownerUrl }) => {
    const companies = await chosen(ownerUrl ?? appUrl, tenant);
    const whole = await withClient(appUrl, async (client) => {
      let found = 0;
      for (const company of companies) if (!(await verifyCompany(client, company, head))) found += 1;
      return found === 0;
    });
    if (!whole) process.exitCode = 1;
  });
}

function readOptions(args: string[]): { tenant: string | undefined; head: Head | undefined } {
  const { values } = parseArgs({ args, options: { tenant: { type: "string" }, head: { type: "string" } } });
  if (values.head === undefined) return { tenant: values.tenant, head: undefined };
  const noted = /^(\d{1,18}):([0-9a-f]{64})$/.exec(values.head);
  if (!noted?.[1] || !noted[2])
    throw new Error(`--head takes a number and a hash, as in 1042:9f86…. ${USAGE}`);
  if (values.tenant === undefined) throw new Error(`--head belongs to one company: name it. ${USAGE}`);
  return { tenant: values.tenant, head: { seq: BigInt(noted[1]), hash: noted[2] } };
}

/** The owner may list every company, in maintenance; the application's role sees none before it is told which. */
async function chosen(ownerUrl: string, tenant: string | undefined): Promise<Company[]> {
  const all = await withClient(ownerUrl, async (owner) => {
    await owner.query("select set_config('app.maintenance', 'on', false)");
    return (await owner.query<Company>("select id, slug from tenants order by slug")).rows;
  });
  if (tenant !== undefined) {
    const company = all.find(({ id, slug }) => slug === tenant || id === tenant.toLowerCase());
    if (company) return [company];
    if (all.length === 0 && ID.test(tenant)) return [{ id: tenant, slug: tenant }];
    throw new Error(all.length === 0 ? NOBODY_LISTS : `There is no company ${tenant}.`);
  }
  if (all.length === 0) throw new Error(NOBODY_LISTS);
  return all;
}

async function verifyCompany(
  client: Client,
  { id, slug }: Company,
  noted: Head | undefined,
): Promise<boolean> {
  const began = performance.now();
  const { entries, last, finding } = await verifyLog(client, id, { noted });
  if (finding) {
    console.log(`${slug}: ${finding.sentence}`);
    return false;
  }
  const seconds = (performance.now() - began) / 1000;
  const figure = entries.toLocaleString("en-US");
  console.log(
    `${slug}: ${figure} entries verified in ${seconds.toFixed(1)} s, head ${last.seq}:${last.hash}`,
  );
  return true;
}
