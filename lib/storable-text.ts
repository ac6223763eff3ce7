/** PostgreSQL holds no NUL, and half a surrogate pair is no text. Well-formed text is the rule: one expression decides. */
const UNSTORABLE = /\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** Whether the database can keep a text as it is. */
export const isStorable = (text: string): boolean => !UNSTORABLE.test(text);

/** What a form or an answer says of a text that it cannot keep. */
export const UNSTORABLE_WORDS = "This text has a NUL or half a character in it.";
