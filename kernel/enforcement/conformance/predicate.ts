import * as z from "zod";
import type { DocumentIssue } from "../document";
import type { ConformanceContext } from "./context";
import type { Located } from "./path";

/** Where a predicate does not hold, and what was expected there. */
export interface PlaceFault {
  readonly path: string;
  readonly message: string;
}

/** The one shape of a predicate: what it asks, which arguments it takes, and where it does not hold. */
export interface Predicate {
  readonly name: string;
  /** What it asks, as a reader of the checklist reads it. */
  readonly asks: string;
  /** Binds the arguments of one item; answers their faults instead when they are not the predicate's. */
  readonly bind: (
    given: unknown,
  ) => { readonly check: BoundCheck } | { readonly issues: readonly DocumentIssue[] };
}

export type BoundCheck = (values: readonly Located[], context: ConformanceContext) => PlaceFault[];

/** Makes a predicate from its arguments' schema and its check. */
export function predicate<A extends z.ZodRawShape>(
  name: string,
  asks: string,
  shape: A,
  check: (
    values: readonly Located[],
    given: z.output<z.ZodObject<A, z.core.$strict>>,
    context: ConformanceContext,
  ) => PlaceFault[],
): Predicate {
  const schema = z.strictObject(shape);
  return {
    name,
    asks,
    bind: (given) => {
      const parsed = schema.safeParse(given ?? {});
      if (!parsed.success) {
        const issues = parsed.error.issues.map(({ path, message }) => ({
          path: path.map(String).join("."),
          message,
        }));
        return { issues };
      }
      return { check: (values, context) => check(values, parsed.data, context) };
    },
  };
}

/** A predicate that looks at each value alone: null when it holds, else what was expected. */
export function eachValue<A extends z.ZodRawShape>(
  name: string,
  asks: string,
  shape: A,
  fault: (
    value: unknown,
    given: z.output<z.ZodObject<A, z.core.$strict>>,
    context: ConformanceContext,
  ) => string | null,
): Predicate {
  return predicate(name, asks, shape, (values, given, context) =>
    values.flatMap(({ path, value }) => {
      const message = fault(value, given, context);
      return message === null ? [] : [{ path, message }];
    }),
  );
}
