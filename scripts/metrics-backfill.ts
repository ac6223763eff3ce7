// npm run metrics:backfill -- --tenant SLUG [--from 2025-05-01] [--to 2026-10-31]: computes the daily metrics of a
// company again, from its first day of data to yesterday or for the days that are named. Says how far it is.
import { parseArgs } from "node:util";
import * as z from "zod";
import {
  computeDueMetrics,
  computeMetrics,
  firstDayOfData,
  type MetricProgress,
} from "@/lib/commands/compute-metrics";
import { connect, disconnect } from "@/lib/db/client";
import { inTenant } from "@/lib/db/tenant-transaction";
import { addDays, isoDate } from "@/lib/queries/cycle-calendar";
import { tenantClock } from "@/lib/queries/tenant-clock";
import { companyByName } from "./database/company-by-name";
import { withProjectDatabase } from "./database/project-database";

const USAGE = "Usage: npm run metrics:backfill -- --tenant SLUG [--from YYYY-MM-DD] [--to YYYY-MM-DD]";
const optionsSchema = z.strictObject({
  tenant: z.string().min(1),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
});

export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { tenant: { type: "string" }, from: { type: "string" }, to: { type: "string" } },
  });
  const options = optionsSchema.safeParse({ ...values });
  if (!options.success) {
    const wrong = String(options.error.issues[0]?.path[0]);
    throw new Error(wrong === "tenant" ? `Name the company. ${USAGE}` : `--${wrong} takes a day. ${USAGE}`);
  }
  const { tenant, from, to } = options.data;
  await withProjectDatabase(async ({ appUrl, ownerUrl }) => {
    const company = await companyByName(ownerUrl ?? appUrl, tenant);
    connect(appUrl);
    try {
      await backfill(company.id, { from, to });
    } finally {
      await disconnect();
    }
  });
}

async function backfill(tenantId: string, named: { from?: string; to?: string }): Promise<void> {
  const at = await inTenant({ tenantId }, (tx) => tenantClock(tx, tenantId, new Date()));
  const yesterday = addDays(isoDate(at), -1);
  const from = named.from ?? (await firstDayOfData(tenantId, yesterday));
  const to = named.to ?? yesterday;
  if (from === null) throw new Error("The company has no data yet.");
  if (to > yesterday) throw new Error("A day is computed once it is over: --to is yesterday at the latest.");
  if (from > to) throw new Error("--from comes after --to.");
  const began = performance.now();
  const seconds = () => ((performance.now() - began) / 1000).toFixed(1);
  const say = ({ from: first, to: last, rows }: MetricProgress) =>
    console.log(`${first} to ${last}: ${rows.toLocaleString("en-US")} rows so far, ${seconds()} s`);
  const done = await computeMetrics(tenantId, { from, to }, at, say);
  // What arrived before now is in; without this the next run would look for it from the beginning again.
  if (to === yesterday && named.from === undefined) await computeDueMetrics(tenantId, at);
  const { days, rows, changed } = done;
  console.log(
    `${days.toLocaleString("en-US")} days, ${rows.toLocaleString("en-US")} rows, of which ${changed.toLocaleString("en-US")} are new or differ, in ${seconds()} s.`,
  );
}
