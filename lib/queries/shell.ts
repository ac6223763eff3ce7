import type { Mode } from "../../kernel/enforcement";
import { can } from "../auth/permissions";
import type { Viewer } from "../auth/viewer";
import { inTenant } from "../db/tenant-transaction";
import { settle } from "../failures";
import { unreadNotices } from "./notices";
import { openProposal } from "./policy-proposal";
import { loadSituation } from "./situation";
import { approvalsWaiting } from "./waiting";

/** What stands around every page of a company. */
export type Shell = {
  /** Null while nothing can be decided, because the policy in force is missing or not to be trusted. */
  mode: Mode | null;
  approvals: number;
  openEscalations: number;
  /** Proposed versions of the policy that wait for this person's signature. */
  policies: number;
  /** What this person was told and has not read. */
  unread: number;
  /** Why nothing is decided: a sentence for everybody in the company, on every page. Null while all is well. */
  refusal: string | null;
};

export function loadShell(viewer: Viewer, at: Date): Promise<Shell> {
  const { tenantId } = viewer;
  return inTenant(viewer, async (tx) => {
    const openEscalations = await tx.escalation.count({ where: { tenantId, status: "OPEN" } });
    const policies = (await openProposal(tx, viewer))?.waitsForYou ? 1 : 0;
    const unread = await unreadNotices(tx, viewer, at);
    // The frame is drawn also when no decision can be made; the page inside says why.
    const present = await settle(() => loadSituation(tx, tenantId));
    if (!present.ok)
      return {
        mode: null,
        approvals: 0,
        openEscalations,
        policies,
        unread,
        refusal: present.failure.message,
      };
    const signs = can(viewer.role, "request.sign");
    const approvals = signs ? await approvalsWaiting(tx, viewer, present.value, at) : 0;
    return {
      mode: present.value.situation.mode,
      approvals,
      openEscalations,
      policies,
      unread,
      refusal: null,
    };
  });
}
