import { valueAt } from "./data-place";
import { type Field, line, text, texts } from "./field-plan";

const CONDITION_HELP = "For example: T7 PASS and (T1 or T2) is PASS/WATCH.";

const rules = (path: string, label: string, effect: "allow" | "block", says: string): Field => ({
  kind: "items",
  path,
  label,
  item: "rule",
  fields: [{ kind: "condition", path: "when", label: "When", help: CONDITION_HELP }, text(effect, says)],
  fresh: () => ({ when: "", [effect]: "" }),
});

const gateTitle = (value: unknown): string =>
  ["gate_id", "scope"]
    .map((key) => valueAt(value, [key]))
    .filter((part) => typeof part === "string" && part !== "")
    .join(" · ");

export const GATING_RULES_FIELDS: readonly Field[] = [
  {
    kind: "critical",
    path: "gating_rules.critical_triggers",
    label: "Critical triggers",
    help: "When one of them fails, the company is in DEFENSIVE mode until two passing cycles in a row.",
  },
  {
    kind: "items",
    path: "gating_rules.gates",
    label: "Gates",
    item: "gate",
    titled: gateTitle,
    fields: [
      line("scope", "What it is about"),
      rules("allowed_if", "Allowed", "allow", "What it allows"),
      rules("blocked_if", "Blocked", "block", "What it blocks"),
      {
        kind: "entries",
        path: "exceptions",
        label: "Exceptions",
        item: "exception",
        each: text("", ""),
        fresh: "",
        optional: true,
      },
      texts("required_controls", "Required controls", "control", { optional: true }),
    ],
  },
  {
    kind: "items",
    path: "gating_rules.escalation_rules",
    label: "Escalations",
    item: "escalation",
    fields: [
      {
        kind: "escalation",
        path: "condition",
        label: "When",
        help: "For example: Two consecutive monthly FAILs on T1/T2.",
      },
      text("action", "What follows"),
    ],
    fresh: () => ({ condition: "", action: "" }),
  },
  texts("gating_rules.principles", "Principles", "principle"),
];
