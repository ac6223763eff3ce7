// Board packs and the forecast's spreads for the attempts: a draft for each step of a pack's life, and who may take it.
import { type Answer, callAction } from "./actions";
import type { Guarded } from "./guarded";
import { larkfield, type Person } from "./people";
import { lookUp } from "./server";
import type { Targets } from "./targets";

type Cookies = (person: Person) => Promise<string>;
type Draft = { packId: string; seenAt: string; sentence: string };

const SPREAD = { base: 5, downside: 25, upside: 15 };
const DRIVERS = [
  ...["new_arr", "expansion", "contraction", "churn", "recognised"],
  ...["gross_margin", "opex_growth", "collections", "capex"],
];

/** One draft for each action, each of a closed month that has not been released; and a month for the pack to be made. */
export async function makePackDrafts(cookiesOf: Cookies) {
  const cookies = await cookiesOf(larkfield.fpa);
  const [toMake = "", ...others] = await unreleasedMonths(4);
  const draft = async (period = ""): Promise<Draft> => {
    const given = { period, replaceDraft: true };
    const answer = await callAction({ name: "makeBoardPackAction", args: ["larkfield", given], cookies });
    return readDraft(packIdIn(answer));
  };
  const [toEdit, toRelease, toDiscard] = others;
  return {
    toMake,
    toEdit: await draft(toEdit),
    toRelease: await draft(toRelease),
    toDiscard: await draft(toDiscard),
    forecast: await presentForecast(),
  };
}

/** The oldest first: the newest are other stories'. */
async function unreleasedMonths(count: number): Promise<string[]> {
  const months = await lookUp(
    `select string_agg(cycle_key, ' ' order by cycle_key) as found from (
       select distinct c.cycle_key from evaluation_cycles c join tenants t on t.id = c.tenant_id
       where t.slug = 'larkfield' and c.cadence = 'monthly_close' and c.status = 'CLOSED' and not exists (
         select 1 from board_packs p where p.tenant_id = c.tenant_id and p.period_key = c.cycle_key
         and p.status = 'RELEASED')) closed`,
  );
  return (months ?? "").split(" ").slice(0, count);
}

function packIdIn(answer: Answer): string {
  if (!answer.ok) throw new Error(`Preparing the attempts failed: ${JSON.stringify(answer)}`);
  return String(answer.value.packId);
}

async function readDraft(packId: string): Promise<Draft> {
  const found = await lookUp(
    `select to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || ' ' || (memo -> 0 ->> 'id')
     as found from board_packs where id = $1`,
    [packId],
  );
  const [seenAt = "", sentence = ""] = (found ?? "").split(" ");
  return { packId, seenAt, sentence };
}

/** Spreads that differ from whatever is set, and when that was. */
async function presentForecast() {
  const ofLarkfield = `from optimizer_configs where key = 'forecast.drivers'
    and tenant_id = (select id from tenants where slug = 'larkfield')`;
  const seenAt = await lookUp(
    `select to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as found ${ofLarkfield}`,
  );
  const set = await lookUp(`select value -> 'spreads' -> 'churn' ->> 'downside' as found ${ofLarkfield}`);
  const spreads = Object.fromEntries(DRIVERS.map((driver) => [driver, SPREAD]));
  const churn = { ...SPREAD, downside: set === "35" ? 36 : 35 };
  return { settings: { window_months: 6, spreads: { ...spreads, churn } }, seenAt };
}

/** What is released can be corrected, so the release comes before. */
export function boardPackActions({ packs }: Targets): Guarded[] {
  const drafting = (name: string, arg: unknown): Guarded => ({
    name,
    company: "larkfield",
    may: ["cfo", "ceo", "fpa"],
    args: [arg],
    control: { by: "fpa", gives: /^DONE$/ },
  });
  const { toMake, toEdit, toRelease, toDiscard, forecast } = packs;
  const seen = ({ packId, seenAt }: Draft) => ({ packId, seenAt });
  return [
    drafting("makeBoardPackAction", { period: toMake, replaceDraft: true }),
    drafting("editBoardMemoAction", {
      ...seen(toEdit),
      sentences: [{ id: toEdit.sentence, text: "A sentence to see who may write one." }],
    }),
    {
      ...drafting("releaseBoardPackAction", seen(toRelease)),
      may: ["cfo"],
      control: { by: "cfo", gives: /^DONE$/ },
    },
    drafting("correctBoardPackAction", {
      packId: toRelease.packId,
      reason: "To see who may correct what was released",
    }),
    drafting("discardBoardPackAction", { packId: toDiscard.packId }),
    { ...drafting("updateForecastSettingsAction", forecast), may: ["cfo", "fpa"] },
  ];
}
