import { elementId, type Marked, type Place, pointerOf } from "./data-place";

/** A place that the editor goes to. Each is a new object, so that going to one twice goes there twice. */
export type Target = Place &
  Marked & {
    /** Of a text that cannot be read: where. */
    readonly offset: number | null;
    /** Where the person is afterwards; null when they stay where they are. */
    readonly focus: "form" | "json" | null;
  };

/** The value at a place as a whole. */
export const wholeOf = ({ artifact, path }: Place, focus: Target["focus"]): Target => ({
  artifact,
  path,
  words: null,
  atKey: false,
  offset: null,
  focus,
});

/** On a wide screen the form scrolls by itself, and the checks above it stay where they are as far as they can. */
function bringIntoSight(element: Element): void {
  const form = element.closest("form");
  if (form === null || form.scrollHeight <= form.clientHeight + 1) {
    element.scrollIntoView({ block: "center" });
    return;
  }
  const { top } = element.getBoundingClientRect();
  form.scrollTop += top - form.getBoundingClientRect().top - form.clientHeight / 2;
  form.scrollIntoView({ block: "nearest" });
}

/** Goes to the field of a place, or the nearest one around it; false when the form shows none of it. */
export function focusField({ artifact, path, words }: Target): boolean {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const element = document.getElementById(elementId(artifact, pointerOf(path.slice(0, depth))));
    if (element === null) continue;
    for (let fold = element.closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null)
      fold.open = true;
    if (!element.checkVisibility()) return false;
    bringIntoSight(element);
    element.focus({ preventScroll: true });
    if (depth === path.length && words !== null && element instanceof HTMLTextAreaElement)
      element.setSelectionRange(words.position - 1, words.position - 1 + words.length);
    return true;
  }
  return false;
}
