import { modelSettings } from "../ai/model-settings";
import { proposeCandidates } from "../ai/proposer";
import type { Actor } from "../db/governed-write";
import { inTenant } from "../db/tenant-transaction";
import { type Result, settle } from "../failures";
import { type CycleTrigger, loadKernelInput } from "../queries/kernel-input";
import { type RevenueCycle, refuseCycle, runRevenueCycle } from "./run-revenue-cycle";

/**
 * One cycle with whatever a language model proposes, where one is configured. The model is asked before the cycle's
 * transaction, so that nothing is held while it thinks; the cycle reads the company again and judges every proposal.
 */
export async function optimise(actor: Actor, trigger: CycleTrigger, at: Date): Promise<Result<RevenueCycle>> {
  const settings = modelSettings();
  if (settings === null) return runRevenueCycle(actor, { trigger }, at);
  const read = await settle(() =>
    inTenant(actor, async (tx) => {
      // Nobody is asked for a cycle that will be refused.
      await refuseCycle(tx, actor, at);
      return loadKernelInput(tx, actor.tenantId, trigger, at);
    }),
  );
  if (!read.ok) return read;
  const proposals = await proposeCandidates(read.value, settings);
  return runRevenueCycle(actor, { trigger, proposals }, at);
}
