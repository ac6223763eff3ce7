/**
 * Reads JSON and remembers where everything stands, so that a form can change one place of a text and leave every
 * other character alone, and so that a fault can be shown where it is. It takes what JSON takes, except a key that
 * stands twice (of two, a reader would silently lose one) and what could not be stored.
 */

import { isStorable, UNSTORABLE_WORDS } from "@/lib/storable-text";
import { brief } from "./brief";
import type { Marked } from "./data-place";
import { behindFault, endOfText, nameFault, numberFault, type Say, valueFault } from "./json-fault-words";

export type DataPath = readonly string[];

export type JsonNode =
  | { readonly kind: "object"; readonly start: number; readonly end: number; readonly members: Member[] }
  | { readonly kind: "list"; readonly start: number; readonly end: number; readonly items: JsonNode[] }
  | { readonly kind: "plain"; readonly start: number; readonly end: number; readonly value: Plain };
export type Plain = string | number | boolean | null;
export type Member = { readonly key: string; readonly start: number; readonly value: JsonNode };

/** Where reading stopped: counted from 1, as editors count. */
export type JsonFault = {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  readonly message: string;
};

export type ReadJson =
  | { readonly ok: true; readonly root: JsonNode }
  | { readonly ok: false; readonly fault: JsonFault };

const MAX_DEPTH = 59;
const MAX_TEXT = 10_000;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const SPACE = /[ \t\n\r]*/y;

class Stop extends Error {
  constructor(
    readonly offset: number,
    message: string,
  ) {
    super(message);
  }
}

export function readJson(text: string): ReadJson {
  const reader = new Reader(text);
  try {
    return { ok: true, root: reader.document() };
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    const { offset, message } = error;
    return { ok: false, fault: { offset, ...lineAndColumn(text, offset), message } };
  }
}

class Reader {
  private at = 0;
  /** The comma behind which reading goes on, if it does behind one. */
  private comma: number | null = null;

  constructor(private readonly text: string) {}

  document(): JsonNode {
    const root = this.value(0);
    this.space();
    if (this.at < this.text.length) throw this.stop("expected nothing more after the end");
    return root;
  }

  private value(depth: number): JsonNode {
    this.space();
    if (depth > MAX_DEPTH) throw this.stop(`nested more than ${MAX_DEPTH} deep`);
    const first = this.text[this.at];
    if (first === "{") return this.object(depth);
    if (first === "[") return this.list(depth);
    return this.plain(first);
  }

  private object(depth: number): JsonNode {
    const start = this.at;
    const members: Member[] = [];
    const keys = new Set<string>();
    this.at += 1;
    if (!this.takes("}")) {
      do {
        this.space();
        const from = this.at;
        if (this.text[from] !== '"') throw this.said(nameFault(this.text, from, this.comma));
        const key = this.string();
        if (keys.has(key))
          throw new Stop(from, `“${brief(key)}” stands twice in one object; remove one, or rename it`);
        keys.add(key);
        if (!this.takes(":")) throw this.stop(`expected “:” after “${brief(key)}”`);
        members.push({ key, start: from, value: this.value(depth + 1) });
      } while (this.takes(","));
      if (!this.takes("}")) throw this.said(behindFault(this.text, this.at, "}"));
    }
    return { kind: "object", start, end: this.at, members };
  }

  private list(depth: number): JsonNode {
    const start = this.at;
    const items: JsonNode[] = [];
    this.at += 1;
    if (!this.takes("]")) {
      do items.push(this.value(depth + 1));
      while (this.takes(","));
      if (!this.takes("]")) throw this.said(behindFault(this.text, this.at, "]"));
    }
    return { kind: "list", start, end: this.at, items };
  }

  private plain(first: string | undefined): JsonNode {
    const start = this.at;
    if (first === '"') {
      const value = this.string();
      return { kind: "plain", start, end: this.at, value };
    }
    for (const [word, value] of [
      ["true", true],
      ["false", false],
      ["null", null],
    ] as const) {
      if (!this.text.startsWith(word, start)) continue;
      this.at += word.length;
      return { kind: "plain", start, end: this.at, value };
    }
    NUMBER.lastIndex = start;
    const number = NUMBER.exec(this.text)?.[0];
    if (number === undefined) throw this.said(valueFault(this.text, start, this.comma));
    const fault = numberFault(this.text, start, number);
    if (fault !== null) throw this.said(fault);
    this.at += number.length;
    return { kind: "plain", start, end: this.at, value: Number(number) };
  }

