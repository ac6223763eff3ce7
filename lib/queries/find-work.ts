import { REASON_CODES, type ReasonCodeEntry } from "../../kernel/enforcement";
import { can, OPTIMIZER_ROLE, type Role } from "../auth/permissions";
import { prepareLogSearch, readLogPage } from "../db/decision-log-search";
import { everyWordSaid } from "../db/words-said";
import { settle } from "../failures";
import { LOG_KINDS } from "./decision-log-filter";
import { type FindSource, MOST_PER_GROUP } from "./find-source";
import { REQUEST_STATUSES, type RequestStatus } from "./requests";
import { numbersIn, saysAll } from "./search-words";
import { loadSituation } from "./situation";

// Older ones are found by their number, and on their own screens.
const NEWEST_REQUESTS = 2_000;

const STATUS_WORDS: Record<RequestStatus, string> = {
  DRAFT: "draft",
  PENDING: "pending waits for signatures open",
  BLOCKED: "blocked",
  STALE: "stale",
  APPROVED: "approved signed",
  DENIED: "denied",
  WITHDRAWN: "withdrawn",
};

type RequestRow = {
  reference: string;
  title: string;
  status: RequestStatus;
  amountUsd: number | null;
  isMonthly: boolean;
  by: string;
  isExact: boolean;
};

/** Everything submitted and the person's own drafts; the newest of each status, and any by its number. */
export const findRequests: FindSource = async ({ tx, person: { tenantId, userId }, words }) => {
  const references = numbersIn(words, "req").map((number) => `REQ-${number}`);
  const rows = await tx.$queryRaw<RequestRow[]>`
    with visible as (
      select r.* from unnest(${[...REQUEST_STATUSES]}::text[]) as each(status)
      cross join lateral (
        select reference, title, status, amount_usd, details ? 'amount_usd_per_month' as monthly, gate_id, requested_by,
          updated_at
        from requests
        where tenant_id = ${tenantId}::uuid and status = each.status
          and (status <> 'DRAFT' or requested_by = ${userId}::uuid)
        order by updated_at desc limit ${NEWEST_REQUESTS}
      ) r
      union
      select reference, title, status, amount_usd, details ? 'amount_usd_per_month', gate_id, requested_by, updated_at
      from requests
      where tenant_id = ${tenantId}::uuid and reference = any(${references}::text[])
        and (status <> 'DRAFT' or requested_by = ${userId}::uuid)
    )
    select v.reference, v.title, v.status, v.amount_usd::float8 as "amountUsd", v.monthly as "isMonthly", u.name as by,
      v.reference = any(${references}::text[]) as "isExact"
    from visible v
    join unnest(${[...REQUEST_STATUSES]}::text[], ${REQUEST_STATUSES.map((status) => STATUS_WORDS[status])}::text[])
      as s(status, words) on s.status = v.status
    join users u on u.id = v.requested_by
    cross join lateral (
      select decision_log_words(v.reference, array[substring(v.reference from '\d+'), s.words,
        split_part(v.gate_id, '_', 1), replace(v.gate_id, '_', ' '), to_char(v.amount_usd, 'FM999999999999999990')],
        u.name, v.title) as whole
    ) text
    where ${everyWordSaid(words)}
    order by "isExact" desc, v.updated_at desc, v.reference limit ${MOST_PER_GROUP}`;
  return rows.map(({ reference, title, status, amountUsd, isMonthly, by, isExact }) => ({
    key: reference,
    title: `${reference} ${title}`.trim(),
    about: `Request of ${by}`,
    path: status === "DRAFT" ? `/requests/${reference}/edit` : `/requests/${reference}`,
    state: status,
    ...(amountUsd !== null && { amountUsd, isMonthly }),
    isExact,
  }));
};

