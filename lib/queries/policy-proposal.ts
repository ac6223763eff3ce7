import type { Transaction } from "../db/tenant-transaction";
import { type PolicyHead, policyHeads, waitsFor } from "./policy-head";

/** The one version that is proposed, as everybody should know of it. */
export type OpenProposal = Pick<PolicyHead, "id" | "version" | "title" | "proposed"> & {
  /** Both have signed: in force with the next cycle that closes. */
  isSigned: boolean;
  waitsForYou: boolean;
};

export async function openProposal(
  tx: Transaction,
  person: { tenantId: string; userId: string; role: string },
): Promise<OpenProposal | null> {
  const { tenantId } = person;
  const open = await tx.policyBundle.findFirst({
    where: { tenantId, status: "PROPOSED" },
    select: { id: true },
  });
  const [head] = open ? await policyHeads(tx, tenantId, { ids: [open.id] }) : [];
  if (!head) return null;
  const { id, version, title, proposed } = head;
  return {
    id,
    version,
    title,
    proposed,
    isSigned: head.stage === "SIGNED",
    waitsForYou: waitsFor(head, person),
  };
}
