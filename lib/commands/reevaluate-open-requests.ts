import * as z from "zod";
import type { Actor } from "../db/governed-write";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { criticalRolesApproved } from "../queries/critical-roles";
import { gateRequestOf, openRequests, type RequestRow } from "../queries/request-row";
import { loadSituation, type PresentSituation } from "../queries/situation";
import { standingNow } from "../queries/standing-now";
import { reevaluateRequest } from "./reevaluate-request";
import type { RequestOutcome } from "./submit-request";

export type DecidedAgain = {
  /** Requests whose decision is another one now, in the order of their numbers. */
  changed: Pick<RequestOutcome, "reference" | "status">[];
  /** Requests that could not be decided again, with the reason. */
  failed: { reference: string; reason: string }[];
};

/** What open requests were last decided on. `optimizer_configs` keeps it beside the company's other settings. */
const MARK = "requests.decided_on";
const markSchema = z.object({ cycle: z.string().nullable(), policy: z.string(), month: z.string() });

// Signed, withdrawn or decided again by somebody else in the meantime: there is nothing left to do.
const OVERTAKEN = ["ALREADY_DECIDED", "CONFLICT", "NOT_FOUND"];

/**
 * Decides every open request again after a cycle has closed, so that the queue, the counts and the statuses
 * say what holds now. It runs after the cycle's own transaction, each request in one of its own: every command
 * holds a request before it holds the log, which many requests in one transaction could not do in any order.
 * Nothing rests on it having run, because each signature decides again; a process that ends in between leaves
 * no mark, and `catchUpOpenRequests` does the rest.
 */
export async function reevaluateOpenRequests(tenantId: string, at: Date): Promise<DecidedAgain> {
  const { due, basis } = await inTenant({ tenantId }, (tx) => lookAtOpenRequests(tx, tenantId, at));
  const result: DecidedAgain = { changed: [], failed: [] };
  for (const reference of due) await decideAgain(tenantId, reference, at, result);
  if (result.failed.length === 0) await inTenant({ tenantId }, (tx) => setMark(tx, tenantId, basis, at));
  return result;
}

/** The same, if it has not been done on the newest cycle, the policy in force and this month's critical roles. */
export async function catchUpOpenRequests(tenantId: string, at: Date): Promise<DecidedAgain | null> {
  const isDone = await inTenant({ tenantId }, async (tx) => {
    const mark = await tx.optimizerConfig.findUnique({ where: { tenantId_key: { tenantId, key: MARK } } });
    const basis = basisOf(await loadSituation(tx, tenantId), at);
    const known = markSchema.safeParse(mark?.value);
    return known.success && JSON.stringify(known.data) === JSON.stringify(basis);
  });
  return isDone ? null : reevaluateOpenRequests(tenantId, at);
}

type Basis = z.infer<typeof markSchema>;

function basisOf({ cycle, policy }: PresentSituation, at: Date): Basis {
  return { cycle: cycle?.id ?? null, policy: policy.hash, month: at.toISOString().slice(0, 7) };
}

/** Finds what would be decided otherwise, without holding anything: each is looked at again when its turn comes. */
async function lookAtOpenRequests(tx: Transaction, tenantId: string, at: Date) {
  const present = await loadSituation(tx, tenantId);
  const criticalRoles = await criticalRolesApproved(tx, tenantId, at);
  const due = (await openRequests(tx, tenantId))
    .filter((row) => isDue(row, present, criticalRoles))
    .map(({ reference }) => reference);
  return { due, basis: basisOf(present, at) };
}

function isDue(row: RequestRow, present: PresentSituation, criticalRoles: number): boolean {
  try {
    return standingNow(row, present, gateRequestOf(row, criticalRoles)).hasChanged;
  } catch {
    // What cannot even be read fails again, by its own number and without stopping the others, at its turn.
    return true;
  }
}

async function decideAgain(
  tenantId: string,
  reference: string,
  at: Date,
  { changed, failed }: DecidedAgain,
): Promise<void> {
  const system: Actor = { tenantId, name: "system", role: "system" };
  try {
    const outcome = await reevaluateRequest(system, { reference }, at);
    if (outcome.ok) changed.push({ reference, status: outcome.value.status });
    else if (!OVERTAKEN.includes(outcome.failure.code))
      failed.push({ reference, reason: outcome.failure.message });
  } catch (error) {
    // One broken request must not keep the others from being decided; whoever called says which it was.
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${reference} could not be decided again: ${reason}\n`);
    failed.push({ reference, reason: "It could not be decided again; the server's log says why." });
  }
}

async function setMark(tx: Transaction, tenantId: string, value: Basis, at: Date): Promise<void> {
  await tx.optimizerConfig.upsert({
    where: { tenantId_key: { tenantId, key: MARK } },
    create: { tenantId, key: MARK, value, updatedAt: at },
    update: { value, updatedAt: at },
  });
}
