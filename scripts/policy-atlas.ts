/**
 * npm run policy:atlas -- [--policy FOLDER] [--against FOLDER] [--json FILE]
 *
 * What a policy set does with every class of request in every combination of trigger states, mode and CRM
 * hygiene; with --against also how that differs from another policy. Exit code 1 when a promise of
 * kernel/README.md breaks, or a threshold leaves a gap.
 */
import { existsSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import {
  type Atlas,
  type AtlasDifference,
  type AtlasReport,
  atlasDifference,
  atlasReport,
  atlasSteps,
  type CompiledPolicy,
  findingText,
  type Region,
  regionText,
  type ThresholdCoverage,
} from "@/kernel/enforcement";
import { faultText } from "@/lib/policy/publication/set-files";
import { readSetFolder } from "@/lib/policy/publication/set-folder";
import { verifySet } from "@/lib/policy/publication/verify-set";
import { projectRoot } from "./database/project";

const REFERENCE = join("docs", "policy", "vsf-TEST-CFO-001");
const USAGE = "Usage: npm run policy:atlas -- [--policy FOLDER] [--against FOLDER] [--json FILE]";
const REGIONS_SHOWN = 4;

interface Arguments {
  readonly policy: string;
  readonly against: string | null;
  readonly json: string | null;
}

export async function main(given: readonly string[]): Promise<void> {
  const started = performance.now();
  const { policy, against, json } = argumentsOf(given);
  const atlas = laidOut(policy);
  const report = atlasReport(atlas);
  const difference = against === null ? null : atlasDifference(atlas, laidOut(against));
  for (const line of reportLines(report)) console.log(line);
  for (const line of difference === null ? [] : differenceLines(difference)) console.log(line);
  if (json !== null) {
    writeFileSync(json, `${JSON.stringify({ report, classes: atlas.classes, difference }, null, 2)}\n`);
    console.log(`Everything is in ${json}.`);
  }
  console.error(`${((performance.now() - started) / 1000).toFixed(1)} s`);
  const gaps = report.thresholds.some(({ gaps }) => gaps.length > 0);
  if (gaps || report.promises.some(({ holds }) => !holds)) process.exitCode = 1;
}

function argumentsOf(given: readonly string[]): Arguments {
  const values = new Map<string, string>();
  for (let at = 0; at < given.length; at += 2) {
    const [name = "", value] = [given[at], given[at + 1]];
    if (!["--policy", "--against", "--json"].includes(name) || value === undefined || values.has(name)) {
      throw new Error(USAGE);
    }
    values.set(name, value);
  }
  return {
    policy: values.get("--policy") ?? join(projectRoot(), REFERENCE),
    against: values.get("--against") ?? null,
    json: values.get("--json") ?? null,
  };
}

/** Progress goes to stderr, so that the summary can be kept alone. */
function laidOut(folder: string): Atlas {
  const steps = atlasSteps(compiledFrom(resolve(folder)));
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    console.error(`${basename(folder)}: ${step.value.done}/${step.value.total} ${step.value.what}`);
  }
}

/**
 * The policy of a published set. A set that is being written has hashes to be made anew and is laid out all the
 * same: its author wants to see what it does before it is published.
 */
function compiledFrom(folder: string): CompiledPolicy {
  if (!existsSync(folder)) throw new Error(`There is no ${folder}: name the folder of a policy set.`);
  const { policy, faults } = verifySet(readSetFolder(folder));
  const [fault] = faults;
  if (policy === null) {
    throw new Error(
      `${folder} is no policy set that can be read: ${fault ? faultText(fault) : "it is empty"}.`,
    );
  }
  const [finding] = policy.findings;
  if (finding !== undefined)
    throw new Error(`${folder} cannot be enforced: ${finding.code} ${findingText(finding)}.`);
  if (fault !== undefined) {
    console.error(
      `${basename(folder)} is not as it was published, first of ${faults.length}: ${faultText(fault)}.`,
    );
  }
  return policy;
}

function* reportLines(report: AtlasReport): Generator<string> {
  yield `${number(report.situations)} situations × ${report.classes} classes of request`;
  yield "";
  yield "Rules of the policy: situations in which they hold, and decisions they make";
  for (const { rule, when, holds, decides } of report.rules) {
    yield `  ${rule}  ${number(holds)}  ${number(decides)}  ${when}`;
  }
  yield `Rules that never fire: ${report.rulesThatNeverFire.join(", ") || "none"}`;
  yield `Codes that cannot occur: ${report.codesThatCannotOccur.join(", ") || "none"}`;
  yield "";
  yield "Only default deny stands against";
  for (const { classId, label, situations, regions } of report.defaultDeny) {
    yield `  ${classId} ${label}: ${number(situations)} situations`;
    yield* regionLines(regions);
  }
  yield "";
  yield "Thresholds";
  yield* report.thresholds.flatMap(thresholdLines);
  yield "";
  yield "Promises";
  for (const { promise, holds, cells, counterexample } of report.promises) {
    yield `  ${holds ? "kept  " : "BROKEN"} ${promise} (${number(cells)} cells)`;
    if (counterexample !== null) yield `    ${JSON.stringify(counterexample)}`;
  }
}

function thresholdLines({ trigger, gaps, overlaps }: ThresholdCoverage): string[] {
  if (gaps.length + overlaps.length === 0) return [`  ${trigger}: every value has one state`];
  const words = ({ from, to, fromIncluded, toIncluded }: ThresholdCoverage["gaps"][number]) =>
    `${fromIncluded ? "[" : "("}${from ?? "−∞"}, ${to ?? "∞"}${toIncluded ? "]" : ")"}`;
  return [
    ...gaps.map((gap) => `  ${trigger}: no state for ${words(gap)}`),
    ...overlaps.map((overlap) => `  ${trigger}: ${overlap.states.join(" and ")} for ${words(overlap)}`),
  ];
}

function* differenceLines(difference: AtlasDifference): Generator<string> {
  const { cells, flips, thresholdsChanged } = difference;
  yield "";
  yield `Against the other policy: ${number(cells.opened)} opened, ${number(cells.closed)} closed, ${number(cells.reasonsOnly)} for other reasons only, of ${number(cells.all)} cells`;
  for (const { labels, from, to, situations, regions } of flips) {
    yield `  ${from} → ${to} in ${number(situations)} situations: ${labels.join("; ")}`;
    yield* regionLines(regions);
  }
  if (thresholdsChanged.length > 0) {
    yield `  The same states are reached by other figures: ${thresholdsChanged.join(", ")}`;
  }
}

function* regionLines(regions: readonly Region[]): Generator<string> {
  for (const region of regions.slice(0, REGIONS_SHOWN)) yield `    ${regionText(region)}`;
  if (regions.length > REGIONS_SHOWN) yield `    and ${regions.length - REGIONS_SHOWN} more regions`;
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}
