/** Where a finding or a change points, as the editor knows places: an artifact, and the steps into its document. */
import type { ArtifactName } from "@/kernel/enforcement";
import type { DataPath } from "./json-text";

export type Place = { readonly artifact: ArtifactName; readonly path: DataPath };

/** Some characters of the text at a place, the first counted from 1. */
export type Words = { readonly position: number; readonly length: number };

/** What a mark covers: the value at a path, words of it, or the name that stands before it. */
export type Marked = { readonly path: DataPath; readonly words: Words | null; readonly atKey: boolean };

/** In the order of the tabs. */
export const ARTIFACTS = [
  "micro_case",
  "trigger_spec",
  "gating_rules",
  "outcome_contract",
] as const satisfies readonly ArtifactName[];

/** `trigger_spec.triggers[3].id` and `triggers[*]`: the steps, up to the first that stands for many. */
export function stepsOf(text: string): DataPath {
  const steps: string[] = [];
  for (const [, key, index] of text.matchAll(/([^.[\]]+)|\[([^\]]*)\]/g)) {
    const step = key ?? index ?? "";
    if (step === "*") break;
    steps.push(step);
  }
  return steps;
}

const artifactNamed = (name: string | undefined): ArtifactName | undefined =>
  ARTIFACTS.find((known) => known === name);

/** The place of a compiler's finding: `artifacts.micro_case`, or a path that begins with an artifact's root object. */
export function placeOfFinding(path: string): Place | null {
  const [first, ...rest] = stepsOf(path);
  if (first === "artifacts") {
    const artifact = artifactNamed(rest[0]);
    return artifact === undefined ? null : { artifact, path: [] };
  }
  const artifact = artifactNamed(first);
  return artifact === undefined ? null : { artifact, path: [artifact, ...rest] };
}

/** The place of a path into the documents of a set, `08.bundle.gating_rules.gating_rules.gates[1]`; null outside them. */
export function placeInSet(path: string): Place | null {
  const [file, bundle, name, ...rest] = stepsOf(path);
  const artifact = artifactNamed(name);
  return file === "08" && bundle === "bundle" && artifact !== undefined ? { artifact, path: rest } : null;
}

/** One text for a path, the same for the same path: RFC 6901. */
export const pointerOf = (path: DataPath): string =>
  path.map((step) => `/${step.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

export const pathOfPointer = (pointer: string): DataPath =>
  pointer === ""
    ? []
    : pointer
        .slice(1)
        .split("/")
        .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));

export const isWithin = (path: DataPath, outer: DataPath): boolean =>
  outer.every((step, index) => path[index] === step);

/** An element's id for a place. References between elements are lists of ids with spaces between, so it has none. */
export const elementId = (artifact: ArtifactName, pointer: string): string =>
  `policy-${artifact}${pointer}`.replace(/\s/g, "_");

/** The value at a path of plain data; undefined where it leads nowhere. */
export function valueAt(data: unknown, path: DataPath): unknown {
  return path.reduce<unknown>((value, step) => {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    return (value as Record<string, unknown>)[step];
  }, data);
}
