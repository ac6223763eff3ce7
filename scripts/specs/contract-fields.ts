import * as z from "zod";

/** One field of a schema: `guardrails.abort_conditions[].metric`, what it holds, and its limits. */
export interface ContractField {
  field: string;
  type: string;
  limits: string;
}

interface JsonSchema {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  additionalProperties?: JsonSchema | boolean;
  propertyNames?: JsonSchema;
  anyOf?: JsonSchema[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
}

/** Lists longer than this are named by their count; the page that owns the list spells it out. */
const LONGEST_LIST = 8;

/** Every field of a schema in its own order, as the specification prints them. */
export function contractFields(schema: z.ZodType): ContractField[] {
  return fieldsOf("", z.toJSONSchema(schema, { io: "input" }) as JsonSchema);
}

function fieldsOf(path: string, schema: JsonSchema): ContractField[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, each]) => {
    const field = path === "" ? name : `${path}.${name}`;
    const optional = !(schema.required ?? []).includes(name);
    return [row(field, each, optional), ...inside(field, each)];
  });
  return own;
}

function inside(field: string, schema: JsonSchema): ContractField[] {
  if (isLeverValue(schema)) return [];
  if (schema.items) return [...fieldsOf(`${field}[]`, schema.items)];
  if (typeof schema.additionalProperties === "object")
    return fieldsOf(`${field}.*`, schema.additionalProperties);
  const object = schema.anyOf?.find((each) => each.properties);
  return fieldsOf(field, object ?? schema);
}

function row(field: string, schema: JsonSchema, optional: boolean): ContractField {
  return { field, type: `${typeOf(schema)}${optional ? ", optional" : ""}`, limits: limitsOf(schema) };
}

function typeOf(schema: JsonSchema): string {
  if (isLeverValue(schema)) return "lever value";
  if (schema.const !== undefined) return String(schema.const);
  if (schema.enum)
    return schema.enum.length > LONGEST_LIST ? `one of ${schema.enum.length} names` : schema.enum.join(", ");
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeOf))].join(" or ");
  if (schema.items) return `list of ${typeOf(schema.items)}`;
  if (schema.format === "date") return "day";
  if (schema.format === "date-time") return "moment";
  if (schema.format === "uuid" || schema.format === "guid") return "uuid";
  if (schema.type === "object" && typeof schema.additionalProperties === "object")
    return `map to ${typeOf(schema.additionalProperties)}`;
  return [schema.type ?? "any"].flat().join(" or ");
}

/** Whatever a lever may hold: number, text, yes or no, list or map. The executor map says which one. */
const isLeverValue = (schema: JsonSchema): boolean => (schema.anyOf?.length ?? 0) > 4;

/** JSON Schema's bounds for a safe integer say nothing about the field. */
const said = (value: number | undefined): value is number =>
  value !== undefined && Math.abs(value) !== Number.MAX_SAFE_INTEGER;

function limitsOf(schema: JsonSchema): string {
  if (isLeverValue(schema)) return "";
  const bounded = schema.anyOf?.find((each) => limitsOf(each) !== "") ?? schema;
  const parts: string[] = [];
  if (said(bounded.minimum)) parts.push(`at least ${bounded.minimum}`);
  if (said(bounded.exclusiveMinimum)) parts.push(`over ${bounded.exclusiveMinimum}`);
  if (said(bounded.maximum)) parts.push(`at most ${bounded.maximum}`);
  if (said(bounded.minLength)) parts.push(`${bounded.minLength} characters or more`);
  if (said(bounded.maxLength)) parts.push(`${bounded.maxLength} characters or fewer`);
  if (said(bounded.minItems)) parts.push(`${bounded.minItems} entries or more`);
  if (said(bounded.maxItems)) parts.push(`${bounded.maxItems} entries or fewer`);
  return parts.join("; ");
}
