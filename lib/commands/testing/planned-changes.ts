// A company in which actions may run, and the two changes that the tests of their execution plan most often.
import { inTenant } from "../../db/tenant-transaction";
import type { Result } from "../../failures";
import { type Company, createCompany } from "./company";
import { addCampaign, type Plan, setGuardrails } from "./optimization";

export const systemOf = ({ tenantId }: Company) => ({ tenantId, name: "system", role: "system" });
export const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.message}`);
  return result.value;
};

export async function openCompany(guardrails: Record<string, unknown> = {}) {
  const company = await createCompany();
  await company.closeCycle();
  await setGuardrails(company, guardrails);
  const campaignId = await addCampaign(company);
  return { company, campaignId };
}

export const budget = (campaignId: string, to: number, more: Partial<Plan> = {}): Plan => ({
  subsystem: "campaigns",
  entity: { type: "campaign", id: campaignId },
  field: "budget_daily",
  from: 100,
  to,
  type: to > 100 ? "scale" : "config_change",
  ...more,
});
export const setting = (to = 24, more: Partial<Plan> = {}): Plan => ({
  subsystem: "crm",
  entity: { type: "settings", id: "crm" },
  field: "follow_up_sla_hours",
  from: null,
  to,
  ...more,
});

export const budgetOf = async ({ tenantId }: Company, id: string) =>
  Number(
    (
      await inTenant({ tenantId }, (tx) =>
        tx.spineCampaign.findUniqueOrThrow({ where: { tenantId_id: { tenantId, id } } }),
      )
    ).budgetDaily,
  );