  private string(): string {
    const end = endOfText(this.text, this.at);
    if (typeof end !== "number") throw this.said(end);
    const value = String(JSON.parse(this.text.slice(this.at, end)));
    if (value.length > MAX_TEXT)
      throw this.stop(
        `a text may have 10,000 characters; this one has ${value.length.toLocaleString("en-US")}`,
      );
    if (!isStorable(value)) throw this.stop(UNSTORABLE_WORDS);
    this.at = end;
    return value;
  }

  private takes(sign: string): boolean {
    this.space();
    if (this.text[this.at] !== sign) return false;
    this.comma = sign === "," ? this.at : null;
    this.at += 1;
    return true;
  }

  private space(): void {
    SPACE.lastIndex = this.at;
    this.at += SPACE.exec(this.text)?.[0].length ?? 0;
  }

  private stop(message: string): Stop {
    return new Stop(this.at, message);
  }

  private said({ offset, message }: Say): Stop {
    return new Stop(offset, message);
  }
}

export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lastBreak = before.lastIndexOf("\n");
  return { line: before.split("\n").length, column: offset - lastBreak };
}

/** The data of a node; every name is an own property, whatever it is called. */
export function dataOf(node: JsonNode): unknown {
  if (node.kind === "plain") return node.value;
  if (node.kind === "list") return node.items.map(dataOf);
  return Object.fromEntries(node.members.map(({ key, value }) => [key, dataOf(value)]));
}

function stepInto(node: JsonNode, step: string): JsonNode | null {
  if (node.kind === "object") return node.members.find(({ key }) => key === step)?.value ?? null;
  if (node.kind === "list" && /^\d+$/.test(step)) return node.items[Number(step)] ?? null;
  return null;
}

/** The node at a path, or the last one on the way to it, with the steps that led nowhere. */
export function nearestNode(root: JsonNode, path: DataPath): { node: JsonNode; rest: DataPath } {
  let node = root;
  for (const [index, step] of path.entries()) {
    const next = stepInto(node, step);
    if (next === null) return { node, rest: path.slice(index) };
    node = next;
  }
  return { node, rest: [] };
}

/** A stretch of a JSON text, counted from 0. */
export type Span = { readonly start: number; readonly end: number };

/** Where in the text characters of a string value stand; positions count from 1, as the checks count. */
export function offsetInText(text: string, node: JsonNode, position: number, length = 1): Span {
  if (node.kind !== "plain" || typeof node.value !== "string") return { start: node.start, end: node.end };
  const last = node.end - 1;
  const start = behindCharacters(text, node.start + 1, position - 1, last);
  // A fault at the end of the text stands before the closing quotation mark.
  if (start >= last) return { start: last, end: node.end };
  return { start, end: behindCharacters(text, start, Math.max(1, length), last) };
}

/** What a mark covers in the text; of what is not there, what stands around it. */
export function spanOf(text: string, root: JsonNode, { path, words, atKey }: Marked): Span {
  const { node, rest } = nearestNode(root, path);
  const name = atKey && rest.length === 0 ? nameBefore(text, root, path) : null;
  if (name !== null) return name;
  return words === null || rest.length > 0
    ? { start: node.start, end: node.end }
    : offsetInText(text, node, words.position, words.length);
}

/** The name of a member, with its quotation marks. */
function nameBefore(text: string, root: JsonNode, path: DataPath): Span | null {
  const { node } = nearestNode(root, path.slice(0, -1));
  const member = node.kind === "object" ? node.members.find(({ key }) => key === path.at(-1)) : undefined;
  if (member === undefined) return null;
  const end = endOfText(text, member.start);
  return { start: member.start, end: typeof end === "number" ? end : member.start + 1 };
}

function behindCharacters(text: string, from: number, count: number, last: number): number {
  let at = from;
  for (let passed = 0; passed < count && at < last; passed += 1) at += lengthOfCharacter(text, at);
  return at;
}

function lengthOfCharacter(text: string, at: number): number {
  if (text[at] !== "\\") return 1;
  return text[at + 1] === "u" ? 6 : 2;
}
