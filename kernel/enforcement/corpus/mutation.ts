/**
 * Makes the documents of the fuzz test: a plausible run, then broken on purpose. Structural changes tear at
 * its shape; semantic ones keep the shape and move values, words and figures to where a mistake would show.
 */
import requestTemplates from "./00-base/requests.json";
import {
  baseDocument,
  type GivenRequest,
  isObject,
  type Json,
  type JsonObject,
  putInState,
  requestOf,
  triggersOf,
} from "./given";
import { hostileValue, reworded, tearText, writeHostile } from "./hostile";
import { below, chance, pick, type Random } from "./random";

export interface FuzzDocument {
  readonly text: string;
  readonly logWillTake: boolean;
  /** Whether the artifacts are still the reference policy, so that the restated gate tables apply. */
  readonly referencePolicy: boolean;
}

const TRIGGERS = ["T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8"];
const STATES = ["PASS", "PASS", "PASS", "WATCH", "FAIL", "UNKNOWN"];
const LIKES = Object.keys(requestTemplates);
const HOSTILE_KEYS = ["§proto§", "constructor", "toString", "", "hasOwnProperty", "ﬁeld"];
const SIGNERS: Json[] = [
  "CFO",
  "CEO",
  "cfo",
  { role: "CFO" },
  { role: "CFO", by: "lead@acme.test" },
  { role: "CEO", by: "" },
];

export function fuzzDocument(random: Random): FuzzDocument {
  const document = plausibleDocument(random);
  const logWillTake = !chance(random, 0.1);
  let referencePolicy = true;
  for (let count = pick(random, [0, 1, 1, 2, 3, 5]); count > 0; count--) {
    if (chance(random, 0.45)) {
      referencePolicy = false;
      mutate(random, (document.artifacts ?? {}) as JsonObject);
    } else mutateOutside(random, document);
  }
  if (chance(random, 0.02)) referencePolicy = false;
  if (!isObject(document.artifacts)) referencePolicy = false;
  const text = writeHostile(document);
  if (!chance(random, 0.03)) return { text, logWillTake, referencePolicy };
  return { text: tearText(random, text), logWillTake, referencePolicy: false };
}

function plausibleDocument(random: Random): JsonObject {
  const document = baseDocument(pick(random, ["monthly", "monthly", "weekly"] as const));
  const weekly = (document.cycle as JsonObject).cadence === "weekly";
  for (const trigger of weekly ? ["T4", "T6"] : TRIGGERS) {
    if (chance(random, 0.5)) putInState(document, trigger, pick(random, STATES));
  }
  if (chance(random, 0.4)) document.history = randomHistory(random, document);
  document.requests = Array.from({ length: below(random, 5) }, (_, index) =>
    randomRequest(random, `REQ-${index}`),
  );
  if (chance(random, 0.2)) document.asserted = randomClaims(random);
  return document;
}

function randomHistory(random: Random, document: JsonObject): JsonObject[] {
  const ids = triggersOf(document).map((trigger) => String(trigger.id));
  return Array.from({ length: below(random, 7) }, (_, index) => ({
    cycle_id: chance(random, 0.1) ? "2026-06" : `2026-${index}`,
    cadence: pick(random, ["weekly", "monthly_close"]),
    states: Object.fromEntries(
      ids
        .filter(() => chance(random, 0.97))
        .map((id) => [id, chance(random, 0.8) ? "PASS" : pick(random, STATES)]),
    ),
  }));
}

function randomRequest(random: Random, id: string): JsonObject {
  const given: GivenRequest = { like: pick(random, LIKES) };
  if (chance(random, 0.6))
    given.signoffs = Array.from({ length: below(random, 4) }, () => pick(random, SIGNERS));
  if (chance(random, 0.5))
    given.roi_case = pick<Json>(random, ["documented", null, { summary: "s", expected_roi_band: [2, 1] }]);
  if (chance(random, 0.4))
    given.exceptions = [pick<Json>(random, ["with offset", "without offset", { exception_id: "other" }])];
  const request = requestOf(given, id);
  const details = (request.details ?? {}) as JsonObject;
  if (chance(random, 0.4)) {
    const donor = requestOf({ like: pick(random, LIKES) }, id);
    if (donor.gate_id === request.gate_id)
      Object.assign(details, pickSome(random, (donor.details ?? {}) as JsonObject));
  }
  return request;
}

