import {
  type CompiledPolicy,
  type GateOutlook,
  gateOutlook,
  type SituationFacts,
} from "../../kernel/enforcement";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { criticalRolesApproved } from "./critical-roles";
import { draftSchema, type RequestContent, type RequestDraft } from "./request-content";
import { contentOf, findRequest } from "./request-row";
import { type OwnDraft, ownDrafts } from "./requests";
import { loadSituation, type PresentSituation } from "./situation";
import { factsOf } from "./situation-facts";

/** What the form needs to ask the kernel itself while somebody types. */
export type FormBasis = {
  policy: CompiledPolicy;
  facts: SituationFacts;
  policyVersion: string;
  cycle: { key: string; evaluatedAt: Date } | null;
  /** The kernel tells a requester from a signer by id. */
  userId: string;
  /** The CFO reads the steps of others out of a closed gate; others read how many there are. */
  seesEveryStep: boolean;
  /** Critical roles beyond the plan in the requests approved this month: the claim counts from here upwards. */
  criticalRolesThisMonth: number;
};

export type GateChoice = { basis: FormBasis; gates: GateOutlook[]; drafts: OwnDraft[] };
export type EditedRequest = {
  basis: FormBasis;
  reference: string;
  status: string;
  revision: number;
  gateId: RequestContent["gate_id"];
  content: RequestContent | null;
  draft: RequestDraft | null;
};

type Person = { tenantId: string; userId: string; role: string };

/** For choosing a gate and beginning a request. */
export function loadRequestForm(person: Person, at: Date): Promise<Result<GateChoice>> {
  return settle(() =>
    inTenant(person, async (tx) => {
      const present = await loadSituation(tx, person.tenantId);
      return {
        basis: await basisOf(tx, person, present, at),
        gates: gateOutlook(present.policy.compiled, present.situation),
        drafts: await ownDrafts(tx, person),
      };
    }),
  );
}

const EDITABLE = ["DRAFT", "PENDING", "BLOCKED", "STALE"];

/** For going on with a draft, or changing what has been submitted. */
export function loadRequestToEdit(
  person: Person,
  reference: string,
  at: Date,
): Promise<Result<EditedRequest>> {
  return settle(() =>
    inTenant(person, async (tx) => {
      const row = await findRequest(tx, person.tenantId, reference);
      if (!row || row.requestedBy !== person.userId) return abort("NOT_FOUND");
      if (!EDITABLE.includes(row.status)) return abort("ALREADY_DECIDED");
      const present = await loadSituation(tx, person.tenantId);
      const draft = draftSchema.safeParse(row.draft);
      return {
        basis: await basisOf(tx, person, present, at),
        reference,
        status: row.status,
        revision: row.revision,
        gateId: row.gateId as RequestContent["gate_id"],
        content: row.status === "DRAFT" ? null : contentOf(row),
        draft: draft.success ? draft.data : null,
      };
    }),
  );
}

async function basisOf(
  tx: Transaction,
  { tenantId, userId, role }: Person,
  { policy, cycle }: PresentSituation,
  at: Date,
): Promise<FormBasis> {
  return {
    policy: policy.compiled,
    facts: factsOf({ cycle }),
    policyVersion: policy.version,
    cycle: cycle && { key: cycle.cycleKey, evaluatedAt: cycle.evaluatedAt },
    userId,
    seesEveryStep: role === "CFO",
    criticalRolesThisMonth: await criticalRolesApproved(tx, tenantId, at),
  };
}
