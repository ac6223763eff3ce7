import { type MetricId, metric } from "../../../kernel/revenue";

/** A figure of a metric as a finance person writes it: $12,468, 21.4%, 32.1 hours. */
export function figureOf(name: MetricId, value: number | null): string {
  if (value === null) return "no value";
  const { unit } = metric(name);
  const isMoney = unit === "USD" || unit === "USD per day";
  const places = isMoney && Math.abs(value) >= 100 ? 0 : isMoney || unit === "x" ? 2 : 1;
  const digits = Math.abs(value).toLocaleString("en-US", { maximumFractionDigits: places });
  const sign = value < 0 && digits !== "0" ? "-" : "";
  if (isMoney) return `${sign}$${digits}${unit === "USD" ? "" : " a day"}`;
  if (unit === "percent") return `${sign}${digits}%`;
  if (unit === "x") return `${sign}${digits}x`;
  return unit === "count" ? `${sign}${digits}` : `${sign}${digits} ${unit}`;
}

export const nameOf = (name: MetricId): string => metric(name).name;
