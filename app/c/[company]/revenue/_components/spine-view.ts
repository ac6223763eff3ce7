import * as z from "zod";
import { changeOf } from "@/components/governance/metric-words";
import { LENSES, METRIC_DOMAINS, type Metric } from "@/kernel/revenue/metrics";
import type { MetricLine } from "@/lib/queries/revenue-spine";

export type SpineRow = { metric: Metric; line: MetricLine };

/** What somebody may want to see first, in the words of the choice. */
export const ATTENTION = {
  target: "Short of target",
  worse: "Worse than 28 days before",
  gaps: "Without a value of the newest day",
} as const;

// A value that nobody could have chosen on the screen is as if it were not there: an old link still opens.
const optional = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);

const spineView = z.object({
  domain: optional(z.enum(METRIC_DOMAINS)),
  lens: optional(z.enum(LENSES)),
  show: optional(z.enum(["target", "worse", "gaps"])),
  q: optional(z.string().trim().min(1).max(100)),
});

/** What the address of the revenue spine asks for. */
export type SpineView = z.infer<typeof spineView>;

export function parseSpineView(params: Record<string, string | string[] | undefined>): SpineView {
  const single = Object.entries(params).map(([key, value]) => [key, Array.isArray(value) ? value[0] : value]);
  return spineView.parse(Object.fromEntries(single));
}

export function isNarrowed(view: SpineView): boolean {
  return Object.values(view).some((value) => value !== undefined);
}

/** The rows that the view asks for. A search looks at the name, the id, the definition and the source tables. */
export function rowsOf(rows: readonly SpineRow[], view: SpineView): SpineRow[] {
  const words = view.q?.toLowerCase().split(/\s+/) ?? [];
  return rows.filter(({ metric, line }) => {
    const text = [metric.name, metric.id, metric.definition, ...metric.sources].join(" ").toLowerCase();
    return (
      (view.domain === undefined || metric.domain === view.domain) &&
      (view.lens === undefined || metric.lens === view.lens) &&
      (view.show === undefined || needsAttention({ metric, line }, view.show)) &&
      words.every((word) => text.includes(word))
    );
  });
}

export function needsAttention({ metric, line }: SpineRow, why: keyof typeof ATTENTION): boolean {
  if (why === "target") return (line.target?.shortfall ?? 0) > 0;
  if (why === "gaps") return line.standing !== "current";
  return changeOf(line.value, line.before, metric).judged === "worse";
}
