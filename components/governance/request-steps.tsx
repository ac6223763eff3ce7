import { Text } from "@mantine/core";
import {
  IconBan,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleDot,
  IconHelpCircle,
} from "@tabler/icons-react";
import type { ExplanationStep } from "@/kernel/enforcement";
import { ReasonCodeText } from "./reason-code-text";
import classes from "./request-steps.module.css";
import { missingWords } from "./request-words";
import { StateBadge } from "./state-badge";

/** The verdict rule by rule, in the order in which the gate went through them, with the states each rests on. */
export function RequestSteps({ steps, codePath }: { steps: readonly ExplanationStep[]; codePath: string }) {
  return (
    <ol className={classes.steps}>
      {keyed(steps).map(([key, step]) => (
        <li key={key} className={classes.step}>
          <Mark step={step} />
          <div>
            <Text size="sm">
              <strong>{effectWords(step)}</strong> {step.text}
            </Text>
            <Text size="xs" c="dimmed" component="div">
              <span className={classes.rule}>{step.rule}</span>
              {step.code ? (
                <>
                  {" · "}
                  <ReasonCodeText code={step.code} href={`${codePath}/${step.code}`} bare />
                </>
              ) : null}
              {step.missing && step.missing.length > 0
                ? ` · missing: ${step.missing.map(missingWords).join(", ")}`
                : ""}
            </Text>
            {step.restsOn.length > 0 ? (
              <div className={classes.states}>
                {step.restsOn.map(({ trigger, state }) => (
                  <StateBadge key={trigger} state={state} label={`${trigger} ${state}`} />
                ))}
              </div>
            ) : null}
          </div>
        </li>
      ))}
    </ol>
  );
}

/** A gate may ask the same rule twice; its how-manieth time tells them apart. */
function keyed(steps: readonly ExplanationStep[]): [string, ExplanationStep][] {
  const times = new Map<string, number>();
  return steps.map((step) => {
    const name = `${step.rule} ${step.effect} ${step.text}`;
    const time = (times.get(name) ?? 0) + 1;
    times.set(name, time);
    return [`${name} ${time}`, step];
  });
}

function effectWords({ effect, holds }: ExplanationStep): string {
  if (effect === "blocks") return "Blocks:";
  if (effect === "allows") return "Allows:";
  if (holds === "unknown") return "Cannot be known:";
  return holds ? "Holds:" : "Does not hold:";
}

function Mark({ step: { effect, holds } }: { step: ExplanationStep }) {
  const shared = { size: 18, className: classes.mark, "aria-hidden": true };
  if (effect === "blocks") return <IconBan {...shared} color="var(--tone-bad-text)" />;
  if (effect === "allows") return <IconCircleCheck {...shared} color="var(--tone-good-text)" />;
  if (holds === "unknown") return <IconHelpCircle {...shared} color="var(--tone-unknown-text)" />;
  if (holds) return <IconCircleDot {...shared} color="var(--mantine-color-dimmed)" />;
  return <IconCircleDashed {...shared} color="var(--mantine-color-dimmed)" />;
}
