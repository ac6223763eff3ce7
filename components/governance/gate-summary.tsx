import { IconCheck, IconLock, IconSignature } from "@tabler/icons-react";
import Link from "next/link";
import { Fragment } from "react";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { GateId, ReasonCode, TriggerState } from "@/kernel/enforcement";
import classes from "./gate-summary.module.css";
import { GATE_WORDS, missingWords } from "./request-words";
import { wordOf } from "./state-badge";

type Reason = {
  rule: string;
  text: string;
  code?: ReasonCode;
  notPassing: readonly { trigger: string; state: TriggerState }[];
};

export type GateProspect = {
  label: string;
  verdict: "OPEN" | "CONDITIONAL" | "CLOSED";
  brings: readonly string[];
  reasons: readonly Reason[];
};

export type GateSummaryProps = {
  gateId: GateId;
  verdict: "OPEN" | "PARTLY_OPEN" | "CLOSED";
  prospects: readonly GateProspect[];
};

const VERDICTS = {
  OPEN: { tone: "good", word: "Open", icon: <IconCheck stroke={2.5} /> },
  PARTLY_OPEN: { tone: "watch", word: "Partly open", icon: <IconSignature stroke={2} /> },
  CLOSED: { tone: "bad", word: "Closed", icon: <IconLock stroke={2} /> },
} as const;

/** Where the rules of the gates stand, each under its own anchor. */
export function ruleHref(company: string, { rule, code }: Pick<Reason, "rule" | "code">): string {
  return code ? `${company}/codes/${code}` : `${company}/codes/rules#${ruleAnchor(rule)}`;
}

/** `G2.blocked_if[1]` as the name of a place on a page. */
export function ruleAnchor(rule: string): string {
  return `rule-${rule.replace(/[^A-Za-z0-9]+/g, "-").replace(/-$/, "")}`;
}

/** One gate in words: what gets through today, what it must bring, what does not and by which rule. */
export function GateSummary({ gate, company }: { gate: GateSummaryProps; company: string }) {
  const { tone, word, icon } = VERDICTS[gate.verdict];
  const { name } = GATE_WORDS[gate.gateId];
  return (
    <article className={classes.gate}>
      <header className={classes.head}>
        <h3 className={classes.name}>
          <span className={classes.id}>{gate.gateId.slice(0, 2)}</span> {name}
        </h3>
        <ToneBadge tone={tone} icon={icon} size="sm">
          {word}
        </ToneBadge>
      </header>
      <OpenList prospects={gate.prospects.filter(({ verdict }) => verdict === "OPEN")} company={company} />
      <OpenList
        prospects={gate.prospects.filter(({ verdict }) => verdict === "CONDITIONAL")}
        company={company}
      />
      <ClosedList
        prospects={gate.prospects.filter(({ verdict }) => verdict === "CLOSED")}
        company={company}
      />
    </article>
  );
}

function OpenList({ prospects, company }: { prospects: readonly GateProspect[]; company: string }) {
  if (prospects.length === 0) return null;
  const conditional = prospects[0]?.verdict === "CONDITIONAL";
  return (
    <div>
      <h4 className={classes.title}>
        {conditional ? <IconSignature size={14} aria-hidden /> : <IconCheck size={14} aria-hidden />}
        {conditional ? "Open on condition" : "Open"}
      </h4>
      <ul className={classes.list}>
        {prospects.map(({ label, brings, reasons }) => (
          <li key={label}>
            {label}
            {brings.length > 0 && (
              <span className={classes.reason}>
                {bringsInWords(brings)} <RuleLinks reasons={reasons} company={company} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function RuleLinks({ reasons, company }: { reasons: readonly Reason[]; company: string }) {
  const shown = new Map(reasons.map((reason) => [reason.code ?? reason.rule, reason]));
  return [...shown].map(([name, reason]) => (
    <Fragment key={name}>
      <Link href={ruleHref(company, reason)} className={classes.rule}>
        {name}
      </Link>{" "}
    </Fragment>
  ));
}

/** What is closed, gathered under the reason that closes it. */
function ClosedList({ prospects, company }: { prospects: readonly GateProspect[]; company: string }) {
  const groups = new Map<string, { labels: string[]; reasons: readonly Reason[] }>();
  for (const { label, reasons } of prospects) {
    const key = reasons.map(({ rule }) => rule).join(" ");
    const group = groups.get(key);
    if (group) group.labels.push(label);
    else groups.set(key, { labels: [label], reasons });
  }
  if (groups.size === 0) return null;
  return (
    <div>
      <h4 className={classes.title}>
        <IconLock size={14} aria-hidden />
        Closed
      </h4>
      <ul className={classes.list}>
        {[...groups].map(([key, { labels, reasons }]) => (
          <li key={key}>
            {labels.join("; ")}
            <span className={classes.reason}>
              {whyInWords(reasons[0])} <RuleLinks reasons={reasons} company={company} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** `T4 Watch: renegotiate …`: the triggers behind the rule, then what it says. */
function whyInWords(reason: Reason | undefined): string {
  if (reason === undefined) return "";
  const triggers = reason.notPassing.map(({ trigger, state }) => `${trigger} ${wordOf(state)}`);
  return triggers.length > 0 ? `${triggers.join(", ")}: ${reason.text}` : reason.text;
}

/** `Signed by CEO and CFO, ROI case` */
export function bringsInWords(brings: readonly string[]): string {
  const roles = brings.filter((item) => item.startsWith("signoff:")).map((item) => item.slice(8));
  const rest = brings
    .filter((item) => !item.startsWith("signoff:"))
    .map((item) => missingWords(item).split(":")[0] ?? item);
  const signatures = roles.length > 0 ? [`Signed by ${roles.join(" and ")}`] : [];
  return [...signatures, ...rest].join(", ");
}
