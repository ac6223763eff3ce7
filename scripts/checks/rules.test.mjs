import { expect, test } from "vitest";
import { importsOf } from "./imports.mjs";
import { faultsOf } from "./rules.mjs";
import { tokensOf } from "./tokens.mjs";

const says = (path, source) => faultsOf(path, source).map((fault) => `${fault.line}: ${fault.says}`);
const targets = (path, source) => importsOf(path, source).map(({ target }) => target);

test.each([
  ["a plain import", 'import { a } from "../lib/x";'],
  ["a default import with names", 'import a, { type B } from "../lib/x";'],
  ["a namespace", 'import * as all from "../lib/x";'],
  ["types alone", 'import type { A } from "../lib/x";'],
  ["only its effect", 'import "../lib/x";'],
  ["an import at run time", 'const a = await import("../lib/x");'],
  ["an import at run time, in backticks", "const a = await import(`../lib/x`);"],
  ["the type of an import", 'type A = typeof import("../lib/x");'],
  ["a re-export of names", 'export { a } from "../lib/x";'],
  ["a re-export of everything", 'export * from "../lib/x";'],
  ["a re-export of types", 'export type { A } from "../lib/x";'],
  ["require", 'const a = require("../lib/x");'],
  ["the alias", 'import { a } from "@/lib/x";'],
  [
    "an import over several lines, with comments",
    'import {\n  // why\n  a,\n  type B, /* so */\n} from "../lib/x";',
  ],
])("%s is seen as an import", (_, source) => {
  expect(targets("components/card.tsx", source)).toEqual(["lib/x"]);
  expect(says("components/card.tsx", source)).toHaveLength(1);
});

test.each([
  ["a comment", '// import { a } from "@/lib/x";\n/* import "@/lib/x" */'],
  ["a string", "const text = 'import { a } from \"@/lib/x\"';"],
  ["a template", 'const text = `import "@/lib/x" $ import "@/lib/y"`;'],
  ["a member of that name", 'file.import("@/lib/x");'],
])("what stands in %s is no import", (_, source) => {
  expect(targets("components/card.tsx", source)).toEqual([]);
});

test("an import after a regular expression with quotes in it is still seen", () => {
  expect(targets("components/card.tsx", 'const quote = /["\'`]/;\nimport { a } from "@/lib/x";')).toEqual([
    "lib/x",
  ]);
});

test("an import after an apostrophe in the text of a page is still seen", () => {
  const source = "const page = <p>Don't wait</p>;\nimport { a } from '@/lib/x';";
  expect(targets("components/card.tsx", source)).toEqual(["lib/x"]);
});

test("an import after a template with a template in it is still seen", () => {
  const source = `const text = \`a \${b.map((c) => \`\${c} {\`).join("}")} d\`;\nimport { a } from "@/lib/x";`;
  expect(targets("components/card.tsx", source)).toEqual(["lib/x"]);
});

test("lines are counted through comments, strings and templates", () => {
  const last = tokensOf('/* one\ntwo */\n"x";\n`three\nfour`\nend').at(-1);
  expect(last).toMatchObject({ text: "end", line: 6 });
});

test.each([
  ["kernel/revenue/metrics.ts", 'import { x } from "@/lib/env";', "kernel imports only itself"],
  ["kernel/revenue/metrics.ts", 'import { z } from "zod/v4"; import React from "react";', "here: react"],
  ["kernel/revenue/metrics.ts", 'import { readFileSync } from "node:fs";', "here: node:fs"],
  ["kernel/revenue/metrics.ts", 'import { readFileSync } from "fs";', "here: fs"],
  ["kernel/revenue/metrics.ts", "const x = import(name);", "a computed import"],
  ["kernel/revenue/metrics.test.ts", 'import { x } from "@/lib/env";', "nothing else of the project"],
  [
    "kernel/revenue/metrics.ts",
    'import { x } from "../enforcement/decide";',
    "only through kernel/enforcement/index.ts",
  ],
  [
    "lib/queries/log.ts",
    'import { x } from "@/kernel/enforcement/decide";',
    "only through kernel/enforcement/index.ts",
  ],
  [
    "kernel/enforcement/decide.ts",
    'import { x } from "../revenue/metrics";',
    "knows nothing of kernel/revenue",
  ],
  ["kernel/revenue/metrics.ts", 'import { x } from "../prompts";', "kernel/prompts"],
  ["lib/queries/log.ts", 'import { x } from "@/app/log/page";', "lib never imports app or components"],
  [
    "lib/queries/log.ts",
    'import type { X } from "@/components/ui/table";',
    "lib never imports app or components",
  ],
  ["lib/db/client.ts", 'import { x } from "@/scripts/database/prepare";', "imports no scripts"],
  ["components/ui/card.tsx", 'import type { X } from "@/lib/queries/log";', "never lib or app"],
  ["components/ui/card.tsx", 'import { X } from "@/app/log/_components/x";', "never lib or app"],
  ["app/log/page.tsx", 'import { x } from "@/lib/db/client";', "writes only through lib/actions"],
  ["app/log/page.tsx", 'import { x } from "@/lib/commands/sign-request";', "writes only through lib/actions"],
  ["app/log/page.tsx", 'import pg from "pg";', "writes only through lib/actions"],
  ["lib/queries/log.ts", 'import { x } from "@/lib/db/generated/client";', "generated client"],
  ["lib/queries/log.ts", 'import type { X } from "../db/generated/models";', "generated client"],
  ["bench/run.ts", 'import { PrismaClient } from "@prisma/client";', "generated client"],
  ["lib/jobs/nightly.ts", 'import Anthropic from "@anthropic-ai/sdk";', "model SDK"],
  ["app/api/x/route.ts", 'import OpenAI from "openai";', "model SDK"],
])("%s may not: %s", (path, source, sentence) => {
  expect(says(path, source).join("\n")).toContain(sentence);
});

