/** G3_PRODUCT_AND_RND (contract A6.2, docs/specs/decision-run.md 5.4). */
import type { Gate } from "./gate";
import { isFailOrUnknown } from "./situation";

const CLASSES = ["retention-critical", "non-core", "big-bet"] as const;

export const G3_PRODUCT_AND_RND: Gate = {
  id: "G3_PRODUCT_AND_RND",
  consider(request) {
    const { details } = request;
    const classification = details.word("classification", CLASSES);
    const missing = [
      ...(classification === null ? ["classification"] : []),
      ...(details.impactQuantified ? [] : ["quantified_impact"]),
    ];
    // RUNTIME-A6-7
    if (missing.length > 0) {
      request.code("CFO-24", missing);
      return;
    }
    // RUNTIME-A6-8, on the artifact's condition or the contract's own.
    const retentionFails = request.blockedIf(1);
    const mayRiskChurn = details.flag("risks_churn") !== false;
    if (mayRiskChurn && (retentionFails || isFailOrUnknown(request.stateOf("T5")))) {
      if (retentionFails) request.blockByRule(1);
      request.code("CFO-25", details.flag("risks_churn") === null ? ["risks_churn"] : []);
    }
    if (classification === "retention-critical") {
      request.allowInEveryState("Retention-critical work goes on in every state.");
      return;
    }
    request.furtherBlocks(2);
    if (request.blockedIf(0)) request.blockByRule(0);
    if (request.criticalFail) {
      request.block(
        "A10(2)",
        "No discretionary roadmap while a critical trigger fails or the mode is DEFENSIVE.",
      );
    }
    if (!request.isBlocked && request.allowedIf(0)) request.allowByRule(0);
    request.conclude();
  },
};
