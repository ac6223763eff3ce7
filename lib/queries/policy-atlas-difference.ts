import { setImmediate } from "node:timers/promises";
import {
  type AtlasDifference,
  type AtlasFlip,
  atlasDifference,
  type CompiledPolicy,
  compile,
  GATE_IDS,
  type GateId,
  type Region,
  regionText,
} from "../../kernel/enforcement";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { type Artifacts, policyHash } from "../policy/active-policy";
import { atlasByHash } from "../policy/atlas-by-hash";
import { type AtlasPoint, addressOf, presentPoint } from "./policy-atlas-view";
import { bundleIdIn } from "./policy-head";
import { loadSituation } from "./situation";
import type { Person } from "./waiting";

/** Classes of request of which more, or less, is let through than before. */
export type AtlasFlipShown = {
  direction: "LOOSER" | "STRICTER";
  labels: string[];
  /** In how many situations each of the classes flips. */
  situations: number;
  regions: string[];
  moreRegions: number;
  /** Whether it flips in the situation that the company is in. */
  isToday: boolean;
  /** Points to look at: in words, and as the atlas names them in its address. */
  examples: { words: string; address: string }[];
};

export type AtlasGateDifference = {
  gateId: GateId;
  looser: number;
  stricter: number;
  flips: AtlasFlipShown[];
};

export type PolicyAtlasDifference = {
  from: { id: string; version: string };
  to: { id: string; version: string };
  situations: number;
  classes: number;
  cells: AtlasDifference["cells"];
  gates: AtlasGateDifference[];
  /** Triggers that other figures bring into the same states. */
  thresholdsChanged: { trigger: string; from: string; to: string }[];
};

const REGIONS_SHOWN = 2;
const EXAMPLES = 1;

/** What the second version lets through or holds back that the first does not, over every situation. */
export function loadAtlasDifference(
  person: Person,
  { from, to }: { from: string; to: string },
): Promise<Result<PolicyAtlasDifference>> {
  return settle(async () => {
    const { before, after, today } = await inTenant(person, async (tx) => ({
      before: await readable(tx, person.tenantId, from),
      after: await readable(tx, person.tenantId, to),
      today: await pointOfToday(tx, person.tenantId),
    }));
    const difference = await differenceByHash(before, after);
    return shown(before, after, difference, today);
  });
}

type Readable = { id: string; version: string; hash: string; compiled: CompiledPolicy };

async function readable(tx: Transaction, tenantId: string, bundleId: string): Promise<Readable> {
  const id = bundleIdIn(bundleId);
  const row = id && (await tx.policyBundle.findFirst({ where: { tenantId, id } }));
  if (!row) return abort("NOT_FOUND", "There is no such policy version in this company.");
  const artifacts = row.artifacts as Artifacts;
  if (policyHash(artifacts) !== row.hash)
    return abort("POLICY_UNTRUSTED", `The content of ${row.version} does not match its hash.`);
  const compiled = compile(artifacts);
  if (compiled.findings.length > 0)
    return abort("INVALID_INPUT", `${row.version} blocks everything while its checks find faults.`);
  return { id: row.id, version: row.version, hash: row.hash, compiled };
}

/** Null before the first close, and while the policy in force cannot be trusted. */
async function pointOfToday(tx: Transaction, tenantId: string): Promise<AtlasPoint | null> {
  const present = await settle(() => loadSituation(tx, tenantId));
  return present.ok && present.value.cycle ? presentPoint(present.value.situation) : null;
}

// A difference takes about a second; a proposal is looked at by a handful of people again and again.
const CACHE_SIZE = 16;
const knownByHashes = new Map<string, Promise<AtlasDifference>>();

function differenceByHash(before: Readable, after: Readable): Promise<AtlasDifference> {
  const key = `${before.hash} ${after.hash}`;
  const known = knownByHashes.get(key);
  if (known) return known;
  const worked = workOut(before, after);
  const oldest = knownByHashes.keys().next().value;
  if (knownByHashes.size >= CACHE_SIZE && oldest !== undefined) knownByHashes.delete(oldest);
  knownByHashes.set(key, worked);
  // A failure is for those who wait for it, and not for those who come later.
  worked.catch(() => knownByHashes.delete(key));
  return worked;
}

