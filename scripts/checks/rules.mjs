// The import rules and the kernel's purity, as data: each rule says whom it holds for, what it forbids, and why.
import { importsOf, isInside } from "./imports.mjs";
import { tokensOf } from "./tokens.mjs";

const isTest = (path) => /\.test\.(ts|tsx|mjs)$/.test(path) || path.includes("/testing/");
const under =
  (...folders) =>
  (path) =>
    folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
const isDoor = (target) => /^kernel\/enforcement(\/index(\.ts)?)?$/.test(target);
const isGenerated = (target) => under("lib/db/generated")(target) || target === "@prisma/client";

const KERNEL_LIBRARIES = new Set(["zod"]);
/** Data, not code: the names and units that the published policy set fixes, and from which the kernel reads them. */
const isPublishedProfile = (target) =>
  /^docs\/policy\/[^/]+\/01_canonicalization_profile\.json$/.test(target);
const MODEL_SDK =
  /^(openai|ai|ollama|langchain|cohere-ai|replicate|groq-sdk|@(anthropic-ai|ai-sdk|google-ai|mistralai|langchain|huggingface|aws-sdk\/client-bedrock)(\/.*)?|@google\/(genai|generative-ai))$/;

export const IMPORT_RULES = [
  {
    says: "kernel imports only itself, zod and the published normalization profile",
    holdsFor: (path) => under("kernel")(path) && !isTest(path),
    forbids: (target) =>
      target === null ||
      (!under("kernel")(target) && !KERNEL_LIBRARIES.has(target) && !isPublishedProfile(target)),
  },
  {
    says: "kernel imports nothing else of the project, not even in its tests",
    holdsFor: (path) => under("kernel")(path) && isTest(path),
    forbids: (target) => target !== null && isInside(target) && !under("kernel", "docs")(target),
  },
  {
    says: "kernel/enforcement is entered only through kernel/enforcement/index.ts",
    // Components take single tables (words of states, titles of codes), so that a browser is not sent the whole kernel.
    holdsFor: (path) =>
      under("kernel", "app", "lib", "prisma")(path) && !under("kernel/enforcement")(path) && !isTest(path),
    forbids: (target) => target !== null && under("kernel/enforcement")(target) && !isDoor(target),
  },
  {
    says: "kernel/enforcement knows nothing of kernel/revenue",
    holdsFor: under("kernel/enforcement"),
    forbids: (target) => target !== null && under("kernel/revenue")(target),
  },
  {
    says: "nothing else in kernel imports kernel/prompts",
    holdsFor: (path) => under("kernel")(path) && !under("kernel/prompts")(path),
    forbids: (target) => target !== null && under("kernel/prompts")(target),
  },
  {
    says: "lib never imports app or components",
    holdsFor: under("lib"),
    forbids: (target) => target !== null && under("app", "components")(target),
  },
  {
    says: "lib serves and does not command: it imports no scripts, seed or tests",
    holdsFor: (path) => under("lib")(path) && !isTest(path),
    forbids: (target) =>
      target !== null && under("scripts", "prisma", "e2e", "bench", "lib/db/testing")(target),
  },
  {
    says: "components import kernel and each other, never lib or app",
    holdsFor: under("components"),
    forbids: (target) => target !== null && isInside(target) && !under("components", "kernel")(target),
  },
  {
    says: "app writes only through lib/actions and reads only through lib/queries",
    holdsFor: (path) => under("app")(path) && !isTest(path),
    forbids: (target) =>
      target !== null &&
      (under("lib/db", "lib/commands", "lib/jobs", "prisma", "scripts")(target) || target === "pg"),
  },
  {
    says: "only lib/db and prisma/seed import the generated client",
    holdsFor: (path) => !under("lib/db", "prisma/seed")(path),
    forbids: (target) => target !== null && isGenerated(target),
  },
  {
    says: "only lib/ai imports a model SDK",
    holdsFor: (path) => !under("lib/ai")(path),
    forbids: (target) => target !== null && MODEL_SDK.test(target),
  },
];

