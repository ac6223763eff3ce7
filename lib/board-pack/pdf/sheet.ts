import PDFDocument from "pdfkit";
import { FONTS, type Font, fontFile } from "./font-files";
import { plainText } from "./plain-text";

export type Box = { x: number; y: number; width: number; height: number };
export type TextStyle = { size?: number; font?: Font; color?: string };

const PAGE = { width: 595.28, height: 841.89 };
const MARGIN = 48;
const HEADER = 40;
const FOOTER = 44;
export const CONTENT_WIDTH = PAGE.width - 2 * MARGIN;
const TOP = MARGIN + HEADER - 16;
const BOTTOM = PAGE.height - FOOTER - 12;

export const INK = {
  text: "#1a1f29",
  dim: "#4d5463",
  line: "#c3c8d2",
  faint: "#eef0f4",
  accent: "#1f4a7f",
  accentGround: "#e3edfa",
  good: "#14592f",
  goodGround: "#e2f3e8",
  watch: "#744700",
  watchGround: "#fcefd2",
  bad: "#9b1c1c",
  badGround: "#fce7e6",
  unknown: "#454b58",
  unknownGround: "#eceef2",
} as const;

export type DocumentInfo = {
  title: string;
  author: string;
  subject: string;
  keywords: string;
  created: Date;
};

/** Lays text and drawings one under the other on as many pages as they need. */
export class Sheet {
  readonly doc: PDFKit.PDFDocument;
  readonly left = MARGIN;
  y = TOP;
  private readonly chunks: Buffer[] = [];
  private readonly ended: Promise<Buffer>;

  constructor(info: DocumentInfo) {
    this.doc = new PDFDocument({
      size: [PAGE.width, PAGE.height],
      margins: { top: 0, bottom: 0, left: 0, right: 0 },
      autoFirstPage: false,
      // The library would begin with a standard font, which a reader has to bring along.
      font: "",
      bufferPages: true,
      // Deflate differs between versions of its library; the same data must give the same bytes everywhere.
      compress: false,
      pdfVersion: "1.7",
      lang: "en-US",
      displayTitle: true,
      info: {
        Title: plainText(info.title),
        Author: plainText(info.author),
        Subject: plainText(info.subject),
        Keywords: plainText(info.keywords),
        Creator: "Revenue OS (CFO)",
        Producer: "Revenue OS (CFO)",
        CreationDate: info.created,
        ModDate: info.created,
      },
    });
    for (const font of FONTS) this.doc.registerFont(font, fontFile(font));
    this.ended = new Promise((resolve, reject) => {
      this.doc.on("data", (chunk: Buffer) => this.chunks.push(chunk));
      this.doc.on("end", () => resolve(Buffer.concat(this.chunks)));
      this.doc.on("error", reject);
    });
    this.newPage();
  }

  newPage(): void {
    this.doc.addPage();
    this.y = TOP;
  }

  /** Goes to the next page when so much does not fit under what is there. */
  need(height: number): void {
    if (this.y + height > BOTTOM && this.y > TOP) this.newPage();
  }

  space(height: number): void {
    this.y += height;
  }

  use({ size = 9.5, font = "regular", color = INK.text }: TextStyle = {}): this {
    this.doc.font(font).fontSize(size).fillColor(color);
    return this;
  }

  heightOf(text: string, width: number, style: TextStyle = {}): number {
    this.use(style);
    return this.doc.heightOfString(plainText(text) || " ", { width, lineGap: 1.5 });
  }

  widthOf(text: string, style: TextStyle = {}): number {
    this.use(style);
    return this.doc.widthOfString(plainText(text));
  }

  /** A line cut where it would be wider than there is room for. */
  fitted(text: string, width: number, style: TextStyle): string {
    if (this.widthOf(text, style) <= width) return text;
    let short = text;
    while (short.length > 1 && this.widthOf(`${short}…`, style) > width) short = short.slice(0, -1);
    return `${short.trimEnd()}…`;
  }

  /** Text at a place, within a width; the flow of the page is not moved. */
  put(
    text: string,
    { x, y, width }: Pick<Box, "x" | "y" | "width">,
    style: TextStyle & { align?: "left" | "right" | "center" } = {},
  ): void {
    this.use(style);
    this.doc.text(plainText(text), x, y, { width, align: style.align ?? "left", lineGap: 1.5 });
  }

  /** One line that is never broken. */
  label(
    text: string,
    x: number,
    y: number,
    style: TextStyle & { align?: "left" | "right" | "center" } = {},
  ): void {
    const width = this.widthOf(text, style);
    const from = style.align === "right" ? x - width : style.align === "center" ? x - width / 2 : x;
    this.doc.text(plainText(text), from, y, { lineBreak: false });
  }

  paragraph(text: string, style: TextStyle & { indent?: number; after?: number } = {}): void {
    const { indent = 0, after = 4, ...rest } = style;
    const width = CONTENT_WIDTH - indent;
    const height = this.heightOf(text, width, rest);
    this.need(height);
    this.put(text, { x: this.left + indent, y: this.y, width }, rest);
    this.y += height + after;
  }

  /** A heading of a chapter; it stands in the outline, and never alone at the foot of a page. */
  chapter(title: string, keepWith = 90): void {
    if (this.y > TOP) this.space(10);
    this.need(24 + keepWith);
    this.doc.outline.addItem(plainText(title));
    this.put(
      title,
      { x: this.left, y: this.y, width: CONTENT_WIDTH },
      { size: 14, font: "bold", color: INK.accent },
    );
    this.y += 19;
    this.rule();
    this.y += 7;
  }

  heading(title: string, keepWith = 40): void {
    this.need(18 + keepWith);
    this.space(3);
    this.put(title, { x: this.left, y: this.y, width: CONTENT_WIDTH }, { size: 10.5, font: "bold" });
    this.y += 15;
  }

  rule(): void {
    this.doc
      .moveTo(this.left, this.y)
      .lineTo(this.left + CONTENT_WIDTH, this.y)
      .lineWidth(0.75)
      .strokeColor(INK.line)
      .stroke();
  }

  /** Writes header and footer on every page, then hands out the bytes. */
  finish(header: { left: string; right: string }, footer: string): Promise<Buffer> {
    const { count } = this.doc.bufferedPageRange();
    for (let at = 0; at < count; at += 1) {
      this.doc.switchToPage(at);
      const style = { size: 8, color: INK.dim };
      this.label(header.left, this.left, MARGIN - 22, style);
      this.label(header.right, this.left + CONTENT_WIDTH, MARGIN - 22, { ...style, align: "right" });
      const foot = PAGE.height - FOOTER + 10;
      this.label(footer, this.left, foot, { ...style, size: 7 });
      this.label(`${at + 1} of ${count}`, this.left + CONTENT_WIDTH, foot, { ...style, align: "right" });
    }
    this.doc.end();
    return this.ended;
  }
}
