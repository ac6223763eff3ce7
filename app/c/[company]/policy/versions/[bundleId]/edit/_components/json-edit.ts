/** Changes one place of a JSON text; every character outside that place stays as it was typed. */
import { readableJson } from "@/lib/policy/publication/readable-json";
import { type DataPath, type JsonNode, nearestNode, readJson } from "./json-text";

type Container = Exclude<JsonNode, { kind: "plain" }>;

/** The text with `value` at the path: replaced where it stands, added with its surroundings where it does not. */
export function withValueAt(text: string, path: DataPath, value: unknown): string {
  const root = rootOf(text);
  const { node, rest } = nearestNode(root, path);
  const [step, ...deeper] = rest;
  if (step === undefined) return replaced(text, node, value);
  const missing = nested(deeper, value);
  if (node.kind === "plain") return replaced(text, node, nested(rest, value));
  return appended(text, node, step, missing);
}

/** The text without what stands at the path, or as it was when nothing does. */
export function withoutValueAt(text: string, path: DataPath): string {
  const [parent, index] = placeIn(text, path);
  if (parent === null || index === -1) return text;
  const parts = partsOf(parent);
  const [own, before, after] = [parts[index], parts[index - 1], parts[index + 1]];
  if (own === undefined) return text;
  if (before !== undefined) return cut(text, before.end, own.end);
  if (after !== undefined) return cut(text, own.start, after.start);
  return text.slice(0, parent.start) + (parent.kind === "list" ? "[]" : "{}") + text.slice(parent.end);
}

/** The text with two neighbours of a list changed over, each with its own spelling. */
export function withNeighboursSwapped(text: string, list: DataPath, index: number): string {
  const { node, rest } = nearestNode(rootOf(text), list);
  if (rest.length > 0 || node.kind !== "list") return text;
  const [first, second] = [node.items[index], node.items[index + 1]];
  if (first === undefined || second === undefined) return text;
  return [
    text.slice(0, first.start),
    text.slice(second.start, second.end),
    text.slice(first.end, second.start),
    text.slice(first.start, first.end),
    text.slice(second.end),
  ].join("");
}

function rootOf(text: string): JsonNode {
  const read = readJson(text);
  // The form is read-only while its text cannot be read, so nothing asks for a change of such a text.
  if (!read.ok) throw new Error(`only a text that can be read is changed: ${read.fault.message}`);
  return read.root;
}

function placeIn(text: string, path: DataPath): [Container | null, number] {
  const last = path.at(-1);
  const { node, rest } = nearestNode(rootOf(text), path.slice(0, -1));
  if (last === undefined || rest.length > 0 || node.kind === "plain") return [null, -1];
  return node.kind === "list"
    ? [node, /^\d+$/.test(last) ? Number(last) : -1]
    : [node, node.members.findIndex(({ key }) => key === last)];
}

const partsOf = (node: Container): { start: number; end: number }[] =>
  node.kind === "list" ? node.items : node.members.map(({ start, value }) => ({ start, end: value.end }));

const cut = (text: string, from: number, to: number): string => text.slice(0, from) + text.slice(to);

function replaced(text: string, { start, end }: JsonNode, value: unknown): string {
  return text.slice(0, start) + printed(value, indentAt(text, start)) + text.slice(end);
}

/** A further member or item, written on a line of its own where its neighbours are. */
function appended(text: string, node: Container, step: string, value: unknown): string {
  const label = node.kind === "object" ? `${JSON.stringify(step)}: ` : "";
  const last = partsOf(node).at(-1);
  if (last === undefined) {
    const indent = indentAt(text, node.start);
    const [open, close] = node.kind === "object" ? ["{", "}"] : ["[", "]"];
    const inner = `\n${indent}  ${label}${printed(value, `${indent}  `)}\n${indent}`;
    return text.slice(0, node.start) + open + inner + close + text.slice(node.end);
  }
  const ownLine = text.slice(node.start, last.start).includes("\n");
  const indent = indentAt(text, ownLine ? last.start : node.start);
  const addition = `,${ownLine ? `\n${indent}` : " "}${label}${printed(value, indent)}`;
  return text.slice(0, last.end) + addition + text.slice(last.end);
}

function nested(path: DataPath, value: unknown): unknown {
  return path.reduceRight<unknown>(
    (inner, step) => (/^\d+$/.test(step) ? [inner] : Object.fromEntries([[step, inner]])),
    value,
  );
}

function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1);
  return /^[ \t]*/.exec(line)?.[0] ?? "";
}

/** No string of JSON holds a line break, so every one of them is between two lines of the layout. */
function printed(value: unknown, indent: string): string {
  return readableJson(value).trimEnd().replaceAll("\n", `\n${indent}`);
}
