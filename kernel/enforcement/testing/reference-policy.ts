/**
 * The reference policy as published in docs/policy/vsf-TEST-CFO-001: the corpus, the tests and the
 * demonstration share it.
 */
import gating_rules from "../../../docs/policy/vsf-TEST-CFO-001/gating_rules.json" with { type: "json" };
import micro_case from "../../../docs/policy/vsf-TEST-CFO-001/micro_case.json" with { type: "json" };
import outcome_contract from "../../../docs/policy/vsf-TEST-CFO-001/outcome_contract.json" with {
  type: "json",
};
import trigger_spec from "../../../docs/policy/vsf-TEST-CFO-001/trigger_spec.json" with { type: "json" };

export const referenceArtifacts = { micro_case, trigger_spec, gating_rules, outcome_contract };
