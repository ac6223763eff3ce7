import { StateBadge } from "@/components/governance/state-badge";
import { Facts } from "@/components/ui/facts";
import { Section } from "@/components/ui/section";
import type { CompiledTrigger, SignalState, TriggerState } from "@/kernel/enforcement";
import classes from "./trigger.module.css";

/**
 * How the trigger is measured and judged, and what the policy does on PASS and on FAIL; with no state where nothing
 * follows from it, because its policy is not in force.
 */
export function Consequences({ trigger, state }: { trigger: CompiledTrigger; state: TriggerState | null }) {
  const { thresholdTexts: texts } = trigger;
  return (
    <div className={classes.columns}>
      <Section title="How it is measured">
        <Facts
          items={[
            { label: "Formula", value: trigger.formula },
            { label: "Measurement window", value: trigger.measurementWindow },
            { label: "Owner", value: trigger.owner ?? "No owner is named in the policy" },
            { label: "Pass", value: texts.pass },
            { label: "Watch", value: texts.watch },
            { label: "Fail", value: texts.fail },
          ]}
        />
      </Section>
      <Section title="What follows">
        <Actions state="PASS" actions={trigger.actionIfPass} holds={state === "PASS"} />
        <Actions state="FAIL" actions={trigger.actionIfFail} holds={state === "FAIL"} />
        {state === "UNKNOWN" && (
          <p className={classes.note}>
            An unknown trigger counts as failed for the mode and for what a gate blocks.
          </p>
        )}
      </Section>
    </div>
  );
}

function Actions({
  state,
  actions,
  holds,
}: {
  state: SignalState;
  actions: readonly string[];
  holds: boolean;
}) {
  return (
    <div>
      <h3 className={classes.actionHead}>
        <StateBadge state={state} />
        {holds && <span className={classes.note}>now in force</span>}
      </h3>
      <ul className={classes.actions}>
        {actions.map((action) => (
          <li key={action}>{action}</li>
        ))}
      </ul>
    </div>
  );
}
