import { PERMISSIONS } from "../auth/permissions";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { isoDate } from "./cycle-calendar";

/** Somebody for whom a person may sign at this moment. */
export type StandIn = {
  delegationId: string;
  role: string;
  delegatorId: string;
  delegatorName: string;
  untilOn: string;
};

export type Delegation = {
  id: string;
  delegatorId: string;
  delegatorName: string;
  role: string;
  delegateId: string;
  delegateName: string;
  fromOn: string;
  untilOn: string;
  reason: string;
  /** Whether it counts today, will count, does not while an account is disabled, or no longer does. */
  standing: "COMING" | "IN_FORCE" | "PAUSED" | "OVER" | "ENDED" | "LAPSED";
  endedByName: string | null;
};

export type DelegationsPage = {
  /** Mine and those that name me, what counts first. */
  delegations: Delegation[];
  /** Who may stand in: present members who sign in another role. */
  candidates: { userId: string; name: string; role: string }[];
};

type Person = { tenantId: string; userId: string; role: string };

const SIGNING_ROLES: readonly string[] = PERMISSIONS["request.sign"];
const SHOWN = 50;

/**
 * For whom a person may sign today (UTC): delegations that nobody has ended, of people who still hold the role that
 * they delegated and whose account is open. The database refuses a signature on any other.
 */
export function standInsOf(
  tx: Transaction,
  { tenantId, userId }: { tenantId: string; userId: string },
  at: Date,
): Promise<StandIn[]> {
  return tx.$queryRaw<StandIn[]>`
    select d.id as "delegationId", d.role, d.delegator as "delegatorId", u.name as "delegatorName",
      d.until_on::text as "untilOn"
    from signing_delegations d
    join memberships m on m.tenant_id = d.tenant_id and m.user_id = d.delegator and m.role = d.role and m.ended_at is null
    join users u on u.id = d.delegator and u.disabled_at is null
    where d.tenant_id = ${tenantId}::uuid and d.delegate = ${userId}::uuid
      and d.ended_at is null and d.lapsed_at is null and d.created_at <= ${at}
      and ${isoDate(at)}::date between d.from_on and d.until_on
    order by d.role, d.id`;
}

type Row = Omit<Delegation, "standing"> & {
  endedAt: Date | null;
  lapsedOn: string | null;
  isDisabled: boolean;
};

/** What a person has delegated and what others have delegated to them. */
export function loadDelegations(person: Person, at: Date): Promise<DelegationsPage> {
  const { tenantId, userId, role } = person;
  return inTenant(person, async (tx) => {
    const rows = await tx.$queryRaw<Row[]>`
      select d.id, d.delegator as "delegatorId", one.name as "delegatorName", d.role, d.delegate as "delegateId",
        other.name as "delegateName", d.from_on::text as "fromOn", d.until_on::text as "untilOn", d.reason,
        d.ended_at as "endedAt", ender.name as "endedByName",
        (d.lapsed_at at time zone 'UTC')::date::text as "lapsedOn",
        num_nonnulls(one.disabled_at, other.disabled_at) > 0 as "isDisabled"
      from signing_delegations d
      join users one on one.id = d.delegator
      join users other on other.id = d.delegate
      left join users ender on ender.id = d.ended_by
      where d.tenant_id = ${tenantId}::uuid and ${userId}::uuid in (d.delegator, d.delegate)
      order by (d.ended_at is null and d.lapsed_at is null and d.until_on >= ${isoDate(at)}::date) desc, d.from_on desc, d.id
      limit ${SHOWN}`;
    const members = await tx.membership.findMany({
      where: {
        tenantId,
        endedAt: null,
        role: { in: SIGNING_ROLES.filter((each) => each !== role) },
        user: { disabledAt: null },
      },
      select: { userId: true, role: true, user: { select: { name: true } } },
    });
    return {
      delegations: rows.map(({ endedAt, lapsedOn, isDisabled, ...row }) => ({
        ...row,
        standing: standingOf({ ...row, endedAt, lapsedOn, isDisabled }, isoDate(at)),
      })),
      candidates: members
        .filter((member) => member.userId !== userId)
        .map((member) => ({ userId: member.userId, name: member.user.name, role: member.role }))
        .sort(
          (a, b) =>
            SIGNING_ROLES.indexOf(a.role) - SIGNING_ROLES.indexOf(b.role) ||
            a.name.localeCompare(b.name, "en"),
        ),
    };
  });
}

function standingOf(
  {
    fromOn,
    untilOn,
    endedAt,
    lapsedOn,
    isDisabled,
  }: Pick<Row, "fromOn" | "untilOn" | "endedAt" | "lapsedOn" | "isDisabled">,
  today: string,
): Delegation["standing"] {
  if (endedAt !== null) return "ENDED";
  const isOver = today > untilOn;
  // Whoever leaves long after their last day as a stand-in has cut nothing short.
  if (lapsedOn !== null && !(isOver && lapsedOn > untilOn)) return "LAPSED";
  if (isOver) return "OVER";
  // It comes back with the account, so either of the two can still end it, and name somebody else.
  if (isDisabled) return "PAUSED";
  return today < fromOn ? "COMING" : "IN_FORCE";
}
