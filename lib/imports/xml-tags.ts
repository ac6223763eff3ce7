export type XmlTag = {
  /** Without its prefix. */
  name: string;
  closing: boolean;
  /** Ends where it begins: `<c/>`. */
  empty: boolean;
  /** What stands between the name and the end, as written. */
  attributes: string;
  /** Where the tag ends, and with it where its text begins. */
  end: number;
};

/**
 * The tags of a document one after the other, in one pass over the text whatever stands in it. It looks only for what
 * a workbook must not hold and for its extent; the values are read by the library. Tags in comments are seen too, which
 * can make a count higher and never lower.
 */
export function eachTag(xml: string, visit: (tag: XmlTag) => void): void {
  for (let at = xml.indexOf("<"); at >= 0; ) {
    const end = endOfTag(xml, at + 1);
    if (end < 0) return;
    const closing = xml[at + 1] === "/";
    const from = closing ? at + 2 : at + 1;
    const name = nameAt(xml, from, end);
    if (name !== null) {
      const empty = xml[end - 1] === "/";
      visit({
        name: name.slice(name.indexOf(":") + 1),
        closing,
        empty,
        attributes: xml.slice(from + name.length, empty ? end - 1 : end),
        end: end + 1,
      });
    }
    at = xml.indexOf("<", name === null ? at + 1 : end + 1);
  }
}

/** The place of the `>` that ends a tag; one inside quotation marks does not. */
function endOfTag(xml: string, from: number): number {
  let quote = 0;
  for (let at = from; at < xml.length; at += 1) {
    const sign = xml.charCodeAt(at);
    if (quote !== 0) {
      if (sign === quote) quote = 0;
    } else if (sign === 0x22 || sign === 0x27) quote = sign;
    else if (sign === 0x3e) return at;
    else if (sign === 0x3c) return at - 1;
  }
  return -1;
}

function nameAt(xml: string, from: number, end: number): string | null {
  let at = from;
  while (at < end && isNameSign(xml.charCodeAt(at))) at += 1;
  return at === from ? null : xml.slice(from, at);
}

const isNameSign = (sign: number): boolean =>
  (sign >= 0x61 && sign <= 0x7a) ||
  (sign >= 0x41 && sign <= 0x5a) ||
  (sign >= 0x30 && sign <= 0x39) ||
  sign === 0x3a ||
  sign === 0x2e ||
  sign === 0x2d ||
  sign === 0x5f;

const PATTERNS = new Map<string, RegExp>();

function patternOf(name: string): RegExp {
  const known = PATTERNS.get(name);
  if (known !== undefined) return known;
  const made = new RegExp(`(?:^|\\s)(?:[\\w.-]+:)?${name}\\s*=\\s*("[^"]*"|'[^']*')`);
  PATTERNS.set(name, made);
  return made;
}

/** An attribute of a tag, its five entities decoded; null where it has none of the name. */
export function attributeOf({ attributes }: XmlTag, name: string): string | null {
  if (!attributes.includes(name)) return null;
  const found = patternOf(name).exec(attributes)?.[1];
  return found === undefined ? null : decodeEntities(found.slice(1, -1));
}

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

const decodeEntities = (text: string): string =>
  !text.includes("&")
    ? text
    : text.replace(
        /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi,
        (whole, hex, decimal, named) => {
          if (named) return ENTITIES[String(named).toLowerCase()] ?? whole;
          const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
          return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
        },
      );
