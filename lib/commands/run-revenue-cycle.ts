import { randomUUID } from "node:crypto";
import {
  type Candidate,
  type GatedAction,
  type KernelOutput,
  LEAST_HOURS_BETWEEN_CYCLES,
  runCycle,
} from "../../kernel/revenue";
import { type Actor, type GovernedTransaction, governedWrite } from "../db/governed-write";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { type CycleTrigger, loadKernelInput } from "../queries/kernel-input";
import { requestContentSchema } from "../queries/request-content";
import { lockRequest } from "../queries/request-row";
import { loadSituation } from "../queries/situation";
import { faultyCycle, faultyInput } from "../validation/faults";
import { actingMember } from "./acting-member";
import { cycleEntry, recordBlocked } from "./optimization-cycle-entries";
import { findOptimizer, type OptimizerActor, optimizerActor } from "./optimizer-member";
import {
  type CycleToStore,
  type Proposer,
  type StoredAction,
  storeActions,
  storeCycle,
} from "./store-optimization-cycle";
import { createDraft } from "./store-request";
import { submitContent } from "./submit-request";
import { withdrawRequest } from "./withdraw-request";

export type RevenueCycleOrder = {
  trigger: CycleTrigger;
  /** What a language model was asked for before the cycle began; without it the catalogue alone proposes. */
  proposals?: Proposer & { candidates: readonly Candidate[] };
};

export type RevenueCycle = { cycleId: string; output: KernelOutput; actions: StoredAction[] };

const HOUR_MS = 3_600_000;
const CATALOGUE: Proposer = { proposer: "catalogue", note: null };

/**
 * One cycle of the Revenue OS kernel for one company: reads, decides, asks at the gates, stores and logs in one
 * transaction, so that a crash leaves either all of it or nothing. Of several that begin at once the first runs
 * and the others find that they are too early. A person needs `revenue.run`; a job or an API key has been let
 * in by whoever calls this.
 */
export function runRevenueCycle(
  actor: Actor,
  order: RevenueCycleOrder,
  at: Date,
): Promise<Result<RevenueCycle>> {
  return settle(async () => {
    const { tenantId } = actor;
    const { member, closed } = await inTenant(actor, async (tx) => {
      await refuseCycle(tx, actor, at);
      const found = await findOptimizer(tx, tenantId);
      return { member: found, closed: found === null ? [] : await requestsThatClosed(tx, tenantId, found) };
    });
    const kernel = await optimizerActor(tenantId, at, member);
    await takeBack(kernel, closed, at);
    return governedWrite(kernel, async (governed) => {
      const { tx } = governed;
      await holdCycles(tx, tenantId);
      await refuseCycle(tx, actor, at);
      return decideAndStore(governed, { actor, kernel, order, at });
    });
  });
}

/** One cycle at a time; and no close in between, so that the requests rest on the states that the cycle saw. */
async function holdCycles(tx: Transaction, tenantId: string): Promise<void> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`revenue-cycle:${tenantId}`}, 0))::text`;
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`cycles:${tenantId}`}, 0))::text`;
}

/** Aborts where no cycle may run now: no such company, not this person's to start, or too early. */
export async function refuseCycle(tx: Transaction, actor: Actor, at: Date): Promise<void> {
  const { tenantId } = actor;
  const tenant = await tx.tenant.findUnique({ where: { id: tenantId }, select: { id: true } });
  if (!tenant) abort("TENANT_NOT_FOUND");
  if (actor.userId) await actingMember(tx, actor, "revenue.run");
  const last = await tx.optimizationCycle.findFirst({
    where: { tenantId },
    orderBy: { executedAt: "desc" },
    select: { executedAt: true },
  });
  const least = LEAST_HOURS_BETWEEN_CYCLES * HOUR_MS;
  if (!last || at.getTime() - last.executedAt.getTime() >= least) return;
  const next = new Date(last.executedAt.getTime() + least);
  abort(
    "CYCLE_TOO_RECENT",
    `The last cycle ran ${moment(last.executedAt)}; the next may run from ${moment(next)} on.`,
  );
}

