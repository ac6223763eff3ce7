/**
 * How a form describes an artifact: an ordered list of fields, each with its path, its label and its kind. What the
 * description does not know is left as it is in the JSON.
 */
import type { DataPath } from "./json-text";

export type PlainKind =
  /** One line, and several. */
  | "line"
  | "text"
  | "number"
  /** Two numbers, the lower first. */
  | "range"
  /** A list of texts. */
  | "texts"
  /** Texts that the kernel reads; what it reads is said beside them. */
  | "formula"
  | "window"
  | "threshold"
  | "condition"
  | "escalation"
  /** Which triggers are critical. */
  | "critical";

type Named = {
  /** Below the field around it, its keys joined by points; empty for the very value. */
  readonly path: string;
  readonly label: string;
  readonly help?: string;
  /** It need not stand in an artifact. */
  readonly optional?: true;
};

export type PlainField = Named & {
  readonly kind: PlainKind;
  /** Said behind a number. */
  readonly unit?: string;
  /** One of a list of texts: “Add action”. */
  readonly item?: string;
};
export type GroupField = Named & { readonly kind: "group"; readonly fields: readonly Field[] };
/** A list of objects. */
export type ItemsField = Named & {
  readonly kind: "items";
  readonly item: string;
  readonly fields: readonly Field[];
  /** What one is called; long ones are folded under it. */
  readonly titled?: (value: unknown) => string;
  /** A further one; without it, the list is the contract's. */
  readonly fresh?: (others: readonly unknown[]) => unknown;
};
/** An object with names of the company's own, each with a value of one kind. */
export type EntriesField = Named & {
  readonly kind: "entries";
  readonly item: string;
  /** The value's field; its label is the entry's name. */
  readonly each: Field;
  /** The value of a further entry; without it, the entries are given. */
  readonly fresh?: unknown;
};
export type Field = PlainField | GroupField | ItemsField | EntriesField;

export const keysOf = (path: string): DataPath => (path === "" ? [] : path.split("."));

export const line = (path: string, label: string, more: Partial<PlainField> = {}): PlainField => ({
  kind: "line",
  path,
  label,
  ...more,
});
export const text = (path: string, label: string, more: Partial<PlainField> = {}): PlainField => ({
  ...line(path, label, more),
  kind: "text",
});
export const range = (
  path: string,
  label: string,
  unit?: string,
  more: Partial<PlainField> = {},
): PlainField => ({
  ...line(path, label, more),
  kind: "range",
  ...(unit !== undefined && { unit }),
});
export const texts = (
  path: string,
  label: string,
  item: string,
  more: Partial<PlainField> = {},
): PlainField => ({
  ...line(path, label, more),
  kind: "texts",
  item,
});
export const group = (path: string, label: string, fields: readonly Field[], help?: string): GroupField => ({
  kind: "group",
  path,
  label,
  fields,
  ...(help !== undefined && { help }),
});
