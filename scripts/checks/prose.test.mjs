import { expect, test } from "vitest";
import { CLAUSES, clausesIn, proseFaults } from "./prose.mjs";

const files = {
  "README.md": "# Revenue OS\n## How it starts\n",
  "docs/architecture.md": "# Layout\n",
  "lib/clock.ts": "",
};
const project = {
  exists: (path) => path in files || path === "docs" || path === "lib",
  read: (path) => files[path],
  hasCommand: (name) => name === "db:url",
};
const says = (path, text) => proseFaults(path, text, project).map((fault) => `${fault.line}: ${fault.says}`);

/** Put together here, so that this file does not itself cite a clause that does not exist. */
const MADE_UP = ["RUNTIME", "A6", "11"].join("-");

test("the contract has 34 clauses", () => {
  expect(CLAUSES).toHaveLength(34);
  expect(clausesIn("see RUNTIME-A6-10 and RUNTIME-A1-1")).toEqual(["RUNTIME-A6-10", "RUNTIME-A1-1"]);
});

test("a clause that the contract does not have is found in code and in documents", () => {
  expect(says("kernel/x.ts", `// as ${MADE_UP} says`)).toEqual([
    `1: ${MADE_UP} is no clause of the contract`,
  ]);
  expect(says("docs/architecture.md", `See ${MADE_UP}.`)).toEqual([
    `1: ${MADE_UP} is no clause of the contract`,
  ]);
});

test("a section without a clause number is no clause", () => {
  const section = ["RUNTIME", "A6"].join("-");
  expect(says("kernel/x.ts", `// ${section}`)).toEqual([`1: ${section} is no clause of the contract`]);
});

test("a link to a file or heading that is not there is found, with its line", () => {
  const text =
    "[a](docs/architecture.md)\n[b](docs/gone.md)\n[c](#how-it-starts)\n[d](docs/architecture.md#gone)";
  expect(says("README.md", text)).toEqual([
    "2: the link docs/gone.md leads nowhere",
    "2: there is no docs/gone.md",
    "4: the link docs/architecture.md#gone names a heading that is not there",
  ]);
});

test("links are followed from the folder of the document they stand in", () => {
  expect(says("docs/architecture.md", "[up](../README.md) and [web](https://example.com/x.md)")).toEqual([]);
});

test("a path in a comment must exist; a path in code is not prose", () => {
  expect(says("lib/x.ts", '// see lib/gone.ts\nopen("lib/gone.ts");\n// and lib/clock.ts')).toEqual([
    "1: there is no lib/gone.ts",
  ]);
});

test("a command that a document names must be one", () => {
  expect(says("README.md", "`npm run --silent db:url` and `npm run db:gone`")).toEqual([
    "1: package.json has no command db:gone",
  ]);
});

test("a link whose text is its path, and a route with a parameter in it, are read as one path each", () => {
  expect(says("README.md", "[docs/architecture.md](docs/architecture.md)")).toEqual([]);
  expect(says("README.md", "`app/c/[company]/page.tsx`")).toEqual([
    "1: there is no app/c/[company]/page.tsx",
  ]);
});
