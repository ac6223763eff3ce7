import { Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { reasonCode } from "@/kernel/enforcement/reason-codes";
import type { GateDecision } from "@/kernel/enforcement/report";
import { ReasonCodeText } from "./reason-code-text";
import { missingWords } from "./request-words";
import { StateBadge } from "./state-badge";
import classes from "./verdict.module.css";

type VerdictDecision = Pick<GateDecision, "decision" | "reason_codes" | "blocked_by" | "missing" | "notes">;

/**
 * What the gate says and why, in words. `awaitingSignatures` marks a verdict that only signatures keep from
 * ALLOWED.
 */
export function Verdict({
  decision,
  sentence,
  awaitingSignatures = false,
  codePath,
  heading = "Verdict",
  children,
}: {
  decision: VerdictDecision;
  /** One sentence under the word, where the caller knows more than the decision does. */
  sentence?: string;
  awaitingSignatures?: boolean;
  /** `/c/acme/codes`: where the pages of the reason codes are. */
  codePath?: string;
  heading?: string;
  /** More that belongs to the verdict: who must sign, what would unblock it. */
  children?: ReactNode;
}) {
  const allowed = decision.decision === "ALLOWED";
  const lacksFacts =
    !awaitingSignatures &&
    decision.reason_codes.length > 0 &&
    decision.reason_codes.every((code) => reasonCode(code).outcome === "NEEDS_INPUT");
  const tone = allowed
    ? classes.allowed
    : awaitingSignatures
      ? classes.signable
      : lacksFacts
        ? classes.incomplete
        : classes.blocked;
  return (
    <section className={`${classes.frame} ${tone}`} aria-label={heading}>
      <Stack gap="sm">
        <div>
          <VerdictBadge allowed={allowed} signable={awaitingSignatures} lacksFacts={lacksFacts} />
        </div>
        {sentence ? <Text size="sm">{sentence}</Text> : null}
        <CodeList decision={decision} codePath={codePath} />
        <WordList title="Missing" items={decision.missing.map(missingWords)} />
        {children}
        {decision.blocked_by.length > 0 ? (
          <Text size="xs" c="dimmed">
            {awaitingSignatures ? "Held by" : "Blocked by"}: {decision.blocked_by.join(", ")}
          </Text>
        ) : null}
        {decision.notes ? (
          <Text size="xs" c="dimmed">
            {decision.notes}
          </Text>
        ) : null}
      </Stack>
    </section>
  );
}

function VerdictBadge(given: { allowed: boolean; signable: boolean; lacksFacts: boolean }) {
  if (given.allowed) return <StateBadge state="ALLOWED" size="lg" />;
  if (given.signable) return <StateBadge state="PENDING" label="Allowed once signed" size="lg" />;
  // What lacks facts is blocked too, but the answer is to give them (contract C: NEEDS_INPUT).
  if (given.lacksFacts) return <StateBadge state="UNKNOWN" label="Needs input" size="lg" />;
  return <StateBadge state="BLOCKED" size="lg" />;
}

function CodeList({ decision, codePath }: { decision: VerdictDecision; codePath?: string }) {
  if (decision.reason_codes.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={600}>
        Why
      </Text>
      <ul className={classes.list}>
        {decision.reason_codes.map((code) => (
          <li key={code}>
            <Text size="sm" span>
              <ReasonCodeText code={code} href={codePath ? `${codePath}/${code}` : undefined} />
            </Text>
          </li>
        ))}
      </ul>
    </div>
  );
}

function WordList({ title, items }: { title: string; items: readonly string[] }) {
  if (items.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <ul className={classes.list}>
        {items.map((item) => (
          <li key={item}>
            <Text size="sm" span>
              {item}
            </Text>
          </li>
        ))}
      </ul>
    </div>
  );
}
