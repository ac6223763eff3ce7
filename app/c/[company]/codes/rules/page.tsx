import type { Metadata } from "next";
import { ruleAnchor } from "@/components/governance/gate-summary";
import { GATE_WORDS } from "@/components/governance/request-words";
import { FailureAlert } from "@/components/ui/failure-alert";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import type { CompiledGate, CompiledRule, GateId } from "@/kernel/enforcement";
import { requireViewer } from "@/lib/auth/viewer";
import { loadGateRules } from "@/lib/queries/reason-code";
import classes from "../_components/codes.module.css";

export const metadata: Metadata = { title: "The gates' rules" };

/** Rules that stand in the contract itself rather than in a company's artifacts. */
const INVARIANTS = [
  {
    rule: "A10(1)",
    text: "What a gate's blocked-if rule forbids is not approved, unless the gate lists an exception and its signatures are there.",
  },
  {
    rule: "A10(2)",
    text: "While a critical trigger fails or the mode is DEFENSIVE there is no discretionary growth spend and no net-new headcount, except retention protection with a documented offset.",
  },
  { rule: "A10(3)", text: "Every approval and every denial stands in the decision log." },
];

/** Rules of a gate beyond its artifacts' own conditions (docs/specs/decision-run.md 5). */
const FURTHER: Partial<Record<GateId, { rule: string; text: string }[]>> = {
  G2_GTM_SPEND: [
    {
      rule: "G2.every_state",
      text: "Reductions, commitments, and shifts to proven channels or to retention pass in every state; so does a discount exception that the CFO has signed.",
    },
    {
      rule: "G2.reinstatement",
      text: "A paused channel comes back with an ROI case and the CFO's signature, while pipeline cover and CAC payback are known.",
    },
  ],
  G3_PRODUCT_AND_RND: [
    {
      rule: "G3.every_state",
      text: "A retention-critical item that does not risk churn passes in every state.",
    },
  ],
  G4_VENDOR_AND_NON_LABOR: [
    {
      rule: "G4.every_state",
      text: "Mission-critical spend with a written justification passes in every state.",
    },
  ],
};

export default async function GateRulesPage({ params }: { params: Promise<{ company: string }> }) {
  const viewer = await requireViewer((await params).company);
  const company = `/c/${viewer.companySlug}`;
  const result = await loadGateRules(viewer);
  return (
    <>
      <PageHeader
        title="The gates' rules"
        crumbs={[{ label: "Reason codes", href: `${company}/codes` }]}
        description={
          result.ok ? `As policy ${result.value.policyVersion} has them, in force now.` : undefined
        }
      />
      {result.ok ? (
        <div className={classes.screen}>
          {result.value.gates.map((gate) => (
            <Gate key={gate.id} gate={gate} />
          ))}
          <Section title="Whatever a gate says">
            <dl className={classes.rules}>
              {INVARIANTS.map(({ rule, text }) => (
                <div key={rule} id={ruleAnchor(rule)} className={classes.rule}>
                  <dt className={classes.code}>{rule}</dt>
                  <dd>{text}</dd>
                </div>
              ))}
            </dl>
          </Section>
        </div>
      ) : (
        <FailureAlert failure={result.failure} />
      )}
    </>
  );
}

function Gate({ gate }: { gate: CompiledGate }) {
  const byDefault = { rule: `${gate.shortId}.default_deny`, text: "What no rule allows is blocked." };
  const further = [...(FURTHER[gate.id] ?? []), byDefault];
  return (
    <div id={gate.id} className={classes.anchor}>
      <Section title={`${gate.shortId} ${GATE_WORDS[gate.id].name}`} description={gate.scope}>
        <dl className={classes.rules}>
          {gate.allowedIf.map((rule) => (
            <Rule key={rule.rule} rule={rule} verb="Allows" />
          ))}
          {gate.blockedIf.map((rule) => (
            <Rule key={rule.rule} rule={rule} verb="Blocks" />
          ))}
          {gate.exceptions.map(({ id, text }) => (
            <div key={id} id={ruleAnchor(id)} className={classes.rule}>
              <dt className={classes.code}>{id}</dt>
              <dd>{text}</dd>
            </div>
          ))}
          {further.map(({ rule, text }) => (
            <div key={rule} id={ruleAnchor(rule)} className={classes.rule}>
              <dt className={classes.code}>{rule}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
        <p className={classes.note}>
          Approvers: {gate.approvers.join(", ")}.
          {gate.requiredControls.length > 0 && ` Controls: ${gate.requiredControls.join("; ")}.`}
        </p>
        {gate.notes.length > 0 && <p className={classes.note}>{gate.notes.join(" ")}</p>}
      </Section>
    </div>
  );
}

function Rule({ rule, verb }: { rule: CompiledRule; verb: "Allows" | "Blocks" }) {
  return (
    <div id={ruleAnchor(rule.rule)} className={classes.rule}>
      <dt className={classes.code}>{rule.rule}</dt>
      <dd>
        When <strong>{rule.when}</strong>
        <div>
          {verb}: {rule.effect || "as contract A6.2 has it"}
        </div>
        {!rule.fromArtifact && (
          <div className={classes.note}>The artifacts lack this rule; contract A6.2 stands.</div>
        )}
      </dd>
    </div>
  );
}
