import { can, type Role } from "../auth/permissions";
import { everyWordSaid } from "../db/words-said";
import { periodOf } from "./cycle-calendar";
import { type FindSource, MOST_PER_GROUP } from "./find-source";

// Older ones are found on their own screens.
const NEWEST_CYCLES = 1_500;
const NEWEST_NAMED = 2_000;

type PolicyRow = { id: string; version: string; title: string; status: string };

const POLICY_WORDS: Record<string, string> = {
  DRAFT: "your draft",
  VALIDATED: "your draft",
  PROPOSED: "proposed",
  ACTIVE: "in force",
  SUPERSEDED: "superseded",
};

/** What has been proposed or in force, and the person's own drafts. */
export const findPolicies: FindSource = async ({ tx, person: { tenantId, userId }, words }) => {
  const rows = await tx.$queryRaw<PolicyRow[]>`
    select b.id::text as id, b.version, b.title, b.status
    from (
      select id, version, title, status, created_at from policy_bundles
      where tenant_id = ${tenantId}::uuid and (status in ('PROPOSED', 'ACTIVE', 'SUPERSEDED')
        or (status in ('DRAFT', 'VALIDATED') and created_by = ${userId}::uuid))
      order by created_at desc limit ${NEWEST_NAMED}
    ) b
    join unnest(${Object.keys(POLICY_WORDS)}::text[], ${Object.values(POLICY_WORDS)}::text[]) as s(status, words)
      on s.status = b.status
    cross join lateral (
      select decision_log_words('policy version', array[b.version, s.words], '', b.title) as whole
    ) text
    where ${everyWordSaid(words)}
    order by b.status = 'ACTIVE' desc, b.created_at desc limit ${MOST_PER_GROUP}`;
  return rows.map(({ id, version, title, status }) => ({
    key: id,
    title: title ? `${version} ${title}` : `Policy ${version}`,
    about: `Policy · ${POLICY_WORDS[status] ?? status}`,
    path: `/policy/versions/${id}`,
  }));
};

type CycleRow = { cadence: "weekly" | "monthly_close"; cycleKey: string; status: string; mode: string };

/** Each cycle once, as it was evaluated last: by its key, its month or its mode. */
export const findCycles: FindSource = async ({ tx, person: { tenantId }, words }) => {
  const rows = await tx.$queryRaw<CycleRow[]>`
    select newest.cadence, newest.cycle_key as "cycleKey", newest.status, newest.mode_after as mode
    from (
      select distinct on (c.cadence, c.cycle_key) c.* from (
        select cadence, cycle_key, version, period_start, period_end, status, mode_after from evaluation_cycles
        where tenant_id = ${tenantId}::uuid order by period_end desc, cadence desc limit ${NEWEST_CYCLES}
      ) c order by c.cadence, c.cycle_key, c.version desc
    ) newest
    cross join lateral (
      select decision_log_words('cycle', array[newest.cycle_key,
        case newest.cadence when 'weekly' then 'week weekly' else 'close month monthly' end,
        to_char(newest.period_start, 'FMMonth YYYY'), newest.status, newest.mode_after], '', '') as whole
    ) text
    where ${everyWordSaid(words)}
    order by newest.period_end desc, newest.cadence limit ${MOST_PER_GROUP}`;
  return rows.map(({ cadence, cycleKey, status, mode }) => ({
    key: `${cadence}/${cycleKey}`,
    title: cadence === "weekly" ? `Week ${cycleKey}` : `${monthWords(cycleKey)} close`,
    about: `Cycle · ${status === "CLOSED" ? "closed" : "not closed"} · ${mode}`,
    path: `/cycles/${cadence}/${cycleKey}`,
  }));
};

function monthWords(cycleKey: string): string {
  const start = periodOf("monthly_close", cycleKey)?.start;
  if (start === undefined) return cycleKey;
  return new Intl.DateTimeFormat("en-US", { month: "long", year: "numeric", timeZone: "UTC" }).format(
    new Date(start),
  );
}

/** Everybody in the company sees every scenario; they decide nothing. */
export const findScenarios: FindSource = async ({ tx, person: { tenantId }, words }) => {
  const rows = await tx.$queryRaw<{ id: string; name: string; by: string }[]>`
    select s.id::text as id, s.name, u.name as by
    from (
      select id, name, created_by, updated_at from what_if_scenarios
      where tenant_id = ${tenantId}::uuid order by updated_at desc limit ${NEWEST_NAMED}
    ) s
    join users u on u.id = s.created_by
    cross join lateral (select decision_log_words('scenario', array['what if'], u.name, s.name) as whole) text
    where ${everyWordSaid(words)}
    order by s.updated_at desc limit ${MOST_PER_GROUP}`;
  return rows.map(({ id, name, by }) => ({
    key: id,
    title: name,
    about: `Scenario of ${by}`,
    path: `/what-if/${id}`,
  }));
};

type PackRow = { id: string; periodKey: string; edition: number; status: string };

/** For those who may read them: released packs, and the person's own drafts. */
export const findPacks: FindSource = async ({ tx, person: { tenantId, userId, role }, words }) => {
  if (!can(role as Role, "board-pack.read")) return [];
  const rows = await tx.$queryRaw<PackRow[]>`
    select p.id::text as id, p.period_key as "periodKey", p.edition, p.status
    from (
      select id, period_key, edition, status, made_at from board_packs
      where tenant_id = ${tenantId}::uuid and (status = 'RELEASED' or made_by = ${userId}::uuid)
      order by made_at desc limit ${NEWEST_NAMED}
    ) p
    cross join lateral (
      select decision_log_words('board pack', array[p.period_key, 'edition ' || p.edition, p.status], '', '') as whole
    ) text
    where ${everyWordSaid(words)}
    order by p.made_at desc limit ${MOST_PER_GROUP}`;
  return rows.map(({ id, periodKey, edition, status }) => ({
    key: id,
    title: `Board pack ${periodKey}`,
    about: `Edition ${edition} · ${status === "RELEASED" ? "released" : "your draft"}`,
    path: `/board-packs/${id}`,
  }));
};
