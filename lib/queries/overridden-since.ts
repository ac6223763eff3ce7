import type { Cadence } from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";
import type { RestatedFigure } from "./restated-figures";
import type { RestatedEvaluation } from "./restated-inputs";

type Row = {
  cadence: Cadence;
  cycleKey: string;
  name: string;
  isLifted: boolean;
  reason: string;
  at: Date;
  by: string;
};

/** Inputs that FP&A set, or left to the spine again, after an evaluation had been made on something else. */
export async function overriddenSince(
  tx: Transaction,
  tenantId: string,
  evaluations: readonly RestatedEvaluation[],
  at: Date,
): Promise<RestatedFigure[]> {
  if (evaluations.length === 0) return [];
  const rows = await tx.$queryRaw<Row[]>`
    select distinct on (o.cadence, o.cycle_key, o.input_name) o.cadence, o.cycle_key as "cycleKey",
      o.input_name as name, o.value is null as "isLifted", o.reason, o.created_at as at, u.name as by
    from input_overrides o join users u on u.id = o.created_by
    where o.tenant_id = ${tenantId}::uuid and o.created_at <= ${at}
    order by o.cadence, o.cycle_key, o.input_name, o.created_at desc, o.id`;
  const newest = new Map(rows.map((row) => [`${row.cadence} ${row.cycleKey} ${row.name}`, row]));
  const found = new Map<string, RestatedFigure>();
  for (const { cycle, inputs } of evaluations) {
    for (const { name, unit, was, now } of inputs) {
      const { cadence, cycleKey } = cycle;
      const row = newest.get(`${cadence} ${cycleKey} ${name}`);
      if (!row || row.at.toISOString() <= cycle.evaluatedAt) continue;
      const id = `override ${cadence} ${cycleKey} ${name} ${JSON.stringify(was)}`;
      found.set(id, {
        id,
        words: `${name} · ${cycleKey}`,
        key: null,
        unit,
        was,
        now,
        how: row.isLifted ? "lifted" : "override",
        by: row.by,
        at: row.at,
        source: row.reason,
        importId: null,
        cycles: [{ cadence, cycleKey }],
      });
    }
  }
  return [...found.values()];
}
