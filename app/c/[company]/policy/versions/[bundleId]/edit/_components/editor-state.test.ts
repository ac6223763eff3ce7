import { describe, expect, test } from "vitest";
import { readableJson } from "@/lib/policy/publication/readable-json";
import { type Draft, editorReducer, openedWith } from "./editor-state";
import { withoutValueAt, withValueAt } from "./json-edit";

const draft: Draft = {
  title: "A draft",
  texts: {
    micro_case: readableJson({ micro_case: { own: { note: "kept" } } }),
    trigger_spec: readableJson({ trigger_spec: { triggers: [{ id: "T1" }, { id: "T2" }] } }),
    gating_rules: "{}\n",
    outcome_contract: "{}\n",
  },
};
const form = (path: string[], value: unknown, typingAt: string | null = path.join("/")) =>
  ({
    kind: "form",
    artifact: "trigger_spec",
    change: (text: string) => withValueAt(text, path, value),
    typingAt,
  }) as const;
const FIRST_ID = ["trigger_spec", "triggers", "0", "id"];

describe("the editor's state", () => {
  test("typing in the form changes the JSON, and typing JSON changes what the form shows", () => {
    const typed = editorReducer(openedWith(draft), form(FIRST_ID, "T1_X"));
    expect(typed.draft.texts.trigger_spec).toContain('"id": "T1_X"');
    const text = typed.draft.texts.trigger_spec.replace("T1_X", "T1_Y");
    const retyped = editorReducer(typed, { kind: "json", artifact: "trigger_spec", text });
    expect(retyped.read.trigger_spec.data).toEqual({
      trigger_spec: { triggers: [{ id: "T1_Y" }, { id: "T2" }] },
    });
  });

  test("JSON that cannot be read keeps its text, and the form keeps what it showed and takes no change", () => {
    const opened = openedWith(draft);
    const broken = editorReducer(opened, {
      kind: "json",
      artifact: "trigger_spec",
      text: '{ "trigger_spec": ',
    });
    expect(broken.draft.texts.trigger_spec).toBe('{ "trigger_spec": ');
    expect(broken.read.trigger_spec.fault).toMatchObject({ line: 1, column: 19 });
    expect(broken.read.trigger_spec.data).toBe(opened.read.trigger_spec.data);
    expect(editorReducer(broken, form(FIRST_ID, "T9"))).toBe(broken);
  });

  test("what did not change is the same object as before, so that its fields need not be drawn again", () => {
    const opened = openedWith(draft);
    const typed = editorReducer(opened, form(FIRST_ID, "T1_X"));
    const triggersOf = (data: unknown) =>
      (data as { trigger_spec: { triggers: unknown[] } }).trigger_spec.triggers;
    expect(triggersOf(typed.read.trigger_spec.data)[1]).toBe(triggersOf(opened.read.trigger_spec.data)[1]);
    expect(typed.read.micro_case).toBe(opened.read.micro_case);
  });

  test("a burst of typing is one step back; removing a trigger is one of its own", () => {
    const opened = openedWith(draft);
    const typed = ["T1_", "T1_N", "T1_NE"].reduce(
      (state, id) => editorReducer(state, form(FIRST_ID, id)),
      opened,
    );
    const removed = editorReducer(typed, {
      kind: "form",
      artifact: "trigger_spec",
      change: (text) => withoutValueAt(text, ["trigger_spec", "triggers", "1"]),
      typingAt: null,
    });
    expect(removed.past).toHaveLength(2);
    const back = editorReducer(removed, { kind: "undo" });
    expect(back.draft).toEqual(typed.draft);
    const start = editorReducer(back, { kind: "undo" });
    expect(start.draft).toEqual(draft);
    expect(editorReducer(start, { kind: "undo" })).toBe(start);
    const forth = editorReducer(editorReducer(start, { kind: "redo" }), { kind: "redo" });
    expect(forth.draft).toEqual(removed.draft);
  });

  test("after a pause the same field begins a new step", () => {
    const first = editorReducer(openedWith(draft), form(FIRST_ID, "T1_A"));
    const second = editorReducer(editorReducer(first, { kind: "pause" }), form(FIRST_ID, "T1_B"));
    expect(second.past).toHaveLength(2);
  });
});
