/**
 * Makes the document of a corpus case: a base document with the reference policy, changed as the case's
 * `given` says. The words of `given` are explained in README.md beside this file.
 */
import { referenceArtifacts } from "../testing/reference-policy";
import documents from "./00-base/documents.json";
import requestTemplates from "./00-base/requests.json";
import stateInputs from "./00-base/states.json";
import { parsePath, removeAt, setAt } from "./paths";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export interface GivenRequest extends JsonObject {
  like: string;
}
export interface Given {
  base?: "monthly" | "weekly";
  states?: Record<string, string>;
  set?: JsonObject;
  remove?: string[];
  history?: string[];
  stringify?: string[];
  copy_trigger?: { from: string; id: string };
  request?: GivenRequest;
  requests?: GivenRequest[];
  asserted?: JsonObject;
  log?: boolean;
  body?: string;
}

/** Stands in for what a case leaves out: who signs, what an ROI case and an offset look like. */
const ROI_CASE: JsonObject = {
  summary: "Protects renewals worth $40k ARR a month",
  expected_roi_band: [1.4, 2.2],
};
const OFFSET: JsonObject = { description: "Two agency contracts end in July", amount_usd: 9000 };
const EXCEPTIONS: Record<string, JsonObject> = {
  "with offset": { exception_id: "retention_protection", offset: OFFSET },
  "without offset": { exception_id: "retention_protection", offset: null },
};

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A fresh base document with the reference artifacts, every trigger PASS. */
export function baseDocument(base: "monthly" | "weekly" = "monthly"): JsonObject {
  return structuredClone({ ...documents[base], artifacts: referenceArtifacts }) as unknown as JsonObject;
}

export function documentOf(given: Given): JsonObject {
  const document = baseDocument(given.base);
  for (const [trigger, state] of Object.entries(given.states ?? {})) putInState(document, trigger, state);
  if (given.history) document.history = given.history.map((line) => historyEntry(document, line));
  if (given.copy_trigger) copyTrigger(document, given.copy_trigger);
  if (given.requests)
    document.requests = given.requests.map((request, index) => requestOf(request, `REQ-${index + 1}`));
  if (given.request) document.requests = [requestOf(given.request, "REQ-1")];
  if (given.asserted) document.asserted = structuredClone(given.asserted);
  for (const [path, value] of Object.entries(given.set ?? {})) {
    setAt(document, parsePath(document, path), structuredClone(value));
  }
  for (const path of given.remove ?? []) removeAt(document, parsePath(document, path));
  for (const name of given.stringify ?? []) {
    const artifacts = document.artifacts as JsonObject;
    artifacts[name] = JSON.stringify(artifacts[name]);
  }
  return document;
}

/** Sets the inputs that put one trigger in one state (00-base/states.json). */
export function putInState(document: JsonObject, trigger: string, state: string): void {
  const inputs = (stateInputs as Record<string, Record<string, JsonObject>>)[trigger]?.[state];
  if (inputs === undefined) throw new Error(`No inputs put ${trigger} in state ${state}`);
  document.inputs = { ...(document.inputs as JsonObject), ...structuredClone(inputs) };
}

/** A request made from a template; `details` are merged and null takes a detail away. */
export function requestOf(given: GivenRequest, id: string): JsonObject {
  const { like, details, signoffs, roi_case, exceptions, ...rest } = structuredClone(given);
  const template = (requestTemplates as unknown as Record<string, JsonObject>)[like];
  if (template === undefined) throw new Error(`No request template "${like}"`);
  const request: JsonObject = { request_id: id, ...structuredClone(template), ...(rest as JsonObject) };
  if (details !== undefined) request.details = merged(request.details as JsonObject, details as JsonObject);
  if (signoffs !== undefined) request.signoffs = signoffs;
  if (roi_case !== undefined) request.roi_case = roi_case;
  if (exceptions !== undefined) request.exceptions = exceptions;
  return spelledOut(request);
}

function spelledOut(request: JsonObject): JsonObject {
  if (request.roi_case === "documented") request.roi_case = structuredClone(ROI_CASE);
  if (Array.isArray(request.signoffs)) {
    request.signoffs = request.signoffs.map((role) =>
      typeof role === "string"
        ? { role, by: `${role.toLowerCase()}@acme.test`, at: "2026-07-08T09:00:00Z" }
        : role,
    );
  }
  if (Array.isArray(request.exceptions)) {
    request.exceptions = request.exceptions.map((exception) =>
      typeof exception === "string" ? structuredClone(EXCEPTIONS[exception] ?? exception) : exception,
    );
  }
  return request;
}

function merged(base: JsonObject, changes: JsonObject): JsonObject {
  const result: JsonObject = { ...base, ...changes };
  for (const [key, value] of Object.entries(changes)) if (value === null) delete result[key];
  return result;
}

export function triggersOf(document: JsonObject): JsonObject[] {
  const artifacts = document.artifacts as { trigger_spec: { trigger_spec: { triggers: JsonObject[] } } };
  return artifacts.trigger_spec.trigger_spec.triggers;
}

function copyTrigger(document: JsonObject, { from, id }: { from: string; id: string }): void {
  const triggers = triggersOf(document);
  const source = triggers.find((trigger) => String(trigger.id).startsWith(`${from}_`));
  triggers.push({ ...structuredClone(source ?? {}), id });
}

/** `"2026-05 monthly_close: T4 FAIL, T1 absent"`: what is not named was PASS. */
function historyEntry(document: JsonObject, line: string): JsonObject {
  const match = /^(\S+) (monthly_close|weekly): (.+)$/.exec(line);
  if (!match) throw new Error(`Not a past cycle: ${line}`);
  const [, cycle_id = "", cadence = "", list = ""] = match;
  const ids = triggersOf(document).map((trigger) => String(trigger.id));
  const states: JsonObject = Object.fromEntries(ids.map((id) => [id, "PASS"]));
  for (const item of list === "all PASS" ? [] : list.split(", ")) {
    const [short = "", state = ""] = item.split(" ");
    const id = ids.find((candidate) => candidate.startsWith(`${short}_`));
    if (id === undefined) throw new Error(`No trigger ${short} in ${line}`);
    if (state === "absent") delete states[id];
    else states[id] = state;
  }
  return { cycle_id, cadence, states };
}
