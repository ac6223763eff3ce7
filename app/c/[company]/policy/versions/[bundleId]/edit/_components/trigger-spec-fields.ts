import { valueAt } from "./data-place";
import { type Field, group, line, text, texts } from "./field-plan";

const textIn = (value: unknown, key: string): string => {
  const found = valueAt(value, [key]);
  return typeof found === "string" ? found : "";
};

/** The next number that no trigger bears; the contract's own end with T8. */
export function nextTriggerId(triggers: readonly unknown[]): string {
  const numbers = triggers.map((each) => Number(/^T(\d+)/i.exec(textIn(each, "id"))?.[1] ?? 0));
  return `T${Math.max(8, ...numbers) + 1}_NEW_TRIGGER`;
}

const freshTrigger = (others: readonly unknown[]): unknown => ({
  id: nextTriggerId(others),
  name: "",
  formula: "",
  threshold: { pass: "", watch: "", fail: "" },
  measurement_window: "",
  action_if_pass: [],
  action_if_fail: [],
  variance_notes: "",
});

export const TRIGGER_SPEC_FIELDS: readonly Field[] = [
  {
    kind: "items",
    path: "trigger_spec.triggers",
    label: "Triggers",
    item: "trigger",
    titled: (value) => [textIn(value, "id"), textIn(value, "name")].filter((part) => part !== "").join(" · "),
    fresh: freshTrigger,
    fields: [
      line("id", "Id", { help: "A number and a name, such as T9_BURN_MULTIPLE." }),
      line("name", "Name"),
      { kind: "formula", path: "formula", label: "Formula" },
      {
        kind: "window",
        path: "measurement_window",
        label: "Measurement window",
        help: "Its words say in which cycles it is measured: weekly, monthly, close.",
      },
      group("threshold", "Thresholds", [
        { kind: "threshold", path: "pass", label: "Pass" },
        { kind: "threshold", path: "watch", label: "Watch" },
        { kind: "threshold", path: "fail", label: "Fail" },
      ]),
      texts("action_if_pass", "Actions on pass", "action"),
      texts("action_if_fail", "Actions on fail", "action"),
      text("variance_notes", "Notes on variance", { optional: true }),
    ],
  },
  {
    kind: "entries",
    path: "trigger_spec.measurement_cadence",
    label: "What is measured, and how often",
    help: "A window may only name a cadence that stands here: daily, weekly, monthly_close.",
    item: "cadence",
    each: texts("", "", "figure"),
    fresh: [],
  },
];
