import {
  type Cadence,
  type CostOfMissing,
  type CrmHygiene,
  costOfMissing,
  type Mode,
  situationOf,
  type TriggerState,
  triggerShortId,
} from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";
import { asksForCriticalRoles, criticalRolesApproved } from "./critical-roles";
import type { HeldUpCycle } from "./held-up-cycle";
import { contentOf, gateRequestOf, openRequests } from "./request-row";
import type { PresentSituation } from "./situation";
import { modeButForMissing } from "./unblock-ground";

export type MissingData = {
  /** The evaluation that lacks the data. */
  evaluation: { cadence: Cadence; cycleKey: string };
  triggers: (CostOfMissing & { inputsMissing: string[] })[];
  /** Short ids of triggers that are unknown as well, and that the policy in force does not have. */
  notInForce: string[];
  /** How many open requests were asked about, and whether there are more. */
  requests: number;
  isCut: boolean;
};

// More than this is open in no healthy company; each is decided in every state of what is unknown.
const MOST = 200;

type Evaluated = {
  cadence: Cadence;
  cycleKey: string;
  modeBefore: Mode | null;
  modeAfter: Mode;
  crmHygiene: CrmHygiene | null;
  triggers: { id: string; state: TriggerState; inputsMissing: string[] }[];
};

/**
 * What the figures are worth that the newest evaluation lacks, also where it could not close for want of them.
 * Null while everything is known, and before the first evaluation, when nothing is; and where what is unknown are
 * triggers that only a signed version brings in, because no request is decided by them yet.
 */
export async function missingData(
  tx: Transaction,
  tenantId: string,
  { present, heldUp, at }: { present: PresentSituation; heldUp: HeldUpCycle | null; at: Date },
): Promise<MissingData | null> {
  const id = heldUp?.id ?? present.cycle?.id;
  const evaluated = id === undefined ? null : await evaluatedCycle(tx, tenantId, id);
  if (!evaluated?.triggers.some(({ state }) => state === "UNKNOWN")) return null;
  const rows = await openRequests(tx, tenantId);
  const counts = rows.some((row) => asksForCriticalRoles(contentOf(row)));
  const criticalRoles = counts ? await criticalRolesApproved(tx, tenantId, at) : 0;
  const policy = present.policy.compiled;
  const states = Object.fromEntries(evaluated.triggers.map((each) => [triggerShortId(each.id), each.state]));
  const mode = modeButForMissing(policy, { states, mode: evaluated.modeAfter }, evaluated.modeBefore);
  const situation = situationOf(policy, { states, mode, crmHygiene: evaluated.crmHygiene });
  const requests = rows.slice(0, MOST).map((row) => gateRequestOf(row, criticalRoles));
  const missing = new Map(evaluated.triggers.map((each) => [triggerShortId(each.id), each.inputsMissing]));
  const costs = costOfMissing(policy, situation, requests);
  if (costs.length === 0) return null;
  return {
    evaluation: { cadence: evaluated.cadence, cycleKey: evaluated.cycleKey },
    triggers: costs.map((cost) => ({
      ...cost,
      inputsMissing: missing.get(cost.trigger) ?? [],
    })),
    notInForce: evaluated.triggers
      .filter(({ state }) => state === "UNKNOWN")
      .map(({ id }) => triggerShortId(id))
      .filter((name) => policy.triggers.every(({ shortId }) => shortId !== name)),
    requests: requests.length,
    isCut: rows.length > MOST,
  };
}

async function evaluatedCycle(tx: Transaction, tenantId: string, id: string): Promise<Evaluated | null> {
  const [row] = await tx.$queryRaw<Evaluated[]>`
    select c.cadence, c.cycle_key as "cycleKey", c.mode_before as "modeBefore", c.mode_after as "modeAfter",
      c.document -> 'crm_hygiene' as "crmHygiene",
      (select jsonb_agg(jsonb_build_object('id', t.trigger_id, 'state', t.state,
          'inputsMissing', t.inputs_missing))
        from trigger_evaluations t where t.tenant_id = c.tenant_id and t.cycle_id = c.id) as triggers
    from evaluation_cycles c where c.tenant_id = ${tenantId}::uuid and c.id = ${id}::uuid`;
  return row?.triggers ? row : null;
}
