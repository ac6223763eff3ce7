import * as z from "zod";
import type { Transaction } from "../../db/tenant-transaction";
import type { By, Place, Standing, Unreadable, Where } from "./executor";

const WORDS = { spine_campaigns: "campaign", spine_campaign_channels: "channel of a campaign" } as const;

type Table = keyof typeof WORDS;
type ColumnType = "numeric" | "text" | "date";

/** A field that is a column of a row of its own. Names of tables and columns come from the registry alone. */
export function columnPlace(table: Table, column: string, type: ColumnType): Place {
  const asJson = `coalesce(to_jsonb(${column}), 'null')::text`;
  return {
    async hold(tx, where) {
      const rows = z.guid().safeParse(where.entityId).success
        ? await tx.$queryRawUnsafe<{ json: string }[]>(
            `select ${asJson} as json from ${table} where tenant_id = $1::uuid and id = $2::uuid for update`,
            where.tenantId,
            where.entityId,
          )
        : [];
      return rows[0] ?? missing(table, where);
    },
    async put(tx, where, standing, by) {
      const json = "json" in standing ? standing.json : "null";
      return write(tx, { table, column, type, asJson }, where, json, by);
    },
  };
}

async function write(
  tx: Transaction,
  { table, column, type, asJson }: { table: Table; column: string; type: ColumnType; asJson: string },
  where: Where,
  json: string,
  { at }: By,
): Promise<Standing> {
  const [row] = await tx.$queryRawUnsafe<{ json: string }[]>(
    `update ${table} set ${column} = ($3::jsonb #>> '{}')::${type}, updated_at = $4::timestamptz
     where tenant_id = $1::uuid and id = $2::uuid returning ${asJson} as json`,
    where.tenantId,
    where.entityId,
    json,
    at.toISOString(),
  );
  if (!row) throw new Error(`${table} ${where.entityId} is held and still there`);
  return row;
}

function missing(table: Table, { entityId }: Where): Unreadable {
  return { unreadable: `There is no ${WORDS[table]} ${entityId} any more.` };
}
