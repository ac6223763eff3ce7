/** The editor's one state: a title and four texts, what was read of them, and the steps back and forth. */
import type { ArtifactName } from "@/kernel/enforcement";
import { ARTIFACTS } from "./data-place";
import { dataOf, type JsonFault, type JsonNode, readJson } from "./json-text";

export type Draft = { readonly title: string; readonly texts: Readonly<Record<ArtifactName, string>> };

export type ReadText = {
  readonly fault: JsonFault | null;
  /** Where everything stands; null while the text cannot be read. */
  readonly root: JsonNode | null;
  /** What the text says, or said when it could last be read. */
  readonly data: unknown;
};

export type EditorState = {
  readonly draft: Draft;
  readonly read: Readonly<Record<ArtifactName, ReadText>>;
  readonly past: readonly Draft[];
  readonly future: readonly Draft[];
  /** The place that is being typed in; further typing there is no step of its own. */
  readonly typingAt: string | null;
};

export type EditorAction =
  | { readonly kind: "json"; readonly artifact: ArtifactName; readonly text: string }
  /** From the form. `typingAt` is the field typed in; null for a step of its own, such as removing a trigger. */
  | {
      readonly kind: "form";
      readonly artifact: ArtifactName;
      readonly change: (text: string) => string;
      readonly typingAt: string | null;
    }
  | { readonly kind: "title"; readonly title: string }
  | { readonly kind: "replace"; readonly draft: Draft }
  | { readonly kind: "pause" | "undo" | "redo" };

const STEPS_KEPT = 200;

export function openedWith(draft: Draft): EditorState {
  const read = Object.fromEntries(
    ARTIFACTS.map((name) => [name, readAgain(null, draft.texts[name])] as const),
  ) as EditorState["read"];
  return { draft, read, past: [], future: [], typingAt: null };
}

export function editorReducer(state: EditorState, action: EditorAction): EditorState {
  switch (action.kind) {
    case "json":
      return withText(state, action.artifact, action.text, `json ${action.artifact}`);
    case "form": {
      const { artifact, change, typingAt } = action;
      // The form is read-only then; a key that was still on its way changes nothing.
      if (state.read[artifact].root === null) return state;
      return withText(state, artifact, change(state.draft.texts[artifact]), typingAt);
    }
    case "title":
      return stepped(state, { ...state.draft, title: action.title }, "title");
    case "replace":
      return stepped(state, action.draft, null);
    case "pause":
      return state.typingAt === null ? state : { ...state, typingAt: null };
    case "undo":
      return back(state);
    case "redo":
      return forth(state);
  }
}

function withText(
  state: EditorState,
  artifact: ArtifactName,
  text: string,
  typingAt: string | null,
): EditorState {
  return stepped(state, { ...state.draft, texts: { ...state.draft.texts, [artifact]: text } }, typingAt);
}

function stepped(state: EditorState, draft: Draft, typingAt: string | null): EditorState {
  if (sameDraft(state.draft, draft)) return state;
  const goesOn = typingAt !== null && typingAt === state.typingAt;
  const past = goesOn ? state.past : [...state.past, state.draft].slice(-STEPS_KEPT);
  return { ...shown(state, draft), past, future: [], typingAt };
}

function back(state: EditorState): EditorState {
  const draft = state.past.at(-1);
  if (draft === undefined) return state;
  const future = [state.draft, ...state.future];
  return { ...shown(state, draft), past: state.past.slice(0, -1), future, typingAt: null };
}

function forth(state: EditorState): EditorState {
  const [draft, ...future] = state.future;
  if (draft === undefined) return state;
  return { ...shown(state, draft), past: [...state.past, state.draft], future, typingAt: null };
}

function shown(state: EditorState, draft: Draft): EditorState {
  const read = Object.fromEntries(
    ARTIFACTS.map((name) => {
      const isSame = draft.texts[name] === state.draft.texts[name];
      return [name, isSame ? state.read[name] : readAgain(state.read[name], draft.texts[name])] as const;
    }),
  ) as EditorState["read"];
  return { ...state, draft, read };
}

function readAgain(before: ReadText | null, text: string): ReadText {
  const read = readJson(text);
  if (!read.ok) return { fault: read.fault, root: null, data: before?.data };
  return { fault: null, root: read.root, data: sharedWith(before?.data, dataOf(read.root)) };
}

/** The new data, in which everything that says the same is the old object: so that only what changed is drawn again. */
function sharedWith(before: unknown, after: unknown): unknown {
  if (Object.is(before, after)) return before;
  if (typeof before !== "object" || typeof after !== "object" || before === null || after === null)
    return after;
  if (Array.isArray(before) !== Array.isArray(after)) return after;
  const [old, fresh] = [Object.entries(before), Object.entries(after)];
  const had = new Map(old);
  const shared = fresh.map(([key, value]) => [key, sharedWith(had.get(key), value)] as const);
  const isSame =
    old.length === fresh.length &&
    shared.every(([key, value], index) => old[index]?.[0] === key && old[index]?.[1] === value);
  if (isSame) return before;
  return Array.isArray(after) ? shared.map(([, value]) => value) : Object.fromEntries(shared);
}

export const sameDraft = (one: Draft, other: Draft): boolean =>
  one.title === other.title && ARTIFACTS.every((name) => one.texts[name] === other.texts[name]);
