import type { SignalState } from "../vocabulary";

/** A parsed condition: plain data. */
export type Condition =
  | { readonly kind: "and" | "or"; readonly parts: readonly Condition[] }
  | { readonly kind: "every_critical" | "any_critical"; readonly states: readonly SignalState[] }
  | {
      readonly kind: "every_trigger" | "any_trigger";
      /** Short ids once resolved against the trigger spec. */
      readonly triggers: readonly string[];
      readonly states: readonly SignalState[];
    };
