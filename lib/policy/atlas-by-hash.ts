import { setImmediate } from "node:timers/promises";
import {
  type Atlas,
  type AtlasReport,
  atlasReport,
  atlasSteps,
  type CompiledPolicy,
} from "../../kernel/enforcement";

export type KnownAtlas = { atlas: Atlas; report: AtlasReport };

// Laying a policy out takes about a second and a few megabytes; the policies in force are few.
const CACHE_SIZE = 8;
const knownByHash = new Map<string, Promise<KnownAtlas>>();

/** The atlas of a policy that was verified against this hash, laid out once. */
export function atlasByHash(hash: string, policy: CompiledPolicy): Promise<KnownAtlas> {
  const known = knownByHash.get(hash);
  if (known) return known;
  const laidOut = layOut(policy);
  if (knownByHash.size >= CACHE_SIZE) {
    const oldest = knownByHash.keys().next().value;
    if (oldest !== undefined) knownByHash.delete(oldest);
  }
  knownByHash.set(hash, laidOut);
  // A failure is for those who wait for it, and not for those who come later.
  laidOut.catch(() => knownByHash.delete(hash));
  return laidOut;
}

/** Gives way between the gates, so that other requests of the same server are answered meanwhile. */
async function layOut(policy: CompiledPolicy): Promise<KnownAtlas> {
  const steps = atlasSteps(policy);
  for (;;) {
    const step = steps.next();
    await setImmediate();
    if (step.done === true) return { atlas: step.value, report: atlasReport(step.value) };
  }
}
