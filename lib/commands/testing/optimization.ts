// Actions of the revenue kernel as a cycle leaves them, with the rows that they change, for tests of their execution.
import { randomUUID } from "node:crypto";
import {
  type Action,
  type ActionType,
  LEVER_IDS,
  type LeverValue,
  type Subsystem,
} from "../../../kernel/revenue";
import { inTenant } from "../../db/tenant-transaction";
import { CONFIG_KEYS } from "../../queries/spine-vocabulary";
import { signRequest } from "../sign-request";
import { submitRequest } from "../submit-request";
import type { Company } from "./company";

type Tenant = Pick<Company, "tenantId">;

export const at = new Date("2026-06-10T02:00:00Z");
/** The day on which actions of the tests begin. */
export const START_DAY = "2026-06-10";

export async function setConfig({ tenantId }: Tenant, key: string, value: unknown): Promise<void> {
  await inTenant(
    { tenantId },
    (tx) =>
      tx.$executeRaw`insert into optimizer_configs (tenant_id, key, value) values (${tenantId}::uuid, ${key}, ${JSON.stringify(value)}::jsonb)
      on conflict (tenant_id, key) do update set value = excluded.value`,
  );
}

export function setGuardrails(company: Tenant, change: Record<string, unknown> = {}): Promise<void> {
  return setConfig(company, CONFIG_KEYS.revenueGuardrails, {
    max_daily_spend: 1000,
    max_experiment_exposure_pct: 20,
    allowed_levers: LEVER_IDS,
    blocked_actions: [],
    ...change,
  });
}

export async function addCampaign(
  { tenantId }: Tenant,
  given: { status?: string; segment?: string; budgetDaily?: string; endDate?: Date } = {},
): Promise<string> {
  const { id } = await inTenant({ tenantId }, (tx) =>
    tx.spineCampaign.create({
      data: {
        tenantId,
        name: "Always-on search",
        status: "running",
        segment: "SMB",
        budgetDaily: "100.00",
        startDate: new Date("2026-01-05"),
        ...given,
      },
    }),
  );
  return id;
}

export async function addChannel(
  { tenantId }: Tenant,
  campaignId: string,
  given: { channel?: string; status?: string; budgetDaily?: string } = {},
): Promise<string> {
  const { id } = await inTenant({ tenantId }, (tx) =>
    tx.spineCampaignChannel.create({
      data: {
        tenantId,
        campaignId,
        channel: "paid search",
        status: "running",
        budgetDaily: "60.00",
        ...given,
      },
    }),
  );
  return id;
}

export type Plan = {
  subsystem: Subsystem;
  entity: { type: Action["target_entity"]["type"]; id: string };
  field: string;
  from: LeverValue;
  to: LeverValue;
  type?: ActionType;
  change?: Partial<Action>;
};

/** What a cycle would emit for the plan. */
export function actionOf({
  subsystem,
  entity,
  field,
  from,
  to,
  type = "config_change",
  change,
}: Plan): Action {
  return {
    action_id: `${subsystem}.${field}:${randomUUID()}`,
    priority: 1,
    owner_subsystem: subsystem,
    type,
    lens: "cfo",
    target_metric: "pipeline_total",
    target_direction: "up",
    target_entity: { ...entity, name: "As the cycle called it" },
    proposed_change: { field, current_value: from, new_value: to },
    cfo_score: {
      revenue: 0.5,
      payback_improvement: 0.5,
      margin_protection: 0.5,
      cash_risk: 0.1,
      learning: 0,
      total: 0.4,
    },
    guardrails: {
      max_additional_spend: 7000,
      max_exposure_percent: 10,
      abort_conditions: [{ metric: "cac_paid", operator: ">", threshold: 900, consecutive_days: 3 }],
    },
    experiment:
      type === "experiment"
        ? {
            hypothesis: "It converts better",
            arms: [
              { name: "as before", share_pct: 90 },
              { name: "new", share_pct: 10 },
            ],
            minimum_sample: 100,
            success_metric: "win_rate",
            success_threshold: 25,
          }
        : null,
    observation_window_days: 14,
    expected_impact: { metric: "pipeline_total", direction: "up", low_pct: 5, high_pct: 10 },
    expected_economic_impact: [],
    requires_human: null,
    notes_for_humans: "For the tests.",
    ...change,
  };
}

