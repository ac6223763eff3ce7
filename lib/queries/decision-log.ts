import {
  type FoundEntry,
  type LogOrder,
  type LogSearch,
  prepareLogSearch,
  readLogPage,
} from "../db/decision-log-search";
import { inTenant } from "../db/tenant-transaction";
import { LOG_PAGE_SIZE, type LogFilter, type LogView, readCursor, writeCursor } from "./decision-log-filter";

/** One line of the log's screen. */
export type LogLine = {
  seq: string;
  kind: string;
  occurredAt: Date;
  actor: string;
  source: string;
  title: string;
  requestRef: string | null;
  gateId: string | null;
  outcome: string | null;
  reasonCodes: string[];
  hash: string;
};

export type LogPage = {
  lines: LogLine[];
  /** Cursors of the neighbouring pages; null where there is none. */
  next: string | null;
  previous: string | null;
  /** How many entries the whole log has, from its head; nothing is counted. */
  total: number;
  head: { seq: string; hash: string } | null;
  headAt: Date | null;
  /** Names for the filter: everyone who is or was a member, and the API keys. */
  people: string[];
};

/** The log as one page of what the address asks for. */
export function loadLogPage(viewer: { tenantId: string; userId: string }, view: LogView): Promise<LogPage> {
  return inTenant(viewer, async (tx) => {
    const head = await tx.decisionLogHead.findUnique({ where: { tenantId: viewer.tenantId } });
    const prepared = await prepareLogSearch(tx, viewer.tenantId, searchOf(view));
    const order = orderOf(view);
    const read = (cursor: string | undefined, inOrder: LogOrder) =>
      readLogPage(tx, prepared, inOrder, { from: readCursor(cursor), limit: LOG_PAGE_SIZE + 1 });
    let backwards = view.before !== undefined;
    let found = await read(view.before ?? view.after, backwards ? reversed(order) : order);
    if (backwards && found.length <= LOG_PAGE_SIZE) {
      // Back at the beginning, where a page is a whole one again.
      backwards = false;
      found = await read(undefined, order);
    }
    const more = found.length > LOG_PAGE_SIZE;
    const shown = found.slice(0, LOG_PAGE_SIZE).map(lineOf);
    if (backwards) shown.reverse();
    const [first, last] = [shown[0], shown.at(-1)];
    return {
      lines: shown,
      next: last && (backwards || more) ? writeCursor(last) : null,
      previous:
        first && (backwards ? more : view.after !== undefined && view.before === undefined)
          ? writeCursor(first)
          : null,
      total: Number(head?.seq ?? 0n),
      head: head && { seq: String(head.seq), hash: head.hash },
      headAt: head?.updatedAt ?? null,
      people: await namesOf(tx, viewer.tenantId),
    };
  });
}

async function namesOf(
  tx: Parameters<Parameters<typeof inTenant>[1]>[0],
  tenantId: string,
): Promise<string[]> {
  const members = await tx.membership.findMany({
    where: { tenantId },
    select: { user: { select: { name: true } } },
  });
  const keys = await tx.apiKey.findMany({ where: { tenantId }, select: { name: true } });
  const names = [...members.map(({ user }) => user.name), ...keys.map(({ name }) => name)];
  return [...new Set(names)].sort((one, other) => one.localeCompare(other));
}

export function searchOf(filter: Partial<LogFilter>): LogSearch {
  const { q, gate, outcome, kind, code, person, source, from, to } = filter;
  return { text: q, gate, outcome, kind, code, person, source, from, to };
}

export function orderOf(filter: Pick<LogFilter, "sort" | "dir">): LogOrder {
  return { by: filter.sort, direction: filter.dir };
}

const reversed = (order: LogOrder): LogOrder => ({
  ...order,
  direction: order.direction === "asc" ? "desc" : "asc",
});

export function lineOf(row: FoundEntry): LogLine {
  return {
    seq: String(row.seq),
    kind: row.kind,
    occurredAt: row.occurred_at,
    actor: row.actor,
    source: row.source,
    title: row.title,
    requestRef: row.request_ref,
    gateId: row.gate_id,
    outcome: row.outcome,
    reasonCodes: row.reason_codes,
    hash: row.hash,
  };
}
