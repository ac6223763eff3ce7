import { type KernelInput, kernelInputSchema } from "../../kernel/revenue/contract";
import type { Transaction } from "../db/tenant-transaction";
import { abort } from "../failures";
import { addDays, isoDate } from "./cycle-calendar";
import { openActions, recentActionResults } from "./kernel-input-actions";
import { campaignRows, metricPoints, openOpportunities, revenueEventRows } from "./kernel-input-rows";
import { loadKernelSettings } from "./kernel-settings";

/** What asks for a cycle. */
export type CycleTrigger = Pick<KernelInput["trigger"], "type" | "source">;

/** `trigger.source` of the scheduled cycles: each day, and on Mondays the one that looks back further. */
export const DAILY_SOURCE = "daily";
export const DEEP_SOURCE = "weekly_deep";

const WINDOW_DAYS = 28;
const DEEP_WINDOW_DAYS = 90;

/** Whole days before the moment, because the analytics job computes no day before it has ended. */
export function analysisWindow({ source }: CycleTrigger, at: Date): { start_date: string; end_date: string } {
  const end_date = addDays(isoDate(at), -1);
  const days = source === DEEP_SOURCE ? DEEP_WINDOW_DAYS : WINDOW_DAYS;
  return { start_date: addDays(end_date, 1 - days), end_date };
}

/**
 * Everything that one cycle knows about one company, of one moment: nine statements, however large the company.
 * What cannot be read fails with INSUFFICIENT_DATA; what the kernel must not assume is never filled in here.
 */
export async function loadKernelInput(
  tx: Transaction,
  tenantId: string,
  trigger: CycleTrigger,
  at: Date,
): Promise<KernelInput> {
  const tenant = await tx.tenant.findUnique({ where: { id: tenantId }, select: { createdAt: true } });
  if (!tenant) return abort("TENANT_NOT_FOUND");
  const { settings, content_templates, ...limits } = await loadKernelSettings(tx, tenantId);
  const window = analysisWindow(trigger, at);
  const reading = { tenantId, start: window.start_date, end: window.end_date, at };
  return kernelInputSchema.parse({
    tenant_id: tenantId,
    trigger: { ...trigger, triggered_at: at.toISOString() },
    analysis_window: window,
    ...limits,
    metrics: await metricPoints(tx, reading),
    revenue_events: await revenueEventRows(tx, reading),
    campaigns: await campaignRows(tx, reading),
    opportunities: await openOpportunities(tx, reading),
    recent_action_results: await recentActionResults(tx, reading),
    config: {
      settings,
      content_templates,
      tenant_created_on: isoDate(tenant.createdAt),
      open_actions: await openActions(tx, reading),
    },
  });
}
