import type { Client } from "pg";

const NOT_OF_AN_EXTENSION = (catalogue: string) =>
  `NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '${catalogue}'::regclass AND d.objid = o.oid AND d.deptype = 'e')`;

const RELATION_KINDS = `CASE o.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE'
  WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END`;

/** Everything in the schema that this role owns, as DROP statements; what an extension brought is left alone. */
const OWN_OBJECTS = [
  `SELECT format('DROP %s IF EXISTS %s CASCADE', ${RELATION_KINDS}, o.oid::regclass) AS statement FROM pg_class o
    WHERE o.relnamespace = current_schema()::regnamespace AND o.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
      AND pg_get_userbyid(o.relowner) = current_user AND ${NOT_OF_AN_EXTENSION("pg_class")}
    ORDER BY o.relkind IN ('S')`,
  `SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', o.oid::regprocedure) AS statement FROM pg_proc o
    WHERE o.pronamespace = current_schema()::regnamespace
      AND pg_get_userbyid(o.proowner) = current_user AND ${NOT_OF_AN_EXTENSION("pg_proc")}`,
  `SELECT format('DROP TYPE IF EXISTS %s CASCADE', o.oid::regtype) AS statement FROM pg_type o
    WHERE o.typnamespace = current_schema()::regnamespace AND o.typtype IN ('e', 'd', 'r')
      AND pg_get_userbyid(o.typowner) = current_user AND ${NOT_OF_AN_EXTENSION("pg_type")}`,
];

/** Removes the role's own tables, functions and types. Inside a transaction it can still be taken back. */
export async function emptySchema(client: Client): Promise<void> {
  for (const query of OWN_OBJECTS) {
    const { rows } = await client.query<{ statement: string }>(query);
    for (const { statement } of rows) await client.query(statement);
  }
}
