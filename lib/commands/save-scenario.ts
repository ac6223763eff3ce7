import * as z from "zod";
import type { Actor } from "../db/governed-write";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { type ScenarioContent, scenarioContentSchema, scenarioName } from "../queries/scenario-content";
import { actingMember } from "./acting-member";

export const saveScenarioInput = z.strictObject({
  /** Left out for a new one. */
  id: z.guid().optional(),
  /** When the scenario had been saved that the author began to change. */
  seenAt: z.iso.datetime().optional(),
  name: scenarioName,
  content: scenarioContentSchema,
});

/** More than anybody reads; it keeps one company from filling the table. */
export const MOST_SCENARIOS = 500;

/**
 * Names a scenario, or replaces one of the actor's own. It decides nothing and is a figure of nothing, so nothing is
 * logged.
 */
export function saveScenario(
  actor: Actor,
  input: z.output<typeof saveScenarioInput>,
  at: Date,
): Promise<Result<{ id: string }>> {
  return settle(() =>
    inTenant(actor, async (tx) => {
      const member = await actingMember(tx, actor, "scenario.write");
      const { tenantId } = actor;
      const { name, content } = input;
      await startExists(tx, tenantId, content.start);
      if (input.id !== undefined) {
        await lockOwn(tx, { tenantId, id: input.id, userId: member.userId, seenAt: input.seenAt });
        await tx.whatIfScenario.update({
          where: { tenantId_id: { tenantId, id: input.id } },
          data: { name, content, updatedAt: at },
        });
        return { id: input.id };
      }
      if ((await tx.whatIfScenario.count({ where: { tenantId } })) >= MOST_SCENARIOS)
        return abort("CONFLICT", `There are ${MOST_SCENARIOS} scenarios already. Delete one first.`);
      return tx.whatIfScenario.create({
        data: { tenantId, name, content, createdBy: member.userId, createdAt: at, updatedAt: at },
        select: { id: true },
      });
    }),
  );
}

/** Opening a scenario reads the policy and the cycle that it names; both must be the company's. */
async function startExists(tx: Transaction, tenantId: string, start: ScenarioContent["start"]) {
  const bundle = await tx.policyBundle.findFirst({
    where: { tenantId, id: start.policyBundleId, status: { in: ["ACTIVE", "SUPERSEDED"] } },
    select: { version: true },
  });
  if (bundle?.version !== start.policyVersion)
    return abort("INVALID_INPUT", undefined, { "content.start": "The company has no such policy in force." });
  if (start.cycle === null) return;
  const cycle = await tx.evaluationCycle.findFirst({
    where: { tenantId, ...start.cycle, status: "CLOSED" },
    select: { id: true },
  });
  if (cycle === null)
    return abort("INVALID_INPUT", undefined, { "content.start": "The company has no such closed cycle." });
}

async function lockOwn(
  tx: Transaction,
  { tenantId, id, userId, seenAt }: { tenantId: string; id: string; userId: string; seenAt?: string },
): Promise<void> {
  const [row] = await tx.$queryRaw<{ createdBy: string; updatedAt: Date }[]>`
    select created_by as "createdBy", updated_at as "updatedAt" from what_if_scenarios
    where tenant_id = ${tenantId}::uuid and id = ${id}::uuid for update`;
  if (row === undefined) return abort("NOT_FOUND");
  if (row.createdBy !== userId)
    return abort("FORBIDDEN", "Only its author changes a scenario. Save it as a new one.");
  if (seenAt === undefined || row.updatedAt.getTime() !== new Date(seenAt).getTime())
    return abort(
      "CONFLICT",
      "This scenario was saved elsewhere meanwhile. Save yours as a new one, or reload.",
    );
}