/** By the log's own index of words, and by an entry's number. */
export const findDecisions: FindSource = async ({ tx, person, words }) => {
  if (!can(person.role as Role, "log.read")) return [];
  const prepared = await prepareLogSearch(tx, person.tenantId, { text: words.join(" ") });
  const order = { by: "seq", direction: "desc" } as const;
  // Without a word that the log can be searched by, everything would be found.
  const isSearchable = prepared.values.length > 1;
  const byWords = isSearchable
    ? await readLogPage(tx, prepared, order, { from: null, limit: MOST_PER_GROUP })
    : [];
  const numbers = words.length === 1 ? numbersIn(words).map(BigInt) : [];
  const byNumber = await tx.decisionLogEntry.findMany({
    where: { tenantId: person.tenantId, seq: { in: numbers } },
    select: { seq: true, kind: true, title: true, actor: true },
  });
  const numbered = new Set(byNumber.map(({ seq }) => seq));
  const entries = [...byNumber, ...byWords.filter(({ seq }) => !numbered.has(seq))];
  return entries.slice(0, MOST_PER_GROUP).map((entry) => ({
    key: String(entry.seq),
    title: entry.title,
    about: `Entry ${entry.seq} of the log · ${LOG_KINDS[entry.kind as keyof typeof LOG_KINDS] ?? entry.kind} · ${entry.actor}`,
    path: `/log/${entry.seq}`,
  }));
};

type MemberRow = { id: string; name: string; role: string; team: string | null; hasLeft: boolean };

/** Colleagues; whoever manages them finds them by their address too, and is led to where they are managed. */
export const findPeople: FindSource = async ({ tx, person: { tenantId, role }, words }) => {
  const manages = can(role as Role, "people.manage");
  const rows = await tx.$queryRaw<MemberRow[]>`
    select u.id::text as id, u.name, m.role, m.team, m.ended_at is not null as "hasLeft"
    from memberships m join users u on u.id = m.user_id
    cross join lateral (
      select decision_log_words(m.role, array[m.team, case when ${manages} then u.email end], u.name, '') as whole
    ) text
    where m.tenant_id = ${tenantId}::uuid and m.role <> ${OPTIMIZER_ROLE}
      and ${everyWordSaid(words)}
    order by m.ended_at is not null, u.name, u.id limit ${MOST_PER_GROUP}`;
  return rows.map(({ id, name, role: held, team, hasLeft }) => ({
    key: id,
    title: name,
    about: [held, team, hasLeft ? "has left" : null].filter(Boolean).join(" · "),
    path: manages ? "/admin/people" : `/log?person=${encodeURIComponent(name)}`,
  }));
};

/** With the states of the newest closed cycle; without a policy that can be trusted there are none. */
export const findTriggers: FindSource = async ({ tx, person, words }) => {
  const present = await settle(() => loadSituation(tx, person.tenantId));
  if (!present.ok) return [];
  const { policy, cycle } = present.value;
  return policy.compiled.triggers
    .map(({ id, shortId, name, critical }) => ({ id, shortId, name, critical, state: cycle?.states[id] }))
    .filter(({ id, shortId, name, state = "UNKNOWN" }) =>
      saysAll(`${shortId} ${name} ${id.replaceAll("_", " ")} trigger ${state}`, words),
    )
    .slice(0, MOST_PER_GROUP)
    .map(({ shortId, name, critical, state = "UNKNOWN" }) => ({
      key: shortId,
      title: `${shortId} ${name}`,
      about: critical ? "Critical trigger" : "Trigger",
      path: `/triggers/${shortId}`,
      state,
      isExact: words.length === 1 && words[0] === shortId.toLowerCase(),
    }));
};

/** By code, title and remedy; those whose title says it before those whose remedy does. */
export const findCodes: FindSource = async ({ words }) => {
  const numbered = numbersIn(words, "cfo").map((number) => `CFO-${number.padStart(2, "0")}`);
  const isNamed = (code: string) => words.length === 1 && numbered.includes(code);
  const rank = ({ code, title }: ReasonCodeEntry) =>
    isNamed(code) ? 0 : saysAll(`${code} ${title}`, words) ? 1 : 2;
  return REASON_CODES.filter(
    (entry) =>
      isNamed(entry.code) ||
      saysAll(`${entry.code} ${entry.title} ${entry.remedy} ${entry.clause} reason code`, words),
  )
    .toSorted((one, other) => rank(one) - rank(other))
    .slice(0, MOST_PER_GROUP)
    .map(({ code, title, outcome }) => ({
      key: code,
      title: `${code} ${title}`,
      about: outcome === "NEEDS_INPUT" ? "Reason code · needs input" : "Reason code · rejected",
      path: `/codes/${code}`,
      // A bare number may as well be a request's; with its letters it is the code's.
      isExact: isNamed(code) && words.some((word) => word.startsWith("cfo")),
    }));
};