async function workOut(before: Readable, after: Readable): Promise<AtlasDifference> {
  try {
    const one = await atlasByHash(before.hash, before.compiled);
    const other = await atlasByHash(after.hash, after.compiled);
    await setImmediate();
    return atlasDifference(one.atlas, other.atlas);
  } catch (error) {
    // The kernel's word for a policy with more combinations than can be laid out.
    if (error instanceof RangeError)
      return abort("TOO_LARGE", `There is no atlas to compare: ${error.message}.`);
    throw error;
  }
}

function shown(
  before: Readable,
  after: Readable,
  { situations, classes, cells, flips, thresholdsChanged }: AtlasDifference,
  today: AtlasPoint | null,
): PolicyAtlasDifference {
  return {
    from: { id: before.id, version: before.version },
    to: { id: after.id, version: after.version },
    situations,
    classes,
    cells,
    gates: GATE_IDS.map((gateId) => gateDifference(gateId, flips, today)),
    thresholdsChanged: thresholdsChanged.flatMap((trigger) => {
      const [from, to] = [thresholdText(before.compiled, trigger), thresholdText(after.compiled, trigger)];
      return from && to ? [{ trigger, from, to }] : [];
    }),
  };
}

function gateDifference(
  gateId: GateId,
  all: readonly AtlasFlip[],
  today: AtlasPoint | null,
): AtlasGateDifference {
  const flips = all.filter((flip) => flip.gateId === gateId);
  const cells = (to: AtlasFlip["to"]) =>
    flips
      .filter((flip) => flip.to === to)
      .reduce((sum, { situations, labels }) => sum + situations * labels.length, 0);
  return {
    gateId,
    looser: cells("ALLOWED"),
    stricter: cells("BLOCKED"),
    // What flips as things stand is what people ask about first; the rest by how often it does.
    flips: flips
      .map((flip) => flipShown(flip, today))
      .sort((one, other) => Number(other.isToday) - Number(one.isToday)),
  };
}

function flipShown({ to, labels, situations, regions }: AtlasFlip, today: AtlasPoint | null): AtlasFlipShown {
  return {
    direction: to === "ALLOWED" ? "LOOSER" : "STRICTER",
    labels: [...labels],
    situations,
    regions: regions.slice(0, REGIONS_SHOWN).map(regionText),
    moreRegions: Math.max(0, regions.length - REGIONS_SHOWN),
    isToday: today !== null && regions.some((region) => isWithin(today, region)),
    examples: regions.slice(0, EXAMPLES).map(exampleOf),
  };
}

export function isWithin(
  { states, mode, crmHygieneEnforced }: AtlasPoint,
  region: Pick<Region, "states" | "mode" | "crmHygieneEnforced">,
): boolean {
  return (
    (region.mode === null || region.mode === mode) &&
    (region.crmHygieneEnforced === null || region.crmHygieneEnforced === crmHygieneEnforced) &&
    Object.entries(region.states).every(([trigger, among]) => among.includes(states[trigger] ?? "UNKNOWN"))
  );
}

/** One point of the region. What the region does not ask for is left as it is today: the point stays inside. */
export function exampleOf(region: Region): { words: string; address: string } {
  const states = Object.fromEntries(
    Object.entries(region.states).flatMap(([trigger, among]) =>
      among[0] === undefined ? [] : [[trigger, among[0]] as const],
    ),
  );
  const point = { states, mode: region.mode, crmHygieneEnforced: region.crmHygieneEnforced };
  const only = Object.fromEntries(Object.entries(states).map(([trigger, state]) => [trigger, [state]]));
  return { words: regionText({ ...point, states: only, points: 1 }), address: addressOf(point) };
}

/** Null for a trigger that the policy does not have: it is new or gone, and stands among the changes as that. */
function thresholdText({ triggers }: CompiledPolicy, shortId: string): string | null {
  const texts = triggers.find((trigger) => trigger.shortId === shortId)?.thresholdTexts;
  return texts ? `PASS ${texts.pass}; WATCH ${texts.watch}; FAIL ${texts.fail}` : null;
}
