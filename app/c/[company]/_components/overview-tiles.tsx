import { IconAlertTriangle, IconCalendarEvent, IconClock } from "@tabler/icons-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { EscalationLine } from "@/components/governance/escalation-line";
import { versionInWords } from "@/components/governance/policy-words";
import { StateBadge } from "@/components/governance/state-badge";
import { cycleInWords } from "@/components/governance/trigger-words";
import { formatCount, formatDate } from "@/components/ui/format";
import { ToneBadge } from "@/components/ui/tone-badge";
import { REASON_CODES, reasonCode } from "@/kernel/enforcement";
import { can, type Role } from "@/lib/auth/permissions";
import type { NextClose } from "@/lib/queries/next-close";
import type { Overview } from "@/lib/queries/overview";
import type { OwnRequest, Waiting } from "@/lib/queries/waiting";
import classes from "./overview.module.css";

/** What asks for somebody's attention today: my own work, the escalations, the next close. */
export function OverviewTiles({
  overview: { waiting, escalations, nextClose },
  company,
  present,
  role,
}: {
  overview: Overview;
  company: string;
  present: Date;
  role: Role;
}) {
  return (
    <div className={classes.tiles}>
      <WaitingTile waiting={waiting} company={company} role={role} />
      <Tile
        title="Escalations"
        badge={
          escalations.length === 0 ? undefined : (
            <Link href={`${company}/escalations`} className={classes.link}>
              All
            </Link>
          )
        }
      >
        {escalations.length === 0 ? (
          <p className={classes.note}>
            None is open.{" "}
            <Link href={`${company}/escalations`} className={classes.link}>
              Rules and past ones
            </Link>
          </p>
        ) : (
          escalations.map((escalation) => (
            <EscalationLine
              key={escalation.id}
              escalation={escalation}
              company={company}
              present={present}
              brief
            />
          ))
        )}
      </Tile>
      <CloseTile close={nextClose} company={company} />
    </div>
  );
}

function Tile({ title, badge, children }: { title: string; badge?: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.tile} aria-label={title}>
      <div className={classes.tileHead}>
        <h2 className={classes.tileTitle}>{title}</h2>
        {badge}
      </div>
      {children}
    </section>
  );
}

function WaitingTile({ waiting, company, role }: { waiting: Waiting; company: string; role: Role }) {
  const signs = can(role, "request.sign");
  const submits = can(role, "request.submit");
  const { policy } = waiting;
  const idle = waiting.approvals === 0 && waiting.requests.length === 0 && policy === null;
  return (
    <Tile title="Waits for you">
      {policy && (
        <p className={classes.main}>
          <Link href={`${company}/policy/versions/${policy.id}`} className={classes.link}>
            Policy {versionInWords(policy.version).toLowerCase()} to sign or decline
          </Link>
        </p>
      )}
      {signs && waiting.approvals > 0 && (
        <p className={classes.main}>
          <Link href={`${company}/approvals`} className={classes.link}>
            {formatCount(waiting.approvals, "request")} to sign or deny
          </Link>
        </p>
      )}
      {waiting.requests.length > 0 && (
        <>
          <p className={classes.note}>{ownInWords(waiting)}</p>
          <ul className={classes.list}>
            {waiting.requests.map((request) => (
              <OwnLine key={request.reference} request={request} company={company} />
            ))}
          </ul>
        </>
      )}
      {idle && <p className={classes.note}>Nothing waits for you.</p>}
      {submits && (
        <p className={classes.note}>
          <Link href={`${company}/requests/new`} className={classes.link}>
            New request
          </Link>
        </p>
      )}
    </Tile>
  );
}

function ownInWords({ drafts, blocked }: Waiting): string {
  const parts = [
    drafts > 0 ? formatCount(drafts, "draft") : null,
    blocked > 0 ? `${formatCount(blocked, "request")} blocked or stale` : null,
  ];
  return `Yours: ${parts.filter((part) => part !== null).join(", ")}`;
}

function OwnLine({ request, company }: { request: OwnRequest; company: string }) {
  const { reference, title, status } = request;
  return (
    <li className={classes.row}>
      <Link href={`${company}/requests/${reference}`} className={classes.link}>
        {reference} {title}
      </Link>
      {(status === "DRAFT" || status === "BLOCKED" || status === "STALE") && <StateBadge state={status} />}
    </li>
  );
}

const CLOSE_LOOKS = {
  OVERDUE: { tone: "bad", word: "Overdue", icon: <IconAlertTriangle stroke={2} /> },
  DUE: { tone: "info", word: "Due", icon: <IconClock stroke={2} /> },
  PERIOD_RUNNING: { tone: "neutral", word: "Month is running", icon: <IconCalendarEvent stroke={2} /> },
} as const;

function CloseTile({ close, company }: { close: NextClose; company: string }) {
  const { tone, word, icon } = CLOSE_LOOKS[close.state];
  return (
    <Tile
      title="Next close"
      badge={
        <ToneBadge tone={tone} icon={icon} size="sm">
          {word}
        </ToneBadge>
      }
    >
      <p className={classes.main}>
        <Link href={`${company}/cycles/monthly_close/${close.cycleKey}`} className={classes.link}>
          {cycleInWords({ cadence: "monthly_close", cycleKey: close.cycleKey })}
        </Link>
        {close.state === "OVERDUE"
          ? `, ${formatCount(close.businessDays, "business day")} overdue`
          : `, ${formatCount(close.businessDays, "business day")} left`}
      </p>
      <p className={classes.note}>
        Period ends {formatDate(close.periodEnd)}; deadline {formatDate(close.deadline)}, {close.slaDays[1]}{" "}
        business days after it. Later than that, it cannot be certified as final.
      </p>
      {close.heldUpBy.length > 0 && <HeldUp codes={close.heldUpBy} company={company} />}
    </Tile>
  );
}

/** An evaluation that did not close says what it lacked. */
function HeldUp({ codes, company }: { codes: readonly string[]; company: string }) {
  const known = REASON_CODES.filter(({ code }) => codes.includes(code));
  return (
    <ul className={classes.list}>
      {known.map(({ code }) => (
        <li key={code}>
          <Link href={`${company}/codes/${code}`} className={classes.link}>
            {code}
          </Link>{" "}
          {reasonCode(code).title}
        </li>
      ))}
    </ul>
  );
}
