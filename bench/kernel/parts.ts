// Where the time of one cycle goes: what PostgreSQL is waited for, by what is asked of it, and what is left.
import { runCycle } from "@/kernel/revenue";
import { inTenant } from "@/lib/db/tenant-transaction";
import { DAILY_SOURCE, loadKernelInput } from "@/lib/queries/kernel-input";
import { loadSituation } from "@/lib/queries/situation";
import { NIGHT } from "./companies";
import { cycle } from "./passes";
import { type Statement, watched } from "./statements";

export type Part = { name: string; statements: number; ms: number };

const PARTS: readonly { name: string; has: RegExp }[] = [
  {
    name: "beginning and ending transactions, tenant and locks",
    has: /^\s*(begin|commit|select set_config|select pg_advisory)/i,
  },
  { name: "the decision log: its head, and its entries", has: /decision_log_/i },
  {
    name: "writing the cycle with all that it read",
    has: /^\s*insert into "?(public"?\.)?"?optimization_cycles/i,
  },
  {
    name: "writing actions, requests, decisions and the kernel's member",
    has: /^\s*(insert|update|delete)/i,
  },
  { name: "reading the days' metrics", has: /from metric_snapshots_daily/i },
  { name: "reading everything else", has: /^/ },
];
export const KERNEL = "the kernel alone (runCycle, no I/O)";
export const REST = "the rest of the application: rows to objects, checks of shape, JSON, hashes";
const KERNEL_ROUNDS = 5;

/** The median company's parts, each part by itself. */
export async function partsOf(tenants: readonly string[]): Promise<Part[]> {
  const seen: Part[][] = [];
  for (const tenantId of tenants) seen.push(await partsOfOne(tenantId));
  return (seen[0] ?? []).map(({ name, statements }, position) => ({
    name,
    statements,
    ms: median(seen.map((parts) => parts[position]?.ms ?? 0)),
  }));
}

async function partsOfOne(tenantId: string): Promise<Part[]> {
  const kernelMs = await kernelAlone(tenantId);
  const began = performance.now();
  const { statements } = await watched(() => cycle(tenantId));
  const wholeMs = performance.now() - began;
  const asked = PARTS.map(({ name }) =>
    sum(
      name,
      statements.filter((each) => partOf(each) === name),
    ),
  );
  const waitedMs = asked.reduce((total, { ms }) => total + ms, 0);
  return [
    ...asked,
    { name: KERNEL, statements: 0, ms: kernelMs },
    { name: REST, statements: 0, ms: Math.max(0, wholeMs - waitedMs - kernelMs) },
  ];
}

const partOf = ({ text }: Statement): string | undefined => PARTS.find(({ has }) => has.test(text))?.name;

const sum = (name: string, statements: readonly Statement[]): Part => ({
  name,
  statements: statements.length,
  ms: statements.reduce((total, { ms }) => total + ms, 0),
});

/** Decides on what the company's cycle is about to read, without storing it. */
async function kernelAlone(tenantId: string): Promise<number> {
  const trigger = { type: "scheduled", source: DAILY_SOURCE } as const;
  const { input, present } = await inTenant({ tenantId }, async (tx) => ({
    present: await loadSituation(tx, tenantId),
    input: await loadKernelInput(tx, tenantId, trigger, NIGHT),
  }));
  const times = Array.from({ length: KERNEL_ROUNDS }, () => {
    const began = performance.now();
    runCycle({
      input,
      cycleId: tenantId,
      executedAt: NIGHT.toISOString(),
      policy: present.policy.compiled,
      situation: present.situation,
    });
    return performance.now() - began;
  });
  return median(times);
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The smallest value that so large a share of them does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
