import * as z from "zod";
import { GATE_IDS } from "../../kernel/enforcement";

/** The kinds of entry, in words for the filter and the table. */
export const LOG_KINDS = {
  gate_decision: "Gate decision",
  cycle_evaluated: "Cycle evaluated",
  mode_change: "Change of mode",
  escalation: "Escalation",
  input_override: "Input override",
  defensive_action: "Defensive action",
  policy_activated: "Policy activated",
  access_change: "Change of access",
  optimization_cycle: "Optimisation cycle",
  optimization_action: "Optimisation action",
  policy_change: "Change to a proposed policy",
  data_import: "Import of figures",
  board_pack: "Board pack",
  review_held: "Weekly review held",
  close_reopened: "Certified close reopened",
  close_commentary: "Commentary on a close",
  close_setting: "Setting of the closes",
  target_change: "Change of targets or guardrails",
} as const;
export const LOG_SOURCES = {
  application: "This application",
  api: "From outside (API)",
  system: "The system itself",
} as const;
export const LOG_OUTCOMES = ["ALLOWED", "BLOCKED"] as const;
export const LOG_PAGE_SIZE = 50;

const keysOf = <T extends object>(table: T) =>
  Object.keys(table) as [keyof T & string, ...(keyof T & string)[]];
// A value that nobody could have chosen on the screen is as if it were not there: an old link still opens.
const optional = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);
const words = (length: number) => optional(z.string().trim().min(1).max(length));

const fields = {
  q: words(200),
  gate: optional(z.enum(GATE_IDS)),
  outcome: optional(z.enum(LOG_OUTCOMES)),
  kind: optional(z.enum(keysOf(LOG_KINDS))),
  code: optional(z.string().regex(/^CFO-\d{2}$/)),
  person: words(200),
  source: optional(z.enum(keysOf(LOG_SOURCES))),
  from: optional(z.iso.date()),
  to: optional(z.iso.date()),
  sort: z.enum(["seq", "time"]).catch("seq"),
  dir: z.enum(["asc", "desc"]).catch("desc"),
};
const cursor = optional(z.string().regex(/^\d{1,18}(@\d{1,15})?$/));
const logView = z.object({ ...fields, after: cursor, before: cursor });

/** What the address of the log's screen says: filters, order, and where the page begins. */
export type LogView = z.infer<typeof logView>;
export type LogFilter = Omit<LogView, "after" | "before">;

type SearchParams = Record<string, string | string[] | undefined>;

export function parseLogView(params: SearchParams | URLSearchParams): LogView {
  const given = params instanceof URLSearchParams ? Object.fromEntries(params) : params;
  const single = Object.entries(given).map(([key, value]) => [key, Array.isArray(value) ? value[0] : value]);
  return logView.parse(Object.fromEntries(single));
}

/** The address of a view, without what is at its default; changes to a filter leave the page's cursor behind. */
export function logViewQuery(view: Partial<LogView>): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(view)) {
    const isDefault = (key === "sort" && value === "seq") || (key === "dir" && value === "desc");
    if (value !== undefined && value !== "" && !isDefault) query.set(key, value);
  }
  return query.toString();
}

/** Where a page begins: an entry's number, and its time where the log is sorted by time. */
export type LogCursor = { seq: bigint; time: Date };

export function readCursor(text: string | undefined): LogCursor | null {
  const [seq, time] = text?.split("@") ?? [];
  return seq === undefined ? null : { seq: BigInt(seq), time: new Date(Number(time ?? 0)) };
}

export function writeCursor({ seq, occurredAt }: { seq: string; occurredAt: Date }): string {
  return `${seq}@${occurredAt.getTime()}`;
}
