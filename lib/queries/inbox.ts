import * as z from "zod";
import { GATE_IDS } from "../../kernel/enforcement";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { type Result, settle } from "../failures";
import { type AwaitedSignature, approvalQueue, type Basis, basisOf } from "./approvals";
import { dueOnOf, type SigningClock, signingClock } from "./days-to-sign";
import type { StandIn } from "./delegations";
import { escalationsWithoutPlan, ownDefensiveActions, policiesToSign } from "./inbox-kinds";
import { loadSituation, type PresentSituation } from "./situation";
import type { Person } from "./waiting";

export const INBOX_KINDS = ["signature", "policy", "escalation", "defensive"] as const;
export type InboxKind = (typeof INBOX_KINDS)[number];

/** One thing that waits for a person, of whatever kind. */
export type InboxItem = {
  kind: InboxKind;
  key: string;
  title: string;
  /** After the company's own address. */
  path: string;
  /** In a line: what it is, who asked. */
  about: string;
  waitingSince: Date;
  yearlyUsd: number | null;
  /** The day by which it is due, where there is one. */
  dueOn: string | null;
  /** What happens if nobody acts. */
  otherwise: string;
  /** On a request to sign. */
  signature: AwaitedSignature | null;
};

/** What a source of the inbox may look at; each asks the database in one statement. */
export type InboxGround = { tx: Transaction; person: Person; present: PresentSituation; at: Date };
export type InboxSource = (ground: InboxGround) => Promise<InboxItem[]>;

/** Beside the requests. Another kind is one function and one line here. */
const SOURCES: readonly InboxSource[] = [policiesToSign, escalationsWithoutPlan, ownDefensiveActions];

/** The filter as it stands in the address; what it does not understand it ignores. */
export const inboxFilterSchema = z.object({
  kind: z.enum(INBOX_KINDS).optional().catch(undefined),
  gate: z.enum(GATE_IDS).optional().catch(undefined),
  /** Only what is signed for others, or only what is one's own. */
  as: z.enum(["own", "others"]).optional().catch(undefined),
  sort: z.enum(["costliest", "due"]).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(1000).optional().catch(undefined),
});
export type InboxFilter = z.infer<typeof inboxFilterSchema>;

/** Requests that may be signed together. */
export type InboxGroup = { group: string; items: AwaitedSignature[] };

export type InboxPage = {
  items: InboxItem[];
  /** How many fit the filter, and on which page of how many this is. */
  total: number;
  page: number;
  pages: number;
  /** Without any filter. */
  counts: Record<InboxKind, number>;
  groups: InboxGroup[];
  /** Went up for signature; the gate would refuse it now. */
  closed: AwaitedSignature[];
  basis: Basis;
  standIns: StandIn[];
  isCut: boolean;
};

const PAGE = 50;
const MOST_CLOSED = 50;
/** As many as one confirmation can list and somebody can read. */
const MOST_IN_GROUP = 100;
const DAY = 86_400_000;

/** Everything that waits for one person at one moment: what has waited longest first, the costliest of a day first. */
export function loadInbox(person: Person, filter: InboxFilter, at: Date): Promise<Result<InboxPage>> {
  return settle(() =>
    inTenant(person, async (tx) => {
      const present = await loadSituation(tx, person.tenantId);
      const queue = await approvalQueue(tx, person, present, at, { grouped: true });
      const signable = queue.items.filter(({ isSignable }) => isSignable);
      const clock = await signingClock(tx, person.tenantId);
      const all = signable.map((each) => signatureItem(each, clock));
      // One after the other: a transaction is one connection.
      for (const source of SOURCES) all.push(...(await source({ tx, person, present, at })));
      const found = all.filter((item) => fits(item, filter)).sort(orderOf(filter.sort));
      const pages = Math.max(1, Math.ceil(found.length / PAGE));
      const page = Math.min(filter.page ?? 1, pages);
      return {
        items: found.slice((page - 1) * PAGE, page * PAGE),
        total: found.length,
        page,
        pages,
        counts: countKinds(all),
        groups: groupsOf(found.flatMap(({ signature }) => signature ?? [])),
        closed: queue.items.filter(({ isSignable }) => !isSignable).slice(0, MOST_CLOSED),
        basis: basisOf(present),
        standIns: queue.standIns,
        isCut: queue.isCut,
      };
    }),
  );
}

/** How many things wait for a person, for the frame around every page. */
export async function signaturesWaiting(ground: InboxGround): Promise<number> {
  const { items } = await approvalQueue(ground.tx, ground.person, ground.present, ground.at);
  return items.filter(({ isSignable }) => isSignable).length + (await policiesToSign(ground)).length;
}

function signatureItem(signature: AwaitedSignature, clock: SigningClock): InboxItem {
  const { reference, title, submittedAt, yearlyUsd, requesterName } = signature;
  return {
    kind: "signature",
    key: reference,
    title,
    path: `/requests/${reference}`,
    about: requesterName,
    waitingSince: submittedAt,
    yearlyUsd,
    dueOn: dueOnOf(clock, submittedAt),
    otherwise: "It stays blocked until it is signed, denied or withdrawn.",
    signature,
  };
}

function fits({ kind, signature }: InboxItem, filter: InboxFilter): boolean {
  if (filter.kind && kind !== filter.kind) return false;
  if (filter.gate && signature?.gateId !== filter.gate) return false;
  if (!filter.as) return true;
  const isForOther = Boolean(signature?.hand?.forName);
  return filter.as === "others" ? isForOther : !isForOther;
}

const dayOf = ({ waitingSince }: InboxItem) => Math.floor(waitingSince.getTime() / DAY);
const costOf = ({ yearlyUsd }: InboxItem) => yearlyUsd ?? -1;
const dueOf = ({ dueOn }: InboxItem) => dueOn ?? "9999-12-31";

function orderOf(sort: InboxFilter["sort"]) {
  const byAge = (one: InboxItem, other: InboxItem) =>
    dayOf(one) - dayOf(other) ||
    costOf(other) - costOf(one) ||
    one.waitingSince.getTime() - other.waitingSince.getTime() ||
    one.key.localeCompare(other.key, "en", { numeric: true });
  if (sort === "costliest")
    return (one: InboxItem, other: InboxItem) => costOf(other) - costOf(one) || byAge(one, other);
  if (sort === "due")
    return (one: InboxItem, other: InboxItem) => dueOf(one).localeCompare(dueOf(other)) || byAge(one, other);
  return byAge;
}

function countKinds(items: readonly InboxItem[]): Record<InboxKind, number> {
  const counts = { signature: 0, policy: 0, escalation: 0, defensive: 0 };
  for (const { kind } of items) counts[kind] += 1;
  return counts;
}

/** Two or more with one verdict, the largest group first. */
function groupsOf(signatures: readonly AwaitedSignature[]): InboxGroup[] {
  const groups = new Map<string, AwaitedSignature[]>();
  for (const each of signatures)
    if (each.group !== null) groups.set(each.group, [...(groups.get(each.group) ?? []), each]);
  return [...groups]
    .filter(([, items]) => items.length > 1)
    .map(([group, items]) => ({ group, items: items.slice(0, MOST_IN_GROUP) }))
    .sort((one, other) => other.items.length - one.items.length);
}
