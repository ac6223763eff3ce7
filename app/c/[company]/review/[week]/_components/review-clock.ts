/** Longer than that no meeting runs: the review was left open. */
const LEFT_OPEN_AFTER_S = 3 * 3600;
const DAY_S = 86_400;

/** `12:05`; hours are minutes beyond sixty, as in a meeting. Of a review that was left open: `3 h 20 min`, `6 days`. */
export function clockText(seconds: number): string {
  if (seconds >= 2 * DAY_S) return `${Math.floor(seconds / DAY_S)} days`;
  if (seconds >= LEFT_OPEN_AFTER_S)
    return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  const [minutes, rest] = [Math.floor(seconds / 60), Math.floor(seconds % 60)];
  return `${String(minutes).padStart(2, "0")}:${String(rest).padStart(2, "0")}`;
}

/** The item whose time it is, counted from 0; null when the agenda's time is over. */
export function placeInAgenda(items: readonly { minutes: number }[], seconds: number): number | null {
  let end = 0;
  for (const [index, { minutes }] of items.entries()) {
    end += minutes * 60;
    if (seconds < end) return index;
  }
  return null;
}
