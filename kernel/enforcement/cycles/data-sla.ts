/** Data requirements and the close's timeliness (contract A9); they concern a monthly close only. */
import { businessDaysBetween } from "../calendar";
import type { RunDocument } from "../document";
import type { CompiledPolicy } from "../policy";
import type { ReasonCode } from "../reason-codes";

/** CFO-31 and CFO-32, where they apply. */
export function checkDataSla(policy: CompiledPolicy, document: RunDocument): ReasonCode[] {
  if (document.cycle.cadence !== "monthly_close") return [];
  const codes: ReasonCode[] = [];
  const { period_end, delivered_at, certify_final, holidays } = document.close ?? {};
  const certifies = certify_final === true;
  const undated = certifies && (period_end == null || delivered_at == null);
  // RUNTIME-A9-1
  if (undated || missingMinimumFields(policy, document.dataset?.fields ?? []).length > 0)
    codes.push("CFO-31");
  // RUNTIME-A9-2
  if (certifies && period_end != null && delivered_at != null) {
    const [, latest] = policy.closeTimelinessDays;
    if (businessDaysBetween(period_end, delivered_at, holidays ?? []) > latest) codes.push("CFO-32");
  }
  return codes;
}

/** Minimum fields that are not available, compared without case and extra space. */
export function missingMinimumFields(
  policy: Pick<CompiledPolicy, "minimumFields">,
  available: readonly string[],
): string[] {
  const known = new Set(available.map(comparable));
  return policy.minimumFields.filter((field) => !known.has(comparable(field)));
}

function comparable(field: string): string {
  return field.trim().replace(/\s+/g, " ").toLowerCase();
}
