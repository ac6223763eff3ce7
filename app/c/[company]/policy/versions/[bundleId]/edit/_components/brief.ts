const MOST_SHOWN = 40;

/** As much of somebody's words as a sentence can hold. */
export const brief = (words: string): string =>
  words.length > MOST_SHOWN ? `${words.slice(0, MOST_SHOWN)}…` : words;
