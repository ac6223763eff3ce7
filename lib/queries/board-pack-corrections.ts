import { type TriggerState, triggerShortId } from "../../kernel/enforcement";
import type { PackContent } from "../board-pack/content";
import type { Transaction } from "../db/tenant-transaction";
import { loadRecordedCycles } from "./policy-backtest-record";
import { type RestatedInput, restatedInputs } from "./restated-inputs";

/** A close that a pack rests on, where it was evaluated again since or rests on figures that are others today. */
export type CorrectedClose = {
  cycleKey: string;
  /** The version that the pack shows. */
  version: number;
  /** The version that stands today; the same where nobody evaluated it again. */
  standing: { version: number; certified: boolean };
  /** Why it was reopened, where it was. */
  reasons: string[];
  /** What the pack's version read, and what is known today. */
  inputs: Pick<RestatedInput, "name" | "unit" | "was" | "now">[];
  /** Triggers whose state is another in the version that stands. */
  states: { shortId: string; was: TriggerState; now: TriggerState }[];
};

/** What was corrected of a pack's months since it was frozen. */
export type PackCorrections = {
  closes: CorrectedClose[];
  /** Months that had no close when the pack was made, and have one now. */
  closedSince: string[];
};

export type PackRests = Pick<PackContent, "closes" | "missingCloses"> & { id: string };

type Version = {
  id: string;
  cycleKey: string;
  version: number;
  certified: boolean;
  states: Record<string, TriggerState> | null;
  reason: string | null;
};

/** More evaluations than thirty quarters rest on are not looked at at once. */
const MOST = 200;

/** By pack, those alone of which something was corrected. As many statements for thirty packs as for one. */
export async function packCorrections(
  tx: Transaction,
  tenantId: string,
  packs: readonly PackRests[],
  at: Date,
): Promise<Map<string, PackCorrections>> {
  if (packs.length === 0) return new Map();
  const versions = await closedVersions(tx, tenantId, packs);
  const shown = versions.filter(({ cycleKey, version }) =>
    packs.some(({ closes }) => closes.some((each) => each.cycleKey === cycleKey && each.version === version)),
  );
  const cycles = await loadRecordedCycles(
    tx,
    tenantId,
    MOST,
    shown.map(({ id }) => id),
  );
  const restated = new Map(
    (await restatedInputs(tx, tenantId, cycles, at)).map(({ cycle, inputs }) => [cycle.id, inputs]),
  );
  const found = packs.map(({ id, closes, missingCloses }): [string, PackCorrections] => [
    id,
    {
      closes: closes.flatMap(({ cycleKey, version }) => {
        const mine = versions.filter((each) => each.cycleKey === cycleKey);
        const close = mine.find((each) => each.version === version);
        return close ? correctedClose(close, mine, restated.get(close.id) ?? []) : [];
      }),
      closedSince: missingCloses.filter((month) => versions.some(({ cycleKey }) => cycleKey === month)),
    },
  ]);
  return new Map(found.filter(([, { closes, closedSince }]) => closes.length + closedSince.length > 0));
}

/** Every closed version of the packs' months, oldest first. */
function closedVersions(tx: Transaction, tenantId: string, packs: readonly PackRests[]): Promise<Version[]> {
  const months = packs.flatMap(({ closes, missingCloses }) => [
    ...closes.map(({ cycleKey }) => cycleKey),
    ...missingCloses,
  ]);
  return tx.$queryRaw<Version[]>`
    select c.id, c.cycle_key as "cycleKey", c.version, c.certified_final as certified, r.reason,
      (select jsonb_object_agg(t.trigger_id, t.state) from trigger_evaluations t
        where t.tenant_id = c.tenant_id and t.cycle_id = c.id) as states
    from evaluation_cycles c
    left join close_reopenings r on r.tenant_id = c.tenant_id and r.cycle_key = c.cycle_key and r.version = c.version
    where c.tenant_id = ${tenantId}::uuid and c.cadence = 'monthly_close' and c.status = 'CLOSED'
      and c.cycle_key = any(${[...new Set(months)]}::text[])
    order by c.cycle_key, c.version`;
}

function correctedClose(
  close: Version,
  versions: readonly Version[],
  inputs: readonly RestatedInput[],
): CorrectedClose[] {
  const standing = versions.at(-1) ?? close;
  if (standing.version === close.version && inputs.length === 0) return [];
  return [
    {
      cycleKey: close.cycleKey,
      version: close.version,
      standing: { version: standing.version, certified: standing.certified },
      reasons: versions.flatMap(({ version, reason }) =>
        version >= close.version && reason !== null ? [reason] : [],
      ),
      inputs: inputs.map(({ name, unit, was, now }) => ({ name, unit, was, now })),
      states: statesThatDiffer(close.states ?? {}, standing.states ?? {}),
    },
  ];
}

function statesThatDiffer(
  was: Record<string, TriggerState>,
  now: Record<string, TriggerState>,
): CorrectedClose["states"] {
  return Object.entries(was)
    .flatMap(([id, state]) => {
      const other = now[id];
      return other && other !== state ? [{ shortId: triggerShortId(id), was: state, now: other }] : [];
    })
    .sort((one, other) => (one.shortId < other.shortId ? -1 : 1));
}
