import { IconBan, IconCircleCheck, IconSignature } from "@tabler/icons-react";
import Link from "next/link";
import { Fragment } from "react";
import { ruleAnchor } from "@/components/governance/gate-summary";
import { ReasonCodeText } from "@/components/governance/reason-code-text";
import { GATE_WORDS } from "@/components/governance/request-words";
import { formatCount } from "@/components/ui/format";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { AtlasGate, AtlasGroup } from "@/lib/queries/policy-atlas-view";
import classes from "./atlas.module.css";
import { ruleInWords, verdictInWords } from "./atlas-words";

const LOOKS = {
  ALLOWED: { tone: "good", icon: <IconCircleCheck stroke={2} /> },
  SIGNABLE: { tone: "info", icon: <IconSignature stroke={2} /> },
  BLOCKED: { tone: "bad", icon: <IconBan stroke={2} /> },
} as const;

/** More than this many classes under one rule are folded away behind their number. */
const SHOWN = 3;

/** One gate at the chosen point: what it does with each class of request, and by which rule. */
export function AtlasGateCard({ gate, company }: { gate: AtlasGate; company: string }) {
  const { ALLOWED, SIGNABLE, BLOCKED } = gate.counts;
  return (
    <article className={classes.gate} aria-labelledby={`atlas-${gate.gateId}`}>
      <h2 className={classes.gateName} id={`atlas-${gate.gateId}`}>
        <span className={classes.quiet}>{gate.gateId.slice(0, 2)}</span> {GATE_WORDS[gate.gateId].name}
      </h2>
      <p className={classes.counts}>
        {ALLOWED} allowed · {SIGNABLE} once signed · {BLOCKED} blocked, of{" "}
        {formatCount(ALLOWED + SIGNABLE + BLOCKED, "class", "classes")}
      </p>
      <ul className={classes.groups}>
        {gate.groups.map((group) => (
          <Group key={group.requests[0]?.classId} group={group} company={company} />
        ))}
      </ul>
    </article>
  );
}

function Group({ group, company }: { group: AtlasGroup; company: string }) {
  const { tone, icon } = LOOKS[group.verdict];
  return (
    <li className={classes.group} data-verdict={group.verdict}>
      <ToneBadge tone={tone} icon={icon} size="sm">
        {verdictInWords(group)}
      </ToneBadge>
      <Requests requests={group.requests} />
      <p className={classes.why}>
        <span className={classes.quiet}>{group.verdict === "ALLOWED" ? "Allowed by" : "Held by"} </span>
        {group.rules.map((rule, at) => (
          <Fragment key={rule.rule}>
            {at > 0 && "; "}
            <Rule rule={rule} company={company} />
          </Fragment>
        ))}
      </p>
      {group.codes.length > 0 && (
        <ul className={classes.codes} aria-label="Reason codes">
          {group.codes.map((code) => (
            <li key={code}>
              <ReasonCodeText code={code} href={`${company}/codes/${code}`} />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

function Rule({ rule: { rule, when }, company }: { rule: AtlasGroup["rules"][number]; company: string }) {
  const words = ruleInWords({ rule, when });
  // A clause of the contract is no rule of the gates' page: its reason code, below, has a page of its own.
  if (words === null) return <span className={classes.code}>{rule}</span>;
  return (
    <>
      <Link href={`${company}/codes/rules#${ruleAnchor(rule)}`} className={classes.rule}>
        {rule}
      </Link>{" "}
      {words}
    </>
  );
}

function Requests({ requests }: Pick<AtlasGroup, "requests">) {
  const list = (
    <ul className={classes.requests}>
      {requests.map(({ classId, label }) => (
        <li key={classId}>
          {label} <span className={classes.quiet}>{classId}</span>
        </li>
      ))}
    </ul>
  );
  if (requests.length <= SHOWN) return list;
  return (
    <details className={classes.folded}>
      <summary>
        {formatCount(requests.length, "class", "classes")}, such as {requests[0]?.label}
      </summary>
      {list}
    </details>
  );
}
