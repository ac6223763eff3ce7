/**
 * Contract A6.2 in the condition language: the rules that stand where an artifact lacks one, and the
 * figures that stand where an allow text names none. Policy is data; these are fallbacks and say so.
 */
import type { GateFigures } from "../policy";
import type { GateId } from "../vocabulary";

export const CONTRACT_RULES: Readonly<
  Record<GateId, { readonly allowedIf: readonly string[]; readonly blockedIf: readonly string[] }>
> = {
  G1_HEADCOUNT: {
    allowedIf: ["All critical_triggers are PASS", "Any critical_trigger is WATCH"],
    blockedIf: ["Any critical_trigger is FAIL"],
  },
  G2_GTM_SPEND: {
    allowedIf: ["T7 PASS and T6 PASS and (T1 or T2) is PASS/WATCH"],
    blockedIf: ["T7 FAIL or T6 FAIL", "T1 FAIL and T4 WATCH/FAIL"],
  },
  G3_PRODUCT_AND_RND: {
    allowedIf: ["T5 PASS or WATCH"],
    blockedIf: ["T1 FAIL and T5 PASS", "T5 FAIL"],
  },
  G4_VENDOR_AND_NON_LABOR: {
    allowedIf: ["T1 PASS and T4 PASS"],
    blockedIf: ["T4 WATCH/FAIL"],
  },
};

export const CONTRACT_FIGURES: GateFigures = {
  criticalRolesPerMonth: 2,
  scaleUpPct: 15,
  experimentCapPct: 5,
  vendorRoiCaseUsdPerMonth: 5000,
};

/** Contract A9: the upper end is the one that RUNTIME-A9-2 enforces. */
export const CONTRACT_CLOSE_DAYS: readonly [number, number] = [5, 10];
