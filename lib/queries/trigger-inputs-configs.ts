import * as z from "zod";
import type { Transaction } from "../db/tenant-transaction";
import { CONFIG_KEYS } from "./spine-vocabulary";

const amounts = z.record(z.string(), z.number());
const stages = z.array(z.object({ stage: z.string(), definition: z.string(), qualified: z.boolean() }));

export type Configs = {
  bookingsTargets: Record<string, number>;
  fcfTargets: Record<string, number>;
  ebitdaTargets: Record<string, number>;
  pipelineStages: z.infer<typeof stages>;
};

/** The company's targets and definitions. What is not set, or not in its shape, is empty: nothing is assumed. */
export async function loadConfigs(tx: Transaction, tenantId: string): Promise<Configs> {
  const rows = await tx.optimizerConfig.findMany({
    where: { tenantId, key: { in: Object.values(CONFIG_KEYS) } },
    select: { key: true, value: true },
  });
  const read = <T>(key: string, shape: z.ZodType<T>, empty: T): T => {
    const parsed = shape.safeParse(rows.find((row) => row.key === key)?.value);
    return parsed.success ? parsed.data : empty;
  };
  return {
    bookingsTargets: read(CONFIG_KEYS.bookingsTargets, amounts, {}),
    fcfTargets: read(CONFIG_KEYS.fcfTargets, amounts, {}),
    ebitdaTargets: read(CONFIG_KEYS.ebitdaTargets, amounts, {}),
    pipelineStages: read(CONFIG_KEYS.pipelineStages, stages, []),
  };
}

/** A target that is set; null when there is none for the key. */
export function targetOf(targets: Record<string, number>, key: string): number | null {
  return Object.hasOwn(targets, key) ? (targets[key] ?? null) : null;
}
