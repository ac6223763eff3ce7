// What people ask of a log: each filter, search and order of the screen, with the combinations that an index does
// not answer by itself.
import type { LogOrder, LogSearch } from "@/lib/db/decision-log-search";

export type Asked = { what: string; search: LogSearch; order?: LogOrder };

const oldestFirst: LogOrder = { by: "seq", direction: "asc" };
const byTime: LogOrder = { by: "time", direction: "desc" };
const oldestByTime: LogOrder = { by: "time", direction: "asc" };

export const SEARCHES: readonly Asked[] = [
  { what: "everything, newest first", search: {} },
  { what: "everything, oldest first", search: {}, order: oldestFirst },
  { what: "everything, by time", search: {}, order: byTime },
  { what: "one gate", search: { gate: "G1_HEADCOUNT" } },
  { what: "one gate, by time", search: { gate: "G1_HEADCOUNT" }, order: byTime },
  { what: "one gate and outcome", search: { gate: "G1_HEADCOUNT", outcome: "ALLOWED" } },
  { what: "a rare kind (1 in 2,000)", search: { kind: "mode_change" } },
  { what: "a rare kind, oldest by time", search: { kind: "mode_change" }, order: oldestByTime },
  { what: "a kind and outcome that never meet", search: { kind: "mode_change", outcome: "ALLOWED" } },
  { what: "one reason code", search: { code: "CFO-26" } },
  { what: "one reason code, oldest by time", search: { code: "CFO-26" }, order: oldestByTime },
  { what: "a reason code that never occurred", search: { code: "CFO-01" } },
  { what: "one person", search: { person: "Ada Moreno" } },
  { what: "somebody unknown", search: { person: "Nobody" } },
  { what: "person, code and gate", search: { person: "Grace Kim", code: "CFO-21", gate: "G1_HEADCOUNT" } },
  { what: "from outside", search: { source: "api" } },
  { what: "two days", search: { from: "2024-02-01", to: "2024-02-02" } },
  { what: "two days, blocked only", search: { from: "2022-02-01", to: "2022-02-02", outcome: "BLOCKED" } },
  { what: "search: one request", search: { text: "REQ-1042" } },
  { what: "search: beginning of 111,000 requests", search: { text: "REQ-1" } },
  { what: "search: a word in every decision", search: { text: "req" } },
  { what: "search: a word in every decision, by time", search: { text: "req" }, order: oldestByTime },
  { what: "search: two frequent words", search: { text: "senior engineer" } },
  { what: "search: a frequent word and a request", search: { text: "engineer REQ-2042" } },
  { what: "search: a rare word", search: { text: "defensive" } },
  { what: "search: a word that is not there", search: { text: "zebra" } },
  { what: "search and gate", search: { text: "kim blocked", gate: "G2_GTM_SPEND" } },
];
