import type * as z from "zod";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { tenantClock } from "../queries/tenant-clock";
import {
  type Fault,
  type RawEvent,
  type RejectedRow,
  type RevenueEvent,
  rawEventFault,
  rawEventSchema,
  revenueEventFault,
  revenueEventSchema,
  shapeFault,
} from "./ingest-row";

/** Rows that one batch may hold. */
export const MOST_ROWS = 10_000;

export type IngestionReport = { accepted: number; duplicates: number; rejected: RejectedRow[] };

type Good<Row> = { index: number; row: Row };

/** A kind of row: how it is read, what else must hold, and where it is kept. */
type Kind<Row extends { event_id: string }> = {
  table: "events_raw" | "revenue_events";
  /** What makes two rows under one id the same row. */
  compared: readonly string[];
  schema: z.ZodType<Row>;
  fault: (row: Row, at: Date) => Fault | null;
  /** Faults that only the company's own rows show. */
  strangers: (tx: Transaction, tenantId: string, rows: readonly Good<Row>[]) => Promise<RejectedRow[]>;
};

const RAW: Kind<RawEvent> = {
  table: "events_raw",
  compared: ["event_type", "source", "occurred_at", "entity_type", "entity_id", "amount_usd", "payload"],
  schema: rawEventSchema,
  fault: rawEventFault,
  strangers: async () => [],
};

const REVENUE: Kind<RevenueEvent> = {
  table: "revenue_events",
  compared: [
    "event_type",
    "occurred_at",
    "account_id",
    "opportunity_id",
    "campaign_id",
    "channel",
    "segment",
    "amount_usd",
    "payload",
  ],
  schema: revenueEventSchema,
  fault: revenueEventFault,
  strangers: unknownReferences,
};

export const ingestRawEvents = (tenantId: string, rows: readonly unknown[], at: Date) =>
  ingest(RAW, tenantId, rows, at);
export const ingestRevenueEvents = (tenantId: string, rows: readonly unknown[], at: Date) =>
  ingest(REVENUE, tenantId, rows, at);

/**
 * Takes the good rows of a batch in one transaction and says of each bad one why it was not taken. A row is known by
 * its event_id: sent again with the same content it is a duplicate, with another content it is refused, because what
 * was counted once does not change behind the metrics' back.
 */
function ingest<Row extends { event_id: string }>(
  kind: Kind<Row>,
  tenantId: string,
  rows: readonly unknown[],
  at: Date,
): Promise<IngestionReport> {
  return inTenant({ tenantId }, async (tx) => {
    const present = await tenantClock(tx, tenantId, at);
    const { good, rejected } = sorted(kind, rows, present);
    const strangers = await kind.strangers(tx, tenantId, good);
    const unknown = new Set(strangers.map(({ index }) => index));
    const known = good.filter(({ index }) => !unknown.has(index));
    const stored = await store(tx, kind, tenantId, known, present);
    rejected.push(...strangers, ...stored.rejected);
    return { ...stored, rejected: rejected.sort((one, other) => one.index - other.index) };
  });
}

function sorted<Row extends { event_id: string }>(kind: Kind<Row>, rows: readonly unknown[], at: Date) {
  const good: Good<Row>[] = [];
  const rejected: RejectedRow[] = [];
  rows.forEach((sent, index) => {
    const parsed = kind.schema.safeParse(sent);
    const fault = parsed.success ? kind.fault(parsed.data, at) : shapeFault(parsed.error);
    if (parsed.success && fault === null) good.push({ index, row: parsed.data });
    else if (fault !== null) rejected.push({ index, event_id: idOf(sent), ...fault });
  });
  return { good, rejected };
}

/** The id as it was sent, as far as there is one to show. */
function idOf(sent: unknown): string | null {
  const id = typeof sent === "object" && sent !== null && "event_id" in sent ? sent.event_id : null;
  return typeof id === "string" ? id.slice(0, 200) : null;
}

