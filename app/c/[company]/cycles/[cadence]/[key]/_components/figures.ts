import { formatNumber, formatValue } from "@/components/ui/format";

/** One figure, or a series oldest first; what is missing says so. */
export function figuresInWords(value: number | readonly number[] | null, unit: string): string {
  if (value === null) return "missing";
  return typeof value === "number"
    ? figureInWords(value, unit)
    : value.map((each) => figureInWords(each, unit)).join(", ");
}

/** A plain number among the inputs is a count of something, and no multiple. */
const figureInWords = (value: number, unit: string): string =>
  unit === "x" ? formatNumber(value) : formatValue(value, unit);

/** What the override's field shows, and what it takes: figures with spaces between, no thousands commas. */
export const figuresAsText = (value: number | readonly number[] | null): string =>
  value === null ? "" : typeof value === "number" ? String(value) : value.join(" ");

/** `null` when the text is no list of figures. A series stays a list even of one figure. */
export function figuresFromText(text: string, series: boolean): number | number[] | null {
  const words = text
    .trim()
    .split(/[\s;]+/)
    .filter(Boolean);
  const figures = words.map((word) =>
    Number(
      word
        .replace(/[,\u2060]/g, "")
        .replace("−", "-")
        .replace(/^(-?)\$/, "$1"),
    ),
  );
  if (figures.length === 0 || figures.some((figure) => !Number.isFinite(figure))) return null;
  if (series) return figures;
  return figures.length === 1 ? (figures[0] ?? null) : null;
}