const moment = (at: Date): string => `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;

/** The kernel's own requests that its gate no longer lets anybody sign. */
function requestsThatClosed(tx: Transaction, tenantId: string, requestedBy: string) {
  return tx.request.findMany({
    where: { tenantId, requestedBy, status: { in: ["BLOCKED", "STALE"] } },
    orderBy: { createdAt: "asc" },
    select: { reference: true, revision: true },
  });
}

/** Takes them back, as a person would: each in a transaction of its own, and its action ends with it. */
async function takeBack(
  kernel: OptimizerActor,
  closed: readonly { reference: string; revision: number }[],
  at: Date,
): Promise<void> {
  for (const request of closed) {
    const withdrawn = await withdrawRequest(kernel, request, at);
    // Signable again and signed, or ended by somebody else in the meantime: there is nothing to take back.
    if (!withdrawn.ok && !["ALREADY_DECIDED", "CONFLICT"].includes(withdrawn.failure.code))
      abort(withdrawn.failure.code, withdrawn.failure.message);
  }
}

type Run = { actor: Actor; kernel: OptimizerActor; order: RevenueCycleOrder; at: Date };

async function decideAndStore(
  governed: GovernedTransaction,
  { actor, kernel, order: { trigger, proposals }, at }: Run,
): Promise<RevenueCycle> {
  const { tx, append } = governed;
  const { tenantId } = actor;
  const present = await loadSituation(tx, tenantId);
  const input = faultyInput(await loadKernelInput(tx, tenantId, trigger, at));
  const { output, gated, blocked } = faultyCycle(
    runCycle({
      input,
      cycleId: randomUUID(),
      executedAt: at.toISOString(),
      policy: present.policy.compiled,
      situation: present.situation,
      ...(proposals && { proposals: proposals.candidates }),
    }),
  );
  const requests = await beginRequests(tx, kernel, gated, at);
  const { proposer, note } = proposals ?? CATALOGUE;
  const cycle: CycleToStore = { input, output, present, proposer: { proposer, note }, requests, at };
  await storeCycle(tx, cycle);
  await append([cycleEntry(cycle, actor)]);
  await recordBlocked(governed, cycle, blocked);
  for (const each of gated) await submit(governed, kernel, each, requests, at);
  return { cycleId: output.cycle_id, output, actions: await storeActions(tx, cycle) };
}

/** Numbers the requests before anything is logged: every command holds the company's row before its log. */
async function beginRequests(
  tx: Transaction,
  kernel: OptimizerActor,
  gated: readonly GatedAction[],
  at: Date,
): Promise<Map<string, { id: string; reference: string }>> {
  const requests = new Map<string, { id: string; reference: string }>();
  for (const { action_id, request } of gated) {
    const { tenantId, userId: requestedBy } = kernel;
    const { gate_id: gateId, title } = request;
    requests.set(action_id, await createDraft(tx, { tenantId, requestedBy, gateId, title, at }));
  }
  return requests;
}

/** Submits like anybody else's request: the gate decides again, and people find it in the same queue. */
async function submit(
  governed: GovernedTransaction,
  kernel: OptimizerActor,
  { action_id, request }: GatedAction,
  requests: CycleToStore["requests"],
  at: Date,
): Promise<void> {
  const reference = requests.get(action_id)?.reference ?? "";
  const row = await lockRequest(governed.tx, kernel.tenantId, reference);
  if (!row) throw new Error(`the request for ${action_id} was begun`);
  const content = requestContentSchema.parse(request);
  const { status } = await submitContent(governed, kernel, { row, content, revision: row.revision, at });
  if (status !== "PENDING")
    throw new Error(`${action_id} was emitted and its request is ${status}: kernel and gate disagree`);
}
