import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FROZEN_PAGE, freezeNow, frozenFaults, governedFiles } from "./frozen";

const NEW_LEVERS = "kernel/revenue/levers.ts";
const SPEC = "docs/specs/action-executor-map.md";

test("what Revenue OS v1.1 holds still stands as it was frozen, with its specifications and changelog", () => {
  expect(frozenFaults(process.cwd())).toEqual([]);
});

describe("a change that skips a step is found", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "revenue-os-frozen-"));
    const copied = [
      ...governedFiles(process.cwd()).map(({ file }) => file),
      FROZEN_PAGE,
      "CHANGELOG.md",
      "docs/specs",
    ];
    for (const path of copied) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      cpSync(path, join(root, path), { recursive: true });
    }
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const edit = (path: string, more: string) =>
    writeFileSync(join(root, path), `${readFileSync(join(root, path), "utf8")}${more}`);
  const freeze = (why = "") => {
    const { page, freeze: name } = freezeNow(root, { date: "2026-11-22", why });
    writeFileSync(join(root, FROZEN_PAGE), page);
    return name;
  };

  test("code alone", () => {
    edit(NEW_LEVERS, "// A new limit.\n");
    expect(frozenFaults(root).join("\n")).toContain(
      `${NEW_LEVERS} differs from its frozen hash: change ${SPEC} first`,
    );
    expect(() => freeze()).toThrow(`Code under ${SPEC} changed and the page did not`);
  });
  test("code and hash, without a word in the specification or a reason", () => {
    edit(NEW_LEVERS, "// A new limit.\n");
    const name = freeze("Comment only");
    edit("CHANGELOG.md", `\n- ${name}\n`);
    expect(frozenFaults(root)).toEqual([]);
    const page = readFileSync(join(root, FROZEN_PAGE), "utf8").replace("| Comment only |", "|  |");
    writeFileSync(join(root, FROZEN_PAGE), page);
    expect(frozenFaults(root).join("\n")).toContain(
      `${name}: the code under ${SPEC} changed and the specification did not`,
    );
  });
  test("code, specification and hash, without the changelog", () => {
    edit(NEW_LEVERS, "// A new limit.\n");
    edit(SPEC, "\nA new limit.\n");
    const name = freeze();
    expect(frozenFaults(root)).toEqual([`CHANGELOG.md has no line that names ${name}`]);
  });
  test("a file that is added or gone", () => {
    writeFileSync(join(root, "kernel/revenue/second-opinion.ts"), "export {};\n");
    rmSync(join(root, NEW_LEVERS));
    const faults = frozenFaults(root).join("\n");
    expect(faults).toContain("kernel/revenue/second-opinion.ts is not in the frozen set");
    expect(faults).toContain(`${NEW_LEVERS} is frozen and gone`);
  });
});
