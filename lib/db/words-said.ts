import { Prisma } from "./generated/client";

/**
 * The condition that each word is the beginning of a word of `text.whole`, which decision_log_words made; the parts of a
 * hyphenated word count too. No LIKE: a sign that somebody types never becomes a pattern.
 */
export function everyWordSaid(words: readonly string[]): Prisma.Sql {
  return Prisma.sql`not exists (
    select 1 from unnest(${words}::text[]) as word
    where strpos(text.whole || ' ' || translate(text.whole, '-', ' '), ' ' || word) = 0)`;
}
