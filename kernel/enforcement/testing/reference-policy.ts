/**
 * The reference policy as published in docs/policy/vsf-TEST-CFO-001: the corpus, the tests and the
 * demonstration share it.
 */
import published from "../../../docs/policy/vsf-TEST-CFO-001/08_outcome_contract.json" with { type: "json" };

export const referenceArtifacts = published.bundle;
