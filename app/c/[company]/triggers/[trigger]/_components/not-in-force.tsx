import { versionInWords } from "@/components/governance/policy-words";
import { theCycleInWords } from "@/components/governance/trigger-words";
import { TextLink } from "@/components/ui/link-button";
import type { TriggerScreen } from "@/lib/queries/trigger";
import classes from "./trigger.module.css";

/** Of which version a trigger is that the policy in force does not have, and what its figures rest on. */
export function NotInForce({ of, company }: { of: TriggerScreen["notInForce"]; company: string }) {
  if (!of) return null;
  const { bundleId, version, isSigned, evaluation } = of;
  return (
    <p className={classes.words}>
      The policy in force does not have this trigger, so nothing is decided by it.{" "}
      {isSigned ? "It comes with policy" : "It was evaluated last under policy"}{" "}
      <TextLink href={`${company}/policy/versions/${bundleId}`} inherit underline="always">
        {versionInWords(version).toLowerCase()}
      </TextLink>
      {isSigned ? ", which has been signed and comes into force with the next cycle that closes." : "."}
      {evaluation && (
        <>
          {" "}
          What is said here is from{" "}
          <TextLink
            href={`${company}/cycles/${evaluation.cadence}/${evaluation.cycleKey}`}
            inherit
            underline="always"
          >
            {theCycleInWords(evaluation)}
          </TextLink>
          {evaluation.isClosed ? "." : ", which has not closed."}
        </>
      )}
    </p>
  );
}
