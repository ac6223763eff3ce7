import { CONTENT_WIDTH, INK, type Sheet, type TextStyle } from "./sheet";

export type PdfColumn<Row> = {
  header: string;
  /** Share of the page's width. */
  share: number;
  cell: (row: Row) => string;
  align?: "left" | "right";
  style?: (row: Row) => TextStyle;
};

const SIZE = 8;
const PADDING = 3.5;
const GAP = 6;
/** After figures that stand to the right, so that the next column does not run into them. */
const WIDE_GAP = 14;
/** A table no taller than this is not cut by a page's end. */
const KEPT_TOGETHER = 160;

/** A table that knows how much of it must stand on one page, so that the title above it is not left alone. */
export type LaidTable = { begins: number; draw: () => void };

export function drawTable<Row>(...table: Parameters<typeof layTable<Row>>): void {
  layTable(...table).draw();
}

/** A table whose rows are never cut; its head stands again on each page. */
export function layTable<Row>(
  sheet: Sheet,
  columns: readonly PdfColumn<Row>[],
  rows: readonly Row[],
  whenEmpty: string,
): LaidTable {
  if (rows.length === 0) {
    return { begins: 20, draw: () => sheet.paragraph(whenEmpty, { color: INK.dim }) };
  }
  const shares = columns.reduce((sum, { share }) => sum + share, 0);
  const widths = columns.map(({ share }) => (CONTENT_WIDTH * share) / shares);
  const roomOf = (at: number) => (widths[at] ?? 0) - (columns[at]?.align === "right" ? WIDE_GAP : GAP);
  const drawRow = (texts: readonly string[], styles: readonly TextStyle[]) => {
    let x = sheet.left;
    for (const [at, text] of texts.entries()) {
      const width = widths[at] ?? 0;
      const align = columns[at]?.align ?? "left";
      sheet.put(text, { x, y: sheet.y + PADDING, width: roomOf(at) }, { ...styles[at], align });
      x += width;
    }
  };
  const heightOf = (texts: readonly string[], styles: readonly TextStyle[]) =>
    Math.max(...texts.map((text, at) => sheet.heightOf(text, roomOf(at), styles[at]))) + 2 * PADDING;
  const headStyles = columns.map((): TextStyle => ({ size: 7.5, font: "bold", color: INK.dim }));
  const heads = columns.map(({ header }) => header);
  const drawHead = () => {
    const height = heightOf(heads, headStyles);
    drawRow(heads, headStyles);
    sheet.y += height;
    sheet.rule();
  };
  const styled = rows.map((row) => ({
    texts: columns.map(({ cell }) => cell(row)),
    styles: columns.map(({ style }): TextStyle => ({ size: SIZE, ...style?.(row) })),
  }));
  const heights = styled.map(({ texts, styles }) => heightOf(texts, styles));
  const all = heightOf(heads, headStyles) + heights.reduce((sum, height) => sum + height, 0);
  const begins = all <= KEPT_TOGETHER ? all : heightOf(heads, headStyles) + (heights[0] ?? 0);
  const draw = () => {
    sheet.need(begins);
    drawHead();
    for (const [at, { texts, styles }] of styled.entries()) {
      const height = heights[at] ?? 0;
      const before = sheet.y;
      sheet.need(height);
      if (sheet.y < before) drawHead();
      drawRow(texts, styles);
      sheet.y += height;
      sheet.rule();
    }
    sheet.space(8);
  };
  return { begins, draw };
}
