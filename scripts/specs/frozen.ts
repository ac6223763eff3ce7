// The frozen set of Revenue OS v1.1: which files are held still by which specification, and what is wrong when a file
// moved without its specification, its hash or its line in the changelog.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sourceFiles } from "../checks/source-files.mjs";
import { tableUnder } from "./markdown-table";

export const FROZEN_PAGE = "docs/specs/FROZEN-v1.1-cfo.md";

/** A file belongs to the first line that matches it. */
const GOVERNED: readonly (readonly [RegExp, string])[] = [
  [/^kernel\/revenue\/(levers|change-rules)\.ts$/, "docs/specs/action-executor-map.md"],
  [/^lib\/commands\/executors\//, "docs/specs/action-executor-map.md"],
  [
    /^lib\/commands\/(execute-actions|revert-action|abort-actions|record-results)\.ts$/,
    "docs/specs/action-executor-map.md",
  ],
  [/^kernel\/revenue\/metric(s|-ids)(\.ts$|\/)/, "docs/specs/canonical-metrics.md"],
  [/^lib\/queries\/metrics\//, "docs/specs/canonical-metrics.md"],
  [/^lib\/commands\/compute-metrics\.ts$/, "docs/specs/canonical-metrics.md"],
  [/^kernel\/(revenue|prompts)\//, "docs/specs/kernel-io-contract.md"],
  [/^lib\/commands\/run-revenue-cycle\.ts$/, "docs/specs/kernel-io-contract.md"],
  [/^prisma\/migrations\/\d+_\w+\/migration\.sql$/, "docs/specs/rls-tenant-checklist.md"],
];

export interface FrozenFile {
  file: string;
  sha256: string;
  spec: string;
}

export interface Freeze {
  freeze: string;
  date: string;
  spec: string;
  code: string;
  text: string;
  why: string;
}

const sha256 = (text: string) => createHash("sha256").update(text, "utf8").digest("hex");
const SHORT = 12;

export function governedFiles(root: string): FrozenFile[] {
  return sourceFiles(root, /\.(ts|sql)$/)
    .filter((file: string) => !/\.test\.ts$|\/testing\//.test(file))
    .flatMap((file: string) => {
      const spec = GOVERNED.find(([pattern]) => pattern.test(file))?.[1];
      return spec ? [{ file, sha256: sha256(readFileSync(join(root, file), "utf8")), spec }] : [];
    });
}

/** Digests of everything that a specification governs, and of its own text. */
export function digestsOf(
  root: string,
  files: readonly FrozenFile[],
): Map<string, { code: string; text: string }> {
  const specs = [...new Set(GOVERNED.map(([, spec]) => spec))].sort();
  return new Map(
    specs.map((spec) => {
      const lines = files
        .filter((each) => each.spec === spec)
        .map(({ file, sha256: hash }) => `${hash}  ${file}\n`);
      const page = join(root, spec);
      const text = existsSync(page) ? sha256(readFileSync(page, "utf8")) : "";
      return [spec, { code: sha256(lines.join("")).slice(0, SHORT), text: text.slice(0, SHORT) }];
    }),
  );
}

export interface FrozenRecord {
  files: FrozenFile[];
  history: Freeze[];
}

export function readFrozen(page: string): FrozenRecord {
  const files = tableUnder(page, "Files").map(({ file = "", sha256: hash = "", spec = "" }) => ({
    file,
    sha256: hash,
    spec,
  }));
  const history = tableUnder(page, "History").map(
    ({ freeze = "", date = "", spec = "", code = "", text = "", why = "" }) => ({
      freeze,
      date,
      spec,
      code,
      text,
      why,
    }),
  );
  return { files, history };
}

/** What moved without leave, one sentence each; empty when the tree is the frozen one. */
export function frozenFaults(root: string): string[] {
  const { files, history } = readFrozen(readFileSync(join(root, FROZEN_PAGE), "utf8"));
  const changelog = readFileSync(join(root, "CHANGELOG.md"), "utf8");
  const present = governedFiles(root);
  return [
    ...fileFaults(files, present),
    ...historyFaults(history, digestsOf(root, present)),
    ...[...new Set(history.map(({ freeze }) => freeze))]
      .filter((freeze) => !changelog.includes(freeze))
      .map((freeze) => `CHANGELOG.md has no line that names ${freeze}`),
  ];
}

function fileFaults(frozen: readonly FrozenFile[], present: readonly FrozenFile[]): string[] {
  const wanted = new Map(frozen.map((each) => [each.file, each]));
  const found = new Map(present.map((each) => [each.file, each]));
  return [
    ...present.flatMap(({ file, sha256: hash, spec }) => {
      const known = wanted.get(file);
      if (!known) return [`${file} is not in the frozen set`];
      if (known.spec !== spec) return [`${file} is governed by ${spec}`];
      return known.sha256 === hash
        ? []
        : [`${file} differs from its frozen hash: change ${spec} first, then freeze again`];
    }),
    ...frozen.filter(({ file }) => !found.has(file)).map(({ file }) => `${file} is frozen and gone`),
  ];
}

function historyFaults(history: readonly Freeze[], digests: ReturnType<typeof digestsOf>): string[] {
  const faults: string[] = [];
  for (const [spec, now] of digests) {
    const own = history.filter((each) => each.spec === spec);
    const last = own.at(-1);
    if (last?.code !== now.code || last.text !== now.text)
      faults.push(`${spec} or its code moved since its last freeze`);
    own.forEach((each, position) => {
      const before = own[position - 1];
      if (before && before.code !== each.code && before.text === each.text && each.why === "")
        faults.push(
          `${each.freeze}: the code under ${spec} changed and the specification did not, without a reason`,
        );
    });
  }
  return faults;
}

/** The page as it must stand after freezing what is there now. `why` is asked for where code moved and its page did not. */
export function freezeNow(
  root: string,
  { date, why }: { date: string; why: string },
): { page: string; freeze: string } {
  const before = readFileSync(join(root, FROZEN_PAGE), "utf8");
  const { history } = readFrozen(before);
  const files = governedFiles(root);
  const number = Math.max(0, ...history.map(({ freeze }) => Number(/\d+/.exec(freeze)?.[0] ?? 0))) + 1;
  const freeze = `freeze ${number}`;
  const added: Freeze[] = [];
  for (const [spec, { code, text }] of digestsOf(root, files)) {
    const last = history.filter((each) => each.spec === spec).at(-1);
    if (last?.code === code && last.text === text) continue;
    const isSilent = last !== undefined && last.code !== code && last.text === text;
    if (isSilent && why === "")
      throw new Error(`Code under ${spec} changed and the page did not: change it, or say --why.`);
    added.push({ freeze, date, spec, code, text, why: isSilent ? why : "" });
  }
  if (added.length === 0) throw new Error("Nothing moved since the last freeze.");
  return { page: render(before, files, [...history, ...added]), freeze };
}

function render(before: string, files: readonly FrozenFile[], history: readonly Freeze[]): string {
  const intro = before.slice(0, before.indexOf("## Files"));
  const rows = files.map(({ file, sha256: hash, spec }) => `| \`${file}\` | \`${hash}\` | \`${spec}\` |`);
  const freezes = history.map(
    ({ freeze, date, spec, code, text, why }) =>
      `| ${freeze} | ${date} | \`${spec}\` | \`${code}\` | \`${text}\` | ${why} |`,
  );
  return `${intro}## Files

| file | sha256 | spec |
| --- | --- | --- |
${rows.join("\n")}

## History

| freeze | date | spec | code | text | why |
| --- | --- | --- | --- | --- | --- |
${freezes.join("\n")}
`;
}