test.each([
  ["kernel/revenue/metrics.ts", 'import { z } from "zod"; import { x } from "./y";'],
  [
    "kernel/revenue/metrics.ts",
    'import { run } from "../enforcement/index"; import { a } from "@/kernel/enforcement";',
  ],
  [
    "kernel/enforcement/corpus.test.ts",
    'import { readFileSync } from "node:fs"; import { test } from "vitest";',
  ],
  [
    "components/governance/badge.tsx",
    'import { x } from "@/kernel/enforcement"; import { y } from "../ui/card";',
  ],
  ["lib/db/client.ts", 'import { PrismaClient } from "./generated/client"; import { env } from "../env";'],
  ["lib/db/testing/server.ts", 'import { x } from "@/scripts/database/cluster";'],
  ["prisma/seed/index.ts", 'import { PrismaClient } from "../../lib/db/generated/client";'],
  ["app/log/page.tsx", 'import { x } from "@/lib/queries/log"; import { y } from "@/lib/actions/sign";'],
  ["lib/ai/model.ts", 'import Anthropic from "@anthropic-ai/sdk";'],
])("%s may: %s", (path, source) => {
  expect(says(path, source)).toEqual([]);
});

test.each([
  ["async function f() {}"],
  ["const x = await y;"],
  ["let p: Promise<number>;"],
  ["const t = Date.now();"],
  ["const t = new Date();"],
  ["const t = new Date;"],
  ["const t = Date();"],
  ["const r = Math.random();"],
  ["const e = process.env.HOME;"],
  ["fetch(url);"],
  ["setTimeout(f, 1);"],
  ["queueMicrotask(f);"],
  ["const n = performance.now();"],
  ["const id = crypto.randomUUID();"],
  ["console.log(1);"],
  ["const s = a.localeCompare(b);"],
  ["const s = n.toLocaleString();"],
  ["const here = import.meta.url;"],
  ["const g = globalThis;"],
  [`const text = \`\${Date.now()}\`;`],
])("the kernel may not hold: %s", (source) => {
  expect(says("kernel/revenue/metrics.ts", source)).toHaveLength(1);
});

test.each([
  ["const at = new Date(document.as_of);"],
  ["const day = Date.UTC(2026, 0, 1);"],
  ["// await Promise, Date.now() and fetch are told of here"],
  ['const text = "async await Date.now() process";'],
  ["const x = input.process; const y = { fetch: 1 };"],
  ["const exec = /await|process/.exec(text);"],
])("the kernel may hold: %s", (source) => {
  expect(says("kernel/revenue/metrics.ts", source)).toEqual([]);
});

test.each([
  ["lib/queries/log.ts", "const url = process.env.DATABASE_URL;", "only reader of process.env"],
  ["app/page.tsx", "const at = Date.now();", "only reader of time"],
  ["components/ui/age.tsx", "const at = new Date();", "only reader of time"],
])("%s may not read settings or time itself: %s", (path, source, sentence) => {
  expect(says(path, source).join("\n")).toContain(sentence);
});

test("the environment's and the clock's own files read them", () => {
  expect(says("lib/env.ts", "parse(process.env);")).toEqual([]);
  expect(says("lib/clock.ts", "return new Date();")).toEqual([]);
});
