import { posix } from "node:path";
import { tokensOf } from "./tokens.mjs";

/**
 * What a file imports, in any form: import, import type, import "x", import("x"), export … from, require("x").
 * `target` is a path inside the project or the name of a package; null when it is computed.
 */
export function importsOf(path, source) {
  const tokens = tokensOf(source);
  const found = [];
  tokens.forEach((token, index) => {
    if (token.kind !== "word" || tokens[index - 1]?.text === ".") return;
    const named = specifierAt(tokens, index);
    if (named !== undefined)
      found.push({ line: token.line, target: named === null ? null : resolve(path, named) });
  });
  return found;
}

function specifierAt(tokens, index) {
  const word = tokens[index].text;
  const next = tokens[index + 1];
  if (word === "import" && next?.kind === "string") return next.text;
  if ((word === "import" || word === "require") && next?.text === "(") return calledWith(tokens, index);
  if (word === "import" && next?.text !== "." && next?.text !== ":") return afterFrom(tokens, index);
  if (word === "export" && /^(\*|\{|type)$/.test(next?.text ?? "")) return afterFrom(tokens, index);
  return undefined;
}

function calledWith(tokens, index) {
  const argument = tokens[index + 2];
  if (argument?.text === ")") return undefined;
  const isPlain =
    argument?.kind === "string" || (argument?.kind === "template" && tokens[index + 3]?.text === ")");
  return isPlain ? argument.text : null;
}

/** The clause between the keyword and "from" holds names, commas, braces and a star; anything else ends the search. */
function afterFrom(tokens, index) {
  for (let at = index + 1; at < tokens.length; at += 1) {
    const { kind, text } = tokens[at];
    if (text === "from" && tokens[at + 1]?.kind === "string") return tokens[at + 1].text;
    if (kind === "string" || (kind === "sign" && !/^[{},*]$/.test(text))) return undefined;
    if (kind === "word" && /^(import|export|const|function|class)$/.test(text)) return undefined;
  }
  return undefined;
}

function resolve(path, specifier) {
  if (specifier.startsWith("@/")) return posix.normalize(specifier.slice(2));
  if (specifier.startsWith(".")) return posix.normalize(posix.join(posix.dirname(path), specifier));
  return specifier.startsWith("node:")
    ? specifier
    : specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}

/** A path inside the project, as against a package. */
export function isInside(target) {
  return /^(app|bench|components|docs|e2e|kernel|lib|prisma|public|scripts|tests?)(\/|$)/.test(target);
}