/**
 * What was stored is told by the insert; every other row is held against what stands under its id by then, also when
 * another batch put it there a moment ago. Rows go in by id, so that two batches never wait for each other in a circle.
 */
async function store<Row extends { event_id: string }>(
  tx: Transaction,
  { table, compared }: Kind<Row>,
  tenantId: string,
  rows: readonly Good<Row>[],
  receivedAt: Date,
): Promise<IngestionReport> {
  const columns = ["tenant_id", "event_id", "received_at", ...compared].join(", ");
  const json = JSON.stringify(
    rows.map(({ index, row }) => ({
      ...row,
      payload: "payload" in row ? (row.payload ?? {}) : {},
      tenant_id: tenantId,
      received_at: receivedAt,
      index,
    })),
  );
  // Of rows under one id in one batch the first is stored, and the others are held against it.
  const inserted = await tx.$queryRawUnsafe<{ event_id: string }[]>(
    `insert into ${table} (${columns})
     select distinct on (event_id) ${columns} from jsonb_populate_recordset(null::${table}, $1::jsonb)
       with ordinality order by event_id, ordinality
     on conflict (tenant_id, event_id) do nothing returning event_id`,
    json,
  );
  const fresh = new Set(inserted.map(({ event_id }) => event_id));
  const held = rows.filter(({ row }) => !fresh.delete(row.event_id)).map(({ index }) => index);
  const differing = await tx.$queryRawUnsafe<{ index: number; event_id: string; field: string }[]>(
    `select (sent.value ->> 'index')::int as index, g.event_id, case ${compared
      .map((column) => `when s.${column} is distinct from g.${column} then '${column}'`)
      .join(" ")} end as field
     from jsonb_array_elements($1::jsonb) as sent
     cross join lateral jsonb_populate_record(null::${table}, sent.value) as g
     join ${table} s on s.tenant_id = $2::uuid and s.event_id = g.event_id
     where (sent.value ->> 'index')::int = any($3::int[])
       and (${compared.map((column) => `s.${column}`).join(", ")})
         is distinct from (${compared.map((column) => `g.${column}`).join(", ")})`,
    json,
    tenantId,
    held,
  );
  const rejected = differing.map(({ index, event_id, field }) => ({
    index,
    event_id,
    field,
    rule: "the same as what was sent before under this event_id",
    remedy: "Send a correction as an event of its own, under an id of its own.",
  }));
  return { accepted: inserted.length, duplicates: held.length - rejected.length, rejected };
}

const REFERENCES = [
  ["account_id", "spine_accounts", "account"],
  ["opportunity_id", "spine_opportunities", "opportunity"],
  ["campaign_id", "spine_campaigns", "campaign"],
] as const;

/** Another company's ids are as unknown here as ids that nobody has. */
async function unknownReferences(
  tx: Transaction,
  tenantId: string,
  rows: readonly Good<RevenueEvent>[],
): Promise<RejectedRow[]> {
  const rejected = new Map<number, RejectedRow>();
  for (const [field, table, what] of REFERENCES) {
    const asked = [...new Set(rows.flatMap(({ row }) => row[field] ?? []))];
    if (asked.length === 0) continue;
    const found = await tx.$queryRawUnsafe<{ id: string }[]>(
      `select id::text as id from ${table} where tenant_id = $1::uuid and id = any($2::uuid[])`,
      tenantId,
      asked,
    );
    const known = new Set(found.map(({ id }) => id));
    for (const { index, row } of rows) {
      const id = row[field];
      if (!id || known.has(id) || rejected.has(index)) continue;
      rejected.set(index, {
        index,
        event_id: row.event_id,
        field,
        rule: `an ${what} of this company`.replace("an campaign", "a campaign"),
        remedy: `Load the ${what} first, or leave the field out.`,
      });
    }
  }
  return [...rejected.values()];
}
