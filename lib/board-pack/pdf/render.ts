import { dayInWords } from "../../day-words";
import type { PackDocument } from "../content";
import { dateTime } from "../figure-text";
import { contentHash } from "../hash";
import { periodName } from "../period";
import { drawDecisions } from "./decision-chapters";
import { drawEfficiency, drawMemo, drawPath, drawTriggers } from "./figure-chapters";
import { lostCharacters } from "./plain-text";
import { INK, Sheet } from "./sheet";

/** The pack as a PDF. Nothing but the document goes into it, no clock and no chance: the same data, the same bytes. */
export function renderPack(document: PackDocument): Promise<Buffer> {
  const { content, release } = document;
  const name = periodName(content.period.key);
  const sheet = new Sheet({
    title: `Board pack ${name}, ${content.company}`,
    author: release?.by ?? content.madeBy.name,
    subject: `Board pack of ${content.company} for ${name}, edition ${content.edition}`,
    keywords: `policy ${content.policy.version}, log entry ${content.log.seq}`,
    created: new Date(release?.at ?? content.asOf),
  });
  drawTitle(sheet, document);
  drawMemo(sheet, document.memo);
  drawTriggers(sheet, content);
  drawPath(sheet, content);
  drawEfficiency(sheet, content);
  drawDecisions(sheet, content);
  drawEvidence(sheet, document);
  const state = release ? `edition ${content.edition}` : `edition ${content.edition}, DRAFT, not released`;
  return sheet.finish(
    { left: sheet.fitted(content.company, 270, { size: 8 }), right: `Board pack ${name}, ${state}` },
    `As of ${dateTime(content.asOf)} | policy ${content.policy.version} | decision log entry ${content.log.seq}`,
  );
}

function drawTitle(sheet: Sheet, { content, release }: PackDocument): void {
  sheet.paragraph(content.company, { size: 20, font: "bold", after: 2 });
  sheet.paragraph(`Board pack, ${periodName(content.period.key)}`, {
    size: 14,
    color: INK.accent,
    after: 6,
  });
  const standing = release
    ? `Released by ${release.by} (${release.role}) on ${dateTime(release.at)}.`
    : "DRAFT: it has not been released, and its memo may still change.";
  sheet.paragraph(standing, { font: "bold", after: 2 });
  sheet.paragraph(
    `Edition ${content.edition}. Data of ${dayInWords(content.period.start)} to ${dayInWords(content.period.end)}, frozen on ${dateTime(content.asOf)} by ${content.madeBy.name} (${content.madeBy.role}).`,
    { after: 2 },
  );
  if (content.corrects) {
    sheet.paragraph(`This edition corrects edition ${content.corrects.edition}: ${content.corrects.reason}`, {
      font: "bold",
      color: INK.bad,
      after: 2,
    });
  }
  const small = { size: 8, color: INK.dim, after: 1 };
  sheet.paragraph(`Policy ${content.policy.version}, ${content.policy.hash}`, small);
  sheet.paragraph(`Decision log, entry ${content.log.seq}, ${content.log.hash}`, small);
  if (content.corrects) {
    const { edition, pdfSha256 } = content.corrects;
    sheet.paragraph(`Replaces edition ${edition}, file sha256 ${pdfSha256}`, small);
  }
}

function drawEvidence(sheet: Sheet, document: PackDocument): void {
  const { content, memo } = document;
  sheet.chapter("Evidence");
  const edited = memo.filter((sentence) => sentence.edited !== null);
  sheet.heading("Sentences of the memo that people changed");
  if (edited.length === 0) {
    sheet.paragraph("None: the memo stands as the data filled it.", { color: INK.dim });
  }
  for (const sentence of edited) {
    const left = sentence.text === "" ? "left out" : "rewritten";
    sheet.paragraph(
      `${sentence.heading}, ${left} by ${sentence.edited?.by} on ${dateTime(sentence.edited?.at ?? "")}. The data had filled:`,
      { after: 1 },
    );
    sheet.paragraph(sentence.original, { font: "italic", indent: 12 });
  }
  sheet.heading("What these figures rest on");
  for (const close of content.closes) {
    const certified = close.certifiedFinal ? "certified as final" : "not certified as final";
    sheet.paragraph(
      `Close of ${periodName(close.cycleKey)}, version ${close.version}, evaluated on ${dateTime(close.evaluatedAt)}, ${certified}.`,
      { after: 1 },
    );
  }
  for (const month of content.missingCloses)
    sheet.paragraph(`There is no close of ${periodName(month)}.`, { color: INK.bad, after: 1 });
  sheet.space(4);
  sheet.heading("How to check this document");
  const lines = [
    "Amounts in brackets are below zero. Percentages and months are as the triggers judge them.",
    `Frozen data: sha256 ${contentHash(content)} over their canonical JSON (RFC 8785).`,
    `Policy ${content.policy.version}: ${content.policy.hash}.`,
    `Decision log at that moment: entry ${content.log.seq}, hash ${content.log.hash}. Kernel ${content.kernelVersion}.`,
    "A released edition stands in the decision log with the hash of these bytes, and never changes: a correction is another edition.",
  ];
  for (const line of lines) sheet.paragraph(line, { size: 8, after: 2 });
  const lost = lostCharacters(JSON.stringify(document));
  if (lost > 0) {
    sheet.paragraph(
      `${lost} ${lost === 1 ? "character has" : "characters have"} no sign in the fonts of this document and ${lost === 1 ? "stands" : "stand"} as a question mark; the data hold them.`,
      { size: 8 },
    );
  }
}
