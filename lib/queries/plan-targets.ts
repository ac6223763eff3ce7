import * as z from "zod";
import type { Transaction } from "../db/tenant-transaction";
import { storedConfigs } from "./revenue-configs";
import { CONFIG_KEYS } from "./spine-vocabulary";

const band = z.tuple([z.number(), z.number()]).refine(([low, high]) => low < high);
const bands = z.record(z.string(), band);
const points = z.record(z.string(), z.number());

export type Band = readonly [low: number, high: number];

/** What the plan says of one figure, by month index: bands where they were given, points where T1 and T2 read them. */
export type PlanOf = { bands: Record<string, Band>; points: Record<string, number> };

export type PlanTargets = {
  fcf: PlanOf;
  ebitda: PlanOf;
  /** Settings that hold something which cannot be read. */
  unreadable: string[];
};

const KEYS = [
  CONFIG_KEYS.fcfBands,
  CONFIG_KEYS.ebitdaBands,
  CONFIG_KEYS.fcfTargets,
  CONFIG_KEYS.ebitdaTargets,
] as const;

/** The plan's path to breakeven. What is not set is empty; nothing is assumed in its place. */
export async function planTargets(tx: Transaction, tenantId: string): Promise<PlanTargets> {
  const stored = await storedConfigs(tx, tenantId, KEYS);
  const unreadable: string[] = [];
  const read = <T>(key: string, shape: z.ZodType<T>, empty: T): T => {
    const found = stored.find((each) => each.key === key);
    if (!found) return empty;
    const parsed = shape.safeParse(found.value);
    if (!parsed.success) unreadable.push(key);
    return parsed.success ? parsed.data : empty;
  };
  return {
    fcf: {
      bands: read(CONFIG_KEYS.fcfBands, bands, {}),
      points: read(CONFIG_KEYS.fcfTargets, points, {}),
    },
    ebitda: {
      bands: read(CONFIG_KEYS.ebitdaBands, bands, {}),
      points: read(CONFIG_KEYS.ebitdaTargets, points, {}),
    },
    unreadable,
  };
}
