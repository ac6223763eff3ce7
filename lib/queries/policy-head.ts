import { z } from "zod";
import type { ChangeClass } from "../../kernel/enforcement";
import { can, type Role } from "../auth/permissions";
import type { Transaction } from "../db/tenant-transaction";

/** Who did something with a version, and when. Null for the system, and for a version older than its record. */
export type PolicyStep = { by: string | null; at: Date };

export type PolicySignature = {
  role: "CFO" | "CEO";
  by: string;
  byUserId: string;
  at: Date;
  verdict: "APPROVE" | "DECLINE";
  reason: string | null;
  /** Whether it stands under the content that the version has. */
  counts: boolean;
};

/** Where a version stands: its stored status, told apart further by its signatures. */
export const POLICY_STAGES = [
  "DRAFT",
  "VALIDATED",
  "PROPOSED",
  "SIGNED",
  "ACTIVE",
  "SUPERSEDED",
  "DECLINED",
  "WITHDRAWN",
  "DISCARDED",
] as const;
export type PolicyStage = (typeof POLICY_STAGES)[number];

/** What is known of a version beside what it says. */
export type PolicyHead = {
  id: string;
  version: string;
  title: string;
  stage: PolicyStage;
  changeClass: ChangeClass | null;
  hash: string;
  basedOn: string | null;
  drafted: PolicyStep;
  edited: PolicyStep | null;
  proposed: PolicyStep | null;
  proposedByUserId: string | null;
  reason: string | null;
  signatures: PolicySignature[];
  activatedAt: Date | null;
  endedAt: Date | null;
  /** Who discarded it, withdrew or declined it; null for what was superseded. */
  endedBy: string | null;
  /** Why a proposal was withdrawn; why one was declined stands with the signature. */
  endedReason: string | null;
};

type HeadRow = Omit<PolicyHead, "stage" | "drafted" | "edited" | "proposed" | "signatures"> & {
  status: string;
  createdBy: string | null;
  createdAt: Date;
  updatedBy: string | null;
  updatedAt: Date;
  proposedBy: string | null;
  proposedAt: Date | null;
  signatures: (Omit<PolicySignature, "at"> & { at: string })[];
};

export type HeadsAsked = { ids?: readonly string[]; before?: PolicyCursor | null; limit?: number };
export type PolicyCursor = { createdAt: Date; id: string };

/** Versions of a company, newest first, each with its people by name; one query however many. */
export async function policyHeads(
  tx: Transaction,
  tenantId: string,
  { ids, before = null, limit = ids?.length ?? 0 }: HeadsAsked,
): Promise<PolicyHead[]> {
  const rows = await tx.$queryRaw<HeadRow[]>`
    select b.id, b.version, b.title, b.status, b.change_class as "changeClass", b.hash, b.based_on as "basedOn",
      b.reason, b.created_at as "createdAt", author.name as "createdBy", b.updated_at as "updatedAt",
      editor.name as "updatedBy", b.proposed_at as "proposedAt", proposer.name as "proposedBy",
      b.proposed_by as "proposedByUserId", b.activated_at as "activatedAt", b.ended_at as "endedAt",
      ender.name as "endedBy", b.ended_reason as "endedReason",
      coalesce((select jsonb_agg(jsonb_build_object('role', s.role, 'by', coalesce(signer.name, 'Somebody'),
          'byUserId', s.signed_by, 'at', s.signed_at, 'verdict', s.verdict, 'reason', s.reason,
          'counts', s.hash = b.hash) order by s.signed_at, s.role)
        from policy_signoffs s left join users signer on signer.id = s.signed_by
        where s.tenant_id = b.tenant_id and s.bundle_id = b.id), '[]') as signatures
    from policy_bundles b
    left join users author on author.id = b.created_by
    left join users editor on editor.id = b.updated_by
    left join users proposer on proposer.id = b.proposed_by
    left join users ender on ender.id = b.ended_by
    where b.tenant_id = ${tenantId}::uuid and (${ids === undefined} or b.id = any(${ids ?? []}::uuid[]))
      and (${before?.createdAt ?? null}::timestamptz is null
        or (b.created_at, b.id) < (${before?.createdAt ?? null}::timestamptz, ${before?.id ?? null}::uuid))
    order by b.created_at desc, b.id desc limit ${limit}`;
  return rows.map(headOf);
}

function headOf(row: HeadRow): PolicyHead {
  const { status, createdBy, createdAt, updatedBy, updatedAt, proposedBy, proposedAt, ...rest } = row;
  const signatures = row.signatures.map((each) => ({ ...each, at: new Date(each.at) }));
  return {
    ...rest,
    signatures,
    stage: stageOf(status, signatures, proposedAt !== null),
    drafted: { by: createdBy, at: createdAt },
    edited: updatedBy === null ? null : { by: updatedBy, at: updatedAt },
    proposed: proposedAt === null ? null : { by: proposedBy, at: proposedAt },
  };
}

/** Two signatures leave the status as it is until the cycle that brings the version into force; people tell them apart. */
export function stageOf(
  status: string,
  signatures: readonly Pick<PolicySignature, "verdict" | "counts">[],
  wasProposed: boolean,
): PolicyStage {
  if (status === "PROPOSED") return approvals(signatures) >= 2 ? "SIGNED" : "PROPOSED";
  if (status === "DISCARDED" && wasProposed)
    return signatures.some(({ verdict }) => verdict === "DECLINE") ? "DECLINED" : "WITHDRAWN";
  const known = POLICY_STAGES.find((stage) => stage === status);
  if (known === undefined) throw new Error(`no policy version is ${status}`);
  return known;
}

const approvals = (signatures: readonly Pick<PolicySignature, "verdict" | "counts">[]): number =>
  signatures.filter(({ verdict, counts }) => verdict === "APPROVE" && counts).length;

/** Whether this person's signature is what the version waits for. */
export function waitsFor(
  head: Pick<PolicyHead, "stage" | "signatures">,
  person: { userId: string; role: string },
): boolean {
  return (
    head.stage === "PROPOSED" &&
    can(person.role as Role, "policy.sign") &&
    head.signatures.every(({ role, byUserId }) => role !== person.role && byUserId !== person.userId)
  );
}

const cursor = z.tuple([z.iso.datetime(), z.guid()]);

export const cursorText = ({ createdAt, id }: PolicyCursor): string => `${createdAt.toISOString()}_${id}`;

/** As a link carries it; null for anything else. */
export function policyCursor(text: string | null | undefined): PolicyCursor | null {
  const parsed = cursor.safeParse(text?.split("_"));
  return parsed.success ? { createdAt: new Date(parsed.data[0]), id: parsed.data[1] } : null;
}

/** An id as an address carries it; null for what can be none. */
export const bundleIdIn = (text: string | null | undefined): string | null =>
  z.guid().safeParse(text).data ?? null;