function pickSome(random: Random, object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(() => chance(random, 0.5)));
}

function randomClaims(random: Random): JsonObject {
  return {
    mode: pick<Json>(random, ["NORMAL", "DEFENSIVE", null]),
    escalations_emitted: pick<Json>(random, [[], null, ["Two consecutive monthly FAILs on T1/T2"]]),
    decision_log: pick<Json>(random, [null, [], ["REQ-0", "REQ-1"], ["REQ-0", "REQ-1", "REQ-2", "REQ-3"]]),
  };
}

/** Outside the artifacts most changes land in the inputs and the requests, where decisions rest on them. */
function mutateOutside(random: Random, document: JsonObject): void {
  const part = pick(random, [
    "inputs",
    "inputs",
    "requests",
    "requests",
    "requests",
    "history",
    "close",
    "cycle",
    "asserted",
    "all",
  ]);
  const target = part === "all" ? document : document[part];
  if (part === "all" && chance(random, 0.9))
    document[pick(random, ["crm_hygiene", "dataset", "close"])] = hostileValue(random);
  else if (typeof target === "object" && target !== null) mutate(random, target);
  else document[part] = hostileValue(random);
}

type Container = JsonObject | Json[];

/** Walks down to a random place and changes it there. */
function mutate(random: Random, root: Json): void {
  let parent: Json = root;
  for (let depth = 0; depth < 12; depth++) {
    const keys = keysOf(parent);
    if (keys.length === 0) return;
    const key = pick(random, keys);
    const child: Json | undefined = (parent as JsonObject)[key];
    const deeper = typeof child === "object" && child !== null && keysOf(child).length > 0;
    if (!deeper || chance(random, 0.12)) {
      change(random, parent as Container, key, root);
      return;
    }
    parent = child;
  }
}

function keysOf(value: Json): string[] {
  return typeof value === "object" && value !== null ? Object.keys(value) : [];
}

function change(random: Random, parent: Container, key: string, root: Json): void {
  const holder = parent as JsonObject;
  const value = holder[key] as Json;
  if (typeof value === "string" && chance(random, 0.6)) holder[key] = reworded(random, value);
  else if (typeof value === "number" && chance(random, 0.6)) holder[key] = nearby(random, value);
  else if (typeof value === "boolean" && chance(random, 0.6)) holder[key] = !value;
  else tear(random, parent, key, root);
}

function nearby(random: Random, value: number): number {
  return pick(random, [
    value + 0.01,
    value - 0.01,
    -value,
    0,
    value * 10,
    value / 3,
    Number.MIN_VALUE,
    1e308,
    value + 1e-9,
    Math.round(value) + 1,
  ]);
}

function tear(random: Random, parent: Container, key: string, root: Json): void {
  const holder = parent as JsonObject;
  const tool = below(random, 7);
  if (tool === 0) removeFrom(parent, key);
  else if (tool === 1) doubleIn(parent, key);
  else if (tool === 2) holder[key] = structuredClone(somewhere(random, root));
  else if (tool === 3) holder[key] = [holder[key] as Json];
  else if (tool === 4) holder[key] = JSON.stringify(holder[key] as Json);
  else if (tool === 5 && !Array.isArray(parent)) holder[pick(random, HOSTILE_KEYS)] = hostileValue(random);
  else holder[key] = hostileValue(random);
}

function removeFrom(parent: Container, key: string): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
}
function doubleIn(parent: Container, key: string): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 0, structuredClone(parent[Number(key)] ?? null));
  else parent[`${key}_2`] = structuredClone(parent[key] ?? null);
}

function somewhere(random: Random, root: Json): Json {
  let value = root;
  while (keysOf(value).length > 0 && !chance(random, 0.25))
    value = (value as JsonObject)[pick(random, keysOf(value))] as Json;
  return value;
}
