// Cuts TypeScript into words, signs and strings, without comments. There is no TypeScript API to ask (TypeScript 7 has
// none), and a JavaScript parser would not see `import type`. Good enough to find imports and names; it does not parse.

const IDENTIFIER = /[\p{ID_Start}$_][\p{ID_Continue}$]*/uy;
const NUMBER = /\d[\w.]*/y;
const REGEX = /\/(?![*/])(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
/** After one of these a slash begins a regular expression; elsewhere it divides, or closes a JSX tag. */
const BEFORE_REGEX = /^(?:[(,=:[!&|?{;+\-*%~^]|=>|return|typeof|case|in|of|do|else|void|delete)$/;

/** Tokens of { kind: "word" | "sign" | "string" | "template", text, line }. */
export function tokensOf(source) {
  const tokens = [];
  const templateDepths = [];
  let depth = 0;
  let at = 0;
  let line = 1;
  const push = (kind, text) => tokens.push({ kind, text, line });
  const skipTo = (end) => {
    for (; at < end; at += 1) if (source[at] === "\n") line += 1;
  };

  while (at < source.length) {
    const sign = source[at];
    if (/\s/.test(sign)) skipTo(at + 1);
    else if (source.startsWith("//", at)) skipTo(endOr(source.indexOf("\n", at), source.length));
    else if (source.startsWith("/*", at)) skipTo(endOr(source.indexOf("*/", at + 2), source.length - 2) + 2);
    else if (sign === '"' || sign === "'") at = readString(source, at, push);
    else if (sign === "`" || (sign === "}" && templateDepths.at(-1) === depth)) {
      if (sign === "}") templateDepths.pop();
      const { end, text, opens } = readTemplate(source, at + 1);
      push("template", text);
      skipTo(end);
      if (opens) templateDepths.push(depth);
    } else if (matchAt(IDENTIFIER, source, at) !== null) {
      const word = matchAt(IDENTIFIER, source, at);
      push("word", word);
      at += word.length;
    } else if (/\d/.test(sign)) {
      const number = matchAt(NUMBER, source, at) ?? sign;
      push("sign", number);
      at += number.length;
    } else if (sign === "/" && BEFORE_REGEX.test(tokens.at(-1)?.text ?? "(") && matchAt(REGEX, source, at)) {
      const regex = matchAt(REGEX, source, at) ?? sign;
      push("sign", "/regex/");
      at += regex.length;
    } else {
      if (sign === "{") depth += 1;
      if (sign === "}") depth -= 1;
      push("sign", sign);
      at += 1;
    }
  }
  return tokens;
}

const endOr = (index, otherwise) => (index < 0 ? otherwise : index);

function matchAt(pattern, source, at) {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0] ?? null;
}

/** A quote that does not end on its line is an apostrophe in JSX text. */
function readString(source, at, push) {
  const quote = source[at];
  for (let end = at + 1; end < source.length && source[end] !== "\n"; end += 1) {
    if (source[end] === "\\") end += 1;
    else if (source[end] === quote) {
      push("string", source.slice(at + 1, end));
      return end + 1;
    }
  }
  return at + 1;
}

function readTemplate(source, from) {
  for (let end = from; end < source.length; end += 1) {
    if (source[end] === "\\") end += 1;
    else if (source[end] === "`") return { end: end + 1, text: source.slice(from, end), opens: false };
    else if (source.startsWith("${", end))
      return { end: end + 2, text: source.slice(from, end), opens: true };
  }
  return { end: source.length, text: source.slice(from), opens: false };
}
