/** Figures in sentences, without the machine's language: `$1,234,567`, `12.5%`, `14.2 months`. */
export type FigureKind = "USD" | "percent" | "months" | "x" | "hours" | "count";

export function figureText(value: number, kind: FigureKind): string {
  switch (kind) {
    case "USD":
      return `${value < 0 ? "-" : ""}$${grouped(Math.abs(value) < 100 ? plain(Math.abs(value), 2) : Math.abs(value).toFixed(0))}`;
    case "percent":
      return `${plain(value, 1)}%`;
    case "x":
      return `${plain(value, 2)}x`;
    case "count":
      return grouped(plain(value, 1));
    default:
      return `${plain(value, 1)} ${kind}`;
  }
}

/** At most so many decimals, none of them a trailing zero. */
export function plain(value: number, places: number): string {
  const factor = 10 ** places;
  const rounded = Math.round(value * factor) / factor;
  return String(rounded === 0 ? 0 : rounded);
}

function grouped(digits: string): string {
  const [whole = "", fraction] = digits.split(".");
  const withCommas = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? withCommas : `${withCommas}.${fraction}`;
}
