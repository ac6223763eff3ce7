// What comments and documents say of the contract and of the project must be true as far as a program can see: clauses
// exist, links and paths lead somewhere, commands are commands.
import { posix } from "node:path";

/** How many clauses each section of the contract has (RUNTIME-A1-1 and so on). */
const CLAUSES_PER_SECTION = { A1: 2, A2: 4, A3: 2, A4: 3, A5: 5, A6: 10, A7: 2, A8: 1, A9: 3, A10: 2 };

export const CLAUSES = Object.entries(CLAUSES_PER_SECTION).flatMap(([section, count]) =>
  Array.from({ length: count }, (_, index) => `RUNTIME-${section}-${index + 1}`),
);

const KNOWN = new Set(CLAUSES);
const CLAUSE = /RUNTIME-[A-Z]\d+(?:-\d+)?/g;
const PROJECT_PATH =
  /(?<![\w@./-])(?:app|bench|components|docs|e2e|kernel|lib|prisma|public|scripts)(?:\/(?:[\w.-]|\[[\w.]+\]|\(\w+\)(?=\/))+)*\/[\w.-]*\w\.(?:tsx?|mjs|md|json|sql|css|png|prisma)\b/g;
const LINK = /\[[^\]\n]*\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g;
const COMMAND = /npm run (?:--silent )?([a-z][\w:-]*)/g;
const COMMENT_LINE = /^\s*(?:\/\/|\*|\/\*|#|--)/;

export const clausesIn = (text) => text.match(CLAUSE) ?? [];

function* linesOf(text) {
  let number = 0;
  for (const line of text.split("\n")) {
    number += 1;
    yield [number, line];
  }
}

/** A heading's name in a link, as GitHub makes it. */
const anchorOf = (heading) =>
  heading
    .toLowerCase()
    .replace(/[`*_]/g, "")
    .replace(/[^\p{L}\p{N}\s-]/gu, "")
    .trim()
    .replace(/\s/g, "-");

const anchorsIn = (text) =>
  new Set([...text.matchAll(/^#+\s+(.*)$/gm)].map(([, heading]) => anchorOf(heading)));

function linkFault(path, link, project) {
  if (/^(https?|mailto):/.test(link)) return null;
  const [file, anchor] = link.split("#");
  const target = file === "" ? path : posix.normalize(posix.join(posix.dirname(path), decodeURI(file)));
  if (!project.exists(target)) return `the link ${link} leads nowhere`;
  if (anchor && target.endsWith(".md") && !anchorsIn(project.read(target)).has(anchor)) {
    return `the link ${link} names a heading that is not there`;
  }
  return null;
}

function clauseFaults(line) {
  return clausesIn(line)
    .filter((clause) => !KNOWN.has(clause))
    .map((clause) => `${clause} is no clause of the contract`);
}

const pathFaults = (line, project) =>
  (line.match(PROJECT_PATH) ?? [])
    .filter((path) => !project.exists(path))
    .map((path) => `there is no ${path}`);

const commandFaults = (line, project) =>
  [...line.matchAll(COMMAND)]
    .filter(([, name]) => !project.hasCommand(name))
    .map(([, name]) => `package.json has no command ${name}`);

function documentFaults(path, line, project) {
  const links = [...line.matchAll(LINK)].map(([, link]) => linkFault(path, link, project)).filter(Boolean);
  return [...clauseFaults(line), ...links, ...pathFaults(line, project), ...commandFaults(line, project)];
}

const commentFaults = (line, project) => [
  ...clauseFaults(line),
  ...(COMMENT_LINE.test(line) ? pathFaults(line, project) : []),
];

/** `project` answers exists(path), read(path) and hasCommand(name). */
export function proseFaults(path, text, project) {
  const faultsOfLine = path.endsWith(".md") ? documentFaults : (_, line, seen) => commentFaults(line, seen);
  return [...linesOf(text)].flatMap(([number, line]) =>
    faultsOfLine(path, line, project).map((says) => ({ path, line: number, says })),
  );
}
