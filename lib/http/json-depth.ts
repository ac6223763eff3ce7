const QUOTE = 0x22;
const ESCAPE = 0x5c;
const OPENS = new Set([0x5b, 0x7b]);
const CLOSES = new Set([0x5d, 0x7d]);

/**
 * Whether JSON nests deeper than it may. Asked of the text before it is parsed: millions of brackets cost a parser seconds
 * and half a gigabyte, and this a moment.
 */
export function nestsDeeper(text: string, most: number): boolean {
  let [depth, inText] = [0, false];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    if (inText) {
      if (sign === ESCAPE) at += 1;
      else if (sign === QUOTE) inText = false;
    } else if (sign === QUOTE) inText = true;
    else if (OPENS.has(sign)) {
      depth += 1;
      if (depth > most) return true;
    } else if (CLOSES.has(sign)) depth -= 1;
  }
  return false;
}
