/** Compares a report with what a corpus case expects of it, and says every difference in words. */
import type { Json, JsonObject } from "./given";
import { isObject } from "./given";

export interface Expect {
  outcome?: string;
  codes?: string[];
  states?: Record<string, string>;
  triggers?: JsonObject;
  decision?: Json;
  decisions?: JsonObject;
  mode?: JsonObject;
  escalations?: Record<string, boolean>;
  report?: JsonObject;
  not_a_run?: string;
}

/** The long form of the shorthands: a partial report. */
export function partialReport(expect: Expect): JsonObject {
  const partial: JsonObject = {};
  if (expect.mode) partial.mode = expect.mode;
  if (expect.outcome !== undefined || expect.codes) {
    partial.final_outcome = {
      ...(expect.outcome === undefined ? {} : { outcome: expect.outcome }),
      ...(expect.codes ? { reason_codes: expect.codes } : {}),
    };
  }
  const states = Object.entries(expect.states ?? {}).map(([id, state]) => [id, { state }]);
  if (states.length > 0 || expect.triggers) {
    partial.trigger_evaluation = { ...Object.fromEntries(states), ...expect.triggers };
  }
  const decisions = {
    ...(expect.decision === undefined ? {} : { "REQ-1": expect.decision }),
    ...expect.decisions,
  };
  if (Object.keys(decisions).length > 0) partial.gate_decisions = mapped(decisions, inFull("decision"));
  if (expect.escalations) partial.escalations_emitted = mapped(expect.escalations, inFull("emitted"));
  return partial;
}

function mapped(object: JsonObject, change: (value: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
function inFull(key: string): (value: Json) => Json {
  return (value) => (isObject(value) ? value : { [key]: value });
}

/** Empty when the actual value holds all that is expected. */
export function differences(expected: Json, actual: Json | undefined, path: string): string[] {
  if (Array.isArray(expected)) return listDifferences(expected, actual, path);
  if (isObject(expected)) return objectDifferences(expected, actual, path);
  return Object.is(expected, actual) ? [] : [difference(path, show(expected), actual)];
}

function objectDifferences(expected: JsonObject, actual: Json | undefined, path: string): string[] {
  if ("$contains" in expected) return containsDifferences(expected.$contains ?? null, actual, path);
  if ("$set" in expected) return setDifferences(expected.$set as Json[], actual, path);
  if ("$nothing" in expected) {
    return actual === undefined || actual === null ? [] : [difference(path, "nothing", actual)];
  }
  if (Array.isArray(actual)) {
    return Object.entries(expected).flatMap(([name, value]) =>
      differences(value, elementNamed(actual, name), `${path}[${name}]`),
    );
  }
  if (!isObject(actual)) return [difference(path, show(expected), actual)];
  return Object.entries(expected).flatMap(([key, value]) =>
    differences(value, actual[key], `${path}.${key}`),
  );
}

/** An element of a report's list by the name a reader knows it by: trigger, request or rule. */
function elementNamed(list: readonly Json[], name: string): Json | undefined {
  return list.find(
    (element) =>
      isObject(element) &&
      (element.request_id === name ||
        element.rule === name ||
        element.trigger_id === name ||
        String(element.trigger_id).startsWith(`${name}_`)),
  );
}

function listDifferences(expected: Json[], actual: Json | undefined, path: string): string[] {
  if (!Array.isArray(actual) || actual.length !== expected.length)
    return [difference(path, show(expected), actual)];
  return expected.flatMap((value, index) => differences(value, actual[index], `${path}[${index}]`));
}

function containsDifferences(part: Json, actual: Json | undefined, path: string): string[] {
  const found =
    typeof actual === "string"
      ? actual.includes(String(part))
      : Array.isArray(actual) && actual.some((member) => differences(part, member, path).length === 0);
  return found ? [] : [difference(path, `something with ${show(part)}`, actual)];
}

function setDifferences(expected: Json[], actual: Json | undefined, path: string): string[] {
  const sorted = (list: readonly Json[]) => JSON.stringify(list.map(show).sort());
  const same = Array.isArray(actual) && sorted(actual) === sorted(expected);
  return same ? [] : [difference(path, `in any order ${show(expected)}`, actual)];
}

function difference(path: string, expected: string, actual: Json | undefined): string {
  return `${path}: expected ${expected}, got ${actual === undefined ? "nothing" : show(actual)}`;
}
function show(value: Json): string {
  return JSON.stringify(value);
}