const IMPURE_WORDS = new Set(
  "async await Promise process fetch XMLHttpRequest WebSocket setTimeout setInterval setImmediate queueMicrotask performance crypto console globalThis localStorage require Intl".split(
    " ",
  ),
);

/** Members that depend on time, chance or the machine's language. */
const IMPURE_MEMBERS = [
  ["Date", "now"],
  ["Math", "random"],
];
const LANGUAGE_DEPENDENT = /^(localeCompare|toLocale\w*)$/;

const NAME_OF_A_MEMBER = new Set([".", "#"]);

/** Why this token makes the kernel impure; null when it does not. */
function impurity(tokens, index) {
  const { kind, text } = tokens[index];
  if (kind !== "word") return null;
  const [before, after, afterThat] = [
    tokens[index - 1]?.text,
    tokens[index + 1]?.text,
    tokens[index + 2]?.text,
  ];
  if (before === "." && LANGUAGE_DEPENDENT.test(text)) return `${text} depends on the machine's language`;
  if (NAME_OF_A_MEMBER.has(before ?? "")) return null;
  if (IMPURE_MEMBERS.some(([owner, member]) => text === owner && after === "." && afterThat === member)) {
    return `${text}.${afterThat} answers differently each time`;
  }
  if (text === "Date" && isCurrentMoment(before, after, afterThat))
    return "the current time is an input, not the kernel's to read";
  if (text === "import" && after === "." && afterThat === "meta")
    return "import.meta depends on where the file lies";
  return IMPURE_WORDS.has(text) && after !== ":" ? `${text} has no place in a pure function` : null;
}

const isCurrentMoment = (before, after, afterThat) =>
  (before === "new" && (after !== "(" || afterThat === ")")) || (before !== "new" && after === "(");

function purityFaults(path, source) {
  if (!under("kernel")(path) || isTest(path)) return [];
  const tokens = tokensOf(source);
  return tokens.flatMap((token, index) => {
    const why = impurity(tokens, index);
    return why === null ? [] : [{ path, line: token.line, says: `kernel is pure: ${why}` }];
  });
}

const READS_ENVIRONMENT = "lib/env.ts is the only reader of process.env";
const READS_TIME = "lib/clock.ts is the only reader of time";

function singleReaderFaults(path, source) {
  if (!under("app", "components", "lib")(path) || isTest(path)) return [];
  const tokens = tokensOf(source);
  return tokens.flatMap(({ kind, text, line }, index) => {
    if (kind !== "word" || tokens[index - 1]?.text === ".") return [];
    const [before, after, afterThat] = [
      tokens[index - 1]?.text,
      tokens[index + 1]?.text,
      tokens[index + 2]?.text,
    ];
    const readsEnvironment = text === "process" && after === "." && afterThat === "env";
    const readsTime =
      text === "Date" &&
      ((after === "." && afterThat === "now") || isCurrentMoment(before, after, afterThat));
    if (readsEnvironment && path !== "lib/env.ts") return [{ path, line, says: READS_ENVIRONMENT }];
    if (readsTime && path !== "lib/clock.ts") return [{ path, line, says: READS_TIME }];
    return [];
  });
}

function importFaults(path, source) {
  const rules = IMPORT_RULES.filter((rule) => rule.holdsFor(path));
  return importsOf(path, source).flatMap(({ line, target }) =>
    rules
      .filter((rule) => rule.forbids(target))
      .map((rule) => ({ path, line, says: `${rule.says} (here: ${target ?? "a computed import"})` })),
  );
}

/** All faults of one file; `path` is relative to the project, with forward slashes. */
export function faultsOf(path, source) {
  return [...importFaults(path, source), ...purityFaults(path, source), ...singleReaderFaults(path, source)];
}
