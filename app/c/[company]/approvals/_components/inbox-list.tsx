import { Group, Text } from "@mantine/core";
import { ReasonCodeText } from "@/components/governance/reason-code-text";
import { GATE_WORDS } from "@/components/governance/request-words";
import { StateBadge } from "@/components/governance/state-badge";
import { formatDate, formatMoney } from "@/components/ui/format";
import { LinkButton, TextLink } from "@/components/ui/link-button";
import { Moment } from "@/components/ui/moment";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { AwaitedSignature } from "@/lib/queries/approvals";
import type { InboxItem, InboxKind } from "@/lib/queries/inbox";
import classes from "../approvals.module.css";

const KIND: Record<InboxKind, { word: string; came: string; action: string }> = {
  signature: { word: "Request to sign", came: "submitted", action: "Read and sign" },
  policy: { word: "Policy to sign", came: "proposed", action: "Read and sign" },
  escalation: { word: "Escalation", came: "raised", action: "Answer with a plan" },
  defensive: { word: "Mandated action", came: "mandated", action: "Open" },
};

/** What waits, each with who asked, what it costs, and what happens if nobody acts. */
export function InboxList({
  items,
  home,
  present,
}: {
  items: readonly InboxItem[];
  home: string;
  present: Date;
}) {
  return (
    <ul className={classes.queue}>
      {items.map((item) => (
        <li key={`${item.kind} ${item.key}`} className={classes.item}>
          <div className={classes.what}>
            <TextLink href={`${home}${item.path}`} fw={600}>
              {item.title}
            </TextLink>
            <Text size="sm" c="dimmed">
              {item.signature ? <Asked signature={item.signature} home={home} /> : item.about} ·{" "}
              {KIND[item.kind].came} <Moment at={item.waitingSince} show="distance" present={present} />
            </Text>
            {item.signature ? (
              <Signatures signature={item.signature} />
            ) : (
              <Group gap={6} mt={4}>
                <ToneBadge tone="info" size="sm">
                  {KIND[item.kind].word}
                </ToneBadge>
              </Group>
            )}
            <Text size="sm" mt={4}>
              {item.dueOn ? (
                <>
                  Due {formatDate(item.dueOn)}
                  {item.dueOn < present.toISOString().slice(0, 10) ? " (overdue)" : ""}.{" "}
                </>
              ) : null}
              <Text span size="sm" c="dimmed">
                If nobody acts: {item.otherwise}
              </Text>
            </Text>
          </div>
          <div className={classes.side}>
            <Amount signature={item.signature} />
            <LinkButton href={`${home}${item.path}`}>
              {KIND[item.kind].action}
              <span className="visually-hidden"> {item.signature?.reference ?? item.title}</span>
            </LinkButton>
          </div>
        </li>
      ))}
    </ul>
  );
}

/** What went up for signature and would be refused by now, with the codes that say why. */
export function ClosedQueue({
  items,
  home,
  present,
}: {
  items: readonly AwaitedSignature[];
  home: string;
  present: Date;
}) {
  return (
    <ul className={classes.queue}>
      {items.map((item) => (
        <li key={item.reference} className={classes.item}>
          <div className={classes.what}>
            <TextLink href={`${home}/requests/${item.reference}`} fw={600}>
              {item.title}
            </TextLink>
            <Text size="sm" c="dimmed">
              <Asked signature={item} home={home} /> · submitted{" "}
              <Moment at={item.submittedAt} show="distance" present={present} />
            </Text>
            <Group gap={6} mt={4}>
              <Signed roles={item.signedRoles} />
              <StateBadge state="BLOCKED" label="Would be refused" />
            </Group>
            <Text size="sm" component="div" mt={4}>
              {item.reasonCodes.map((code) => (
                <div key={code}>
                  <ReasonCodeText code={code} href={`${home}/codes/${code}`} />
                </div>
              ))}
            </Text>
          </div>
          <div className={classes.side}>
            <Amount signature={item} />
            <LinkButton href={`${home}/requests/${item.reference}`} variant="default">
              Read
              <span className="visually-hidden"> {item.reference}</span>
            </LinkButton>
          </div>
        </li>
      ))}
    </ul>
  );
}

function Asked({ signature, home }: { signature: AwaitedSignature; home: string }) {
  const { reference, gateId, actionId, requesterName } = signature;
  return (
    <>
      {reference} · {GATE_WORDS[gateId].name} ·{" "}
      {actionId ? (
        <TextLink href={`${home}/revenue/actions/${actionId}`} underline="always">
          Proposed by the {requesterName}
        </TextLink>
      ) : (
        requesterName
      )}
    </>
  );
}

function Signatures({
  signature: { signedRoles, awaits, oneIsEnough, hand, needsCode },
}: {
  signature: AwaitedSignature;
}) {
  return (
    <Group gap={6} mt={4}>
      <Signed roles={signedRoles} />
      {oneIsEnough && awaits.length > 1 ? (
        <StateBadge state="PENDING" label={`Waits for ${awaits.join(" or ")}`} />
      ) : (
        awaits.map((role) => <StateBadge key={role} state="PENDING" label={`Waits for ${role}`} />)
      )}
      {hand?.forName ? (
        <ToneBadge tone="watch" size="sm">
          You sign for {hand.forName}
        </ToneBadge>
      ) : null}
      {needsCode ? (
        <ToneBadge tone="neutral" size="sm">
          Takes a code
        </ToneBadge>
      ) : null}
    </Group>
  );
}

function Signed({ roles }: { roles: readonly string[] }) {
  return roles.map((role) => <StateBadge key={role} state="APPROVED" label={`${role} has signed`} />);
}

function Amount({ signature }: { signature: AwaitedSignature | null }) {
  if (!signature || signature.amountUsd === null) return <span />;
  const isMonthly = signature.yearlyUsd !== signature.amountUsd;
  return (
    <Text fw={600} className="figure">
      {formatMoney(signature.amountUsd)}
      {isMonthly ? " a month" : ""}
    </Text>
  );
}
