/** How a comment names a person: by id, so that it stays right when a name changes. */
const MENTION = /@\[([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\]/g;

export const mentionOf = (userId: string): string => `@[${userId}]`;

/** The people mentioned, each once, in the order of the text. */
export function mentionedIn(body: string): string[] {
  return [...new Set([...body.matchAll(MENTION)].map(([, userId = ""]) => userId))];
}

export type CommentPart = {
  /** Where in the text it begins. */ at: number;
  text: string;
  isMention: boolean;
};

/** The text for people. An id that nobody known stands behind stays what it is: text. */
export function commentParts(body: string, names: ReadonlyMap<string, string>): CommentPart[] {
  const parts: CommentPart[] = [];
  let from = 0;
  for (const match of body.matchAll(MENTION)) {
    const name = names.get(match[1] ?? "");
    if (name === undefined) continue;
    if (match.index > from) parts.push({ at: from, text: body.slice(from, match.index), isMention: false });
    parts.push({ at: match.index, text: `@${name}`, isMention: true });
    from = match.index + match[0].length;
  }
  if (from < body.length) parts.push({ at: from, text: body.slice(from), isMention: false });
  return parts;
}

export const mentionsAsNames = (body: string, names: ReadonlyMap<string, string>): string =>
  commentParts(body, names)
    .map(({ text }) => text)
    .join("");