/** Stores an action as its cycle does; with a request it waits for that to be signed. Each has a cycle of its own. */
export async function store(company: Tenant, action: Action, requestId?: string): Promise<string> {
  return storeIn(company, await addCycle(company), action, requestId);
}

export async function addCycle({ tenantId }: Tenant): Promise<string> {
  const { id } = await inTenant({ tenantId }, (tx) =>
    tx.optimizationCycle.create({
      data: {
        tenantId,
        id: randomUUID(),
        triggerType: "manual",
        version: "revenue_os_v1",
        bindingConstraint: "demand",
        priorityMetric: "pipeline_total",
        confidence: "0.8",
        mode: "NORMAL",
        policyVersion: "1.0",
        policyHash: "sha256:of-the-test",
        executedAt: at,
        input: {},
        output: {},
      },
    }),
  );
  return id;
}

/** Actions of one cycle, told apart by their priorities. */
export async function storeIn(
  { tenantId }: Tenant,
  cycleId: string,
  action: Action,
  requestId?: string,
): Promise<string> {
  const id = randomUUID();
  await inTenant({ tenantId }, (tx) =>
    tx.optimizationAction.create({
      data: {
        tenantId,
        id,
        cycleId,
        actionKey: action.action_id,
        priority: action.priority,
        ownerSubsystem: action.owner_subsystem,
        actionType: action.type,
        status: requestId ? "awaiting_signoff" : "pending",
        action,
        lens: action.lens,
        targetMetric: action.target_metric,
        entityType: action.target_entity.type,
        entityId: action.target_entity.id,
        field: action.proposed_change.field,
        requestId: requestId ?? null,
      },
    }),
  );
  return id;
}

export const plan = (company: Tenant, what: Plan): Promise<string> => store(company, actionOf(what));

/** A raise of a proven campaign's budget that somebody has asked for. */
export async function askForSpend(
  company: Company,
  amountUsd = 10,
  kind: "increase" | "reallocation" = "increase",
) {
  const lead = await company.hire("Team lead");
  const asked = await submitRequest(
    lead,
    {
      content: {
        gate_id: "G2_GTM_SPEND",
        title: "A little more for what is proven",
        details: {
          kind,
          segment: "SMB",
          channel: "paid search",
          purpose: "acquisition",
          amount_usd: amountUsd,
          current_budget_usd: 100,
          evidence: "proven",
          expected_roi_band: [1.2, 1.8],
        },
        roi_case: { summary: "More of what pays back", expected_roi_band: [1.2, 1.8] },
        exceptions: [],
      },
    },
    at,
  );
  if (!asked.ok) throw new Error(asked.failure.message);
  const { reference } = asked.value;
  const { id } = await inTenant({ tenantId: company.tenantId }, (tx) =>
    tx.request.findFirstOrThrow({ where: { tenantId: company.tenantId, reference } }),
  );
  const sign = async () => {
    const signed = await signRequest(await company.hire("CFO"), { reference, revision: 1 }, at);
    if (!signed.ok) throw new Error(signed.failure.message);
    return signed.value.status;
  };
  return { requestId: id, reference, status: asked.value.status, awaits: asked.value.awaits, sign };
}

/** Everything about an action that its life changes. */
export function actionRow({ tenantId }: Tenant, id: string) {
  return inTenant({ tenantId }, (tx) =>
    tx.optimizationAction.findUniqueOrThrow({
      where: { tenantId_id: { tenantId, id } },
      include: { results: { orderBy: { metricId: "asc" } } },
    }),
  );
}

/** The entries of the log about one action, oldest first, by what they say. */
export async function entriesOf({ tenantId }: Tenant, actionId: string) {
  const rows = await inTenant({ tenantId }, (tx) =>
    tx.decisionLogEntry.findMany({
      where: { tenantId, kind: "optimization_action" },
      orderBy: { seq: "asc" },
    }),
  );
  return rows
    .map(({ content, title, actor, reasonCodes }) => ({
      ...JSON.parse(content),
      title,
      actorName: actor,
      reasonCodes,
    }))
    .filter((entry) => entry.action_id === actionId);
}
