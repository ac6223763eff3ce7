import { noticePath, noticeSentence, noticeTitle, type ToldNotice } from "../queries/notice-words";

export type NoticeMessage = { subject: string; text: string; html: string };

export type NoticeReader = {
  company: string;
  /** The company's pages, `https://…/c/acme`; null where the application does not know its own address. */
  home: string | null;
};

const MOST_LISTED = 50;

/**
 * One letter for one notice, or for those of a day. It tells and links to a page; nothing in it approves, signs or
 * changes anything, and its links are the same for everybody.
 */
export function noticeMessage(
  notices: readonly ToldNotice[],
  { company, home }: NoticeReader,
): NoticeMessage {
  const name = oneLine(company);
  const [only] = notices;
  const subject =
    notices.length === 1 && only
      ? `${name}: ${oneLine(noticeTitle(only))}`
      : `${name}: ${notices.length} notices of the day`;
  const listed = notices.slice(0, MOST_LISTED).map((notice) => ({
    title: oneLine(noticeTitle(notice)),
    sentence: flat(noticeSentence(notice)),
    link: home === null ? null : `${home}${noticePath(notice)}`,
  }));
  const more = notices.length - listed.length;
  const parts = {
    listed,
    more: more > 0 ? `And ${more} more, on the page of notices.` : null,
    why: `You receive this as a member of ${name}. It informs only: nothing can be approved or changed by answering it, and opening a link decides nothing.`,
    settings: home === null ? null : `${home}/notices`,
  };
  return { subject: subject.slice(0, 200), text: asText(parts), html: asHtml(subject, parts) };
}

type Parts = {
  listed: { title: string; sentence: string; link: string | null }[];
  more: string | null;
  why: string;
  settings: string | null;
};

/** What stands in a header is one line of ordinary characters, whatever somebody typed. */
function oneLine(text: string): string {
  return flat(text).slice(0, 160);
}

/** Words of people stay in their own line: a line break would let them write a notice of their own beneath. */
const flat = (text: string) => text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ").trim();

function asText({ listed, more, why, settings }: Parts): string {
  return [
    ...listed.flatMap(({ title, sentence, link }) => [title, sentence, ...(link === null ? [] : [link]), ""]),
    ...(more === null ? [] : [more, ""]),
    why,
    ...(settings === null ? [] : [`How you are told: ${settings}`]),
    "",
  ].join("\n");
}

const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

function asHtml(subject: string, { listed, more, why, settings }: Parts): string {
  const items = listed.map(({ title, sentence, link }) => {
    const heading = link === null ? escaped(title) : `<a href="${escaped(link)}">${escaped(title)}</a>`;
    return `<li style="margin-bottom:12px"><strong>${heading}</strong><br>${escaped(sentence)}</li>`;
  });
  const how = settings === null ? "" : ` <a href="${escaped(settings)}">How you are told</a>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${escaped(subject)}</title></head>
<body style="font-family:system-ui,'Segoe UI',Arial,sans-serif;line-height:1.45;max-width:44rem">
<ul style="padding-left:0;list-style:none">${items.join("\n")}</ul>
${more === null ? "" : `<p>${escaped(more)}</p>`}
<p><small>${escaped(why)}${how}</small></p>
</body></html>
`;
}
