// Everything that the importer can say is wrong, read from its source: a sentence that is added there is found here.
import { readdirSync, readFileSync } from "node:fs";
import { KINDS } from "../kinds";

const FOLDERS = ["lib/imports", "lib/imports/kinds"];
const FILES = ["lib/commands/imports/decide-fates.ts", "lib/commands/imports/row-context.ts"];

const COMMENT = /^\s*(?:\/\*\*[\s\S]*?\*\/|\/\/.*)$/gm;
const IN_SQL = /'([^']*[a-z]{3}\.)'/g;

/** A sentence as it stands in the source, and what it looks like once it is said. */
export type Sentence = { file: string; source: string; said: RegExp };

export function faultSentences(): Sentence[] {
  const help = new Set(KINDS.flatMap((kind) => [kind.help, ...kind.fields.map((field) => field.help)]));
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .map((name) => `${folder}/${name}`),
  );
  return [...files, ...FILES].flatMap((file) =>
    sentencesIn(readFileSync(file, "utf8").replace(COMMENT, ""))
      .filter((source) => !help.has(source))
      .map((source) => ({ file, source, said: patternOf(source) })),
  );
}

function sentencesIn(code: string): string[] {
  const literals = [...code.matchAll(/(help:\s*)?("(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[\s\S])*`)/g)]
    .filter(([, isHelp]) => isHelp === undefined)
    .map(([, , literal = ""]) => literal.slice(1, -1));
  return literals.flatMap((text) => {
    const quoted = [...text.matchAll(IN_SQL)].map(([, words = ""]) => words);
    if (quoted.length > 0) return quoted;
    return /^(?:[A-Z“]|\$\{)[\s\S]* [\s\S]*\.$/.test(text) ? [text] : [];
  });
}

/** What stands for a value, `${…}` or `%s`, may be anything; a piece that SQL puts together is part of what is said. */
function patternOf(source: string): RegExp {
  const fixed = withoutValues(source).map((part) =>
    part
      .split("%s")
      .map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
      .join(".+"),
  );
  const whole = fixed.join(".*");
  return new RegExp(/^[A-Z“%$]/.test(source) ? `^${whole}$` : `${whole}$`, "s");
}

/** The text around the values, a value's own braces counted. */
function withoutValues(source: string): string[] {
  const parts: string[] = [];
  let [text, depth] = ["", 0];
  for (let at = 0; at < source.length; at += 1) {
    const sign = source[at] ?? "";
    if (depth === 0 && source.startsWith("${", at)) {
      parts.push(text);
      [text, depth] = ["", 1];
      at += 1;
    } else if (depth === 0) text += sign;
    else depth += sign === "{" ? 1 : sign === "}" ? -1 : 0;
  }
  return [...parts, text];
}
