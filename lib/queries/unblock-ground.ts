import * as z from "zod";
import {
  type CompiledPolicy,
  MODES,
  type Mode,
  runDocumentSchema,
  type SituationFacts,
  situationOf,
} from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";
import type { PresentSituation } from "./situation";
import { factsOf } from "./situation-facts";
import type { UnblockGround } from "./unblock";

/** No cycle has run: no figure is there, and any trigger names all of its inputs as missing. */
const NO_FIGURES: UnblockGround["facts"] = [
  { cycle: { id: "none", cadence: "monthly_close", month_index: 0 }, inputs: {} },
];

const storedSchema = runDocumentSchema.pick({ cycle: true, inputs: true });

/** The situation and the figures behind it, in one statement. */
export async function unblockGround(
  tx: Transaction,
  tenantId: string,
  present: PresentSituation,
): Promise<UnblockGround> {
  const policy = present.policy.compiled;
  const facts = factsOf(present);
  const { cycle } = present;
  if (!cycle) {
    const situation = situationOf(policy, { ...facts, mode: modeButForMissing(policy, facts, "NORMAL") });
    return { situation, facts: NO_FIGURES };
  }
  const rows = await tx.$queryRaw<{ modeBefore: string | null; stored: unknown }[]>`
    select c.mode_before as "modeBefore",
      jsonb_build_object('cycle', c.document -> 'cycle', 'inputs', c.document -> 'inputs') as stored
    from evaluation_cycles c
    where c.tenant_id = ${tenantId}::uuid and (c.id = ${cycle.id}::uuid or c.id = (
      select m.id from evaluation_cycles m
      where m.tenant_id = ${tenantId}::uuid and m.cadence = 'monthly_close' and m.status = 'CLOSED'
      order by m.cycle_key desc, m.version desc limit 1))
    order by c.id = ${cycle.id}::uuid desc`;
  const documents = rows.map(({ stored }) => storedSchema.safeParse(stored));
  const mode = modeButForMissing(
    policy,
    facts,
    z
      .enum(MODES)
      .nullable()
      .parse(rows[0]?.modeBefore ?? null),
  );
  return {
    situation: situationOf(policy, { ...facts, mode }),
    facts: documents.flatMap(({ data }) => (data ? [data] : [])),
  };
}

/** The mode from before the cycle where no critical trigger fails, so that only missing data has made it DEFENSIVE. */
export function modeButForMissing(
  { criticalTriggers }: Pick<CompiledPolicy, "criticalTriggers">,
  { states, mode }: Pick<SituationFacts, "states" | "mode">,
  before: Mode | null,
): Mode {
  const stateOf = (id: string) => states[id] ?? "UNKNOWN";
  const fails = criticalTriggers.some((id) => stateOf(id) === "FAIL");
  const unknown = criticalTriggers.some((id) => stateOf(id) === "UNKNOWN");
  return before !== null && unknown && !fails ? before : mode;
}
