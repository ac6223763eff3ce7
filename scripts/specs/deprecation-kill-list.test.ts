import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { sourceFiles } from "../checks/source-files.mjs";
import { tableUnder } from "./markdown-table";

const root = process.cwd();
const gone = tableUnder(readFileSync("docs/specs/deprecation-kill-list.md", "utf8"), "Gone");
// A test may name what is gone, to see that it stays gone.
const files: string[] = sourceFiles(root, /\.(ts|tsx|mjs|js|sql|prisma|json|md)$/).filter(
  (path) => !/\.(test|spec)\.\w+$/.test(path),
);
const searched = files.map((path) => ({ path, text: `${path}\n${readFileSync(path, "utf8")}` }));

test.each(gone)("$pattern is gone", ({ pattern = "", "may stand in": places = "" }) => {
  const allowed = places.split(", ");
  const found = searched
    .filter(({ path }) => !allowed.some((place) => path.startsWith(place)))
    .filter(({ text }) => new RegExp(pattern).test(text))
    .map(({ path }) => path);
  expect(found).toEqual([]);
});

test("whatever the code calls deprecated has its line in the list", () => {
  const marked = searched.flatMap(({ path, text }) =>
    /\.(ts|tsx)$/.test(path)
      ? [...text.matchAll(/@deprecated[\s\S]*?export (?:const|function|type) (\w+)/g)].map(
          ([, name]) => name ?? "",
        )
      : [],
  );
  expect(marked.filter((name) => !gone.some(({ pattern = "" }) => new RegExp(pattern).test(name)))).toEqual(
    [],
  );
});

test("the search finds a name that is not gone", () => {
  expect(searched.some(({ text }) => /REVENUE_OS_KERNEL_PROMPT/.test(text))).toBe(true);
});
