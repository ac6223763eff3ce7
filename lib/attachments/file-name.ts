const LONGEST = 120;
/** Marks that turn the direction of text can make an .exe look like a .pdf. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** A name as it is kept: without folders and invisible characters, short enough to be read, its ending kept. */
export function keptName(given: string): string {
  const name = (given.split(/[/\\]/).at(-1) ?? "")
    .normalize("NFC")
    .replace(INVISIBLE, "")
    .replace(/\s+/g, " ")
    .replace(/^[. ]+/, "")
    .trim();
  if (name.length <= LONGEST) return name;
  const ending = /\.[A-Za-z0-9]{1,5}$/.exec(name)?.[0] ?? "";
  // The cut may go through a character of two parts.
  return `${name.slice(0, LONGEST - ending.length - 1).replace(/\p{Cs}$/u, "")}…${ending}`;
}

/** For a download: always to be saved, with the name for old and for new browsers (RFC 6266). */
export function contentDisposition(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
