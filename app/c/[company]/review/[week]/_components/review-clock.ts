/** `12:05`; hours are minutes beyond sixty, as in a meeting. */
export function clockText(seconds: number): string {
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
