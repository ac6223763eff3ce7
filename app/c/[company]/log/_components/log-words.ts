import { GATE_WORDS } from "@/components/governance/request-words";
import { formatDateTime } from "@/components/ui/format";
import type { GateId } from "@/kernel/enforcement";
import type { LogLine } from "@/lib/queries/decision-log";
import { LOG_KINDS, LOG_SOURCES } from "@/lib/queries/decision-log-filter";

/** A line as the browser needs it: words already, so that no table of words is sent along. */
export type TableLine = {
  seq: string;
  time: string;
  iso: string;
  kind: string;
  title: string;
  requestRef: string | null;
  /** Requests of the application have a page; those of outside systems do not. */
  isOwnRequest: boolean;
  gate: string | null;
  outcome: "ALLOWED" | "BLOCKED" | null;
  codes: string[];
  actor: string;
  source: string;
};

export const kindWords = (kind: string): string =>
  kind in LOG_KINDS ? LOG_KINDS[kind as keyof typeof LOG_KINDS] : kind;
export const sourceWords = (source: string): string =>
  source in LOG_SOURCES ? LOG_SOURCES[source as keyof typeof LOG_SOURCES] : source;
export const gateWords = (gate: string): string =>
  gate in GATE_WORDS ? `${gate.slice(0, 2)} ${GATE_WORDS[gate as GateId].name}` : gate;

export function lineForTable(line: LogLine): TableLine {
  return {
    seq: line.seq,
    time: formatDateTime(line.occurredAt),
    iso: line.occurredAt.toISOString(),
    kind: kindWords(line.kind),
    title: line.title,
    requestRef: line.requestRef,
    isOwnRequest: line.source === "application",
    gate: line.gateId && gateWords(line.gateId),
    outcome: line.outcome === "ALLOWED" || line.outcome === "BLOCKED" ? line.outcome : null,
    codes: line.reasonCodes,
    actor: line.actor,
    source: sourceWords(line.source),
  };
}
