import type { ReactNode } from "react";
import { GATE_WORDS } from "@/components/governance/request-words";
import { StateBadge } from "@/components/governance/state-badge";
import { formatDate, formatMoney } from "@/components/ui/format";
import { LinkButton, TextLink } from "@/components/ui/link-button";
import type { ReviewException, ReviewExceptions } from "@/lib/queries/review-exceptions";
import { TABLE } from "./deciding";
import classes from "./review.module.css";

type Props = {
  exceptions: ReviewExceptions;
  company: string;
  /** The review's own address. */
  here: string;
  /** The one that is decided right now, below the list of those that wait. */
  onTheTable: ReactNode;
};

/** What waits for a decision, each to be put on the table and decided there and then. */
export function ExceptionBoard({ exceptions, company, here, onTheTable }: Props) {
  const { waiting, decided, leftOut } = exceptions;
  return (
    <section aria-label="Exceptions" className={classes.part}>
      <h3 className={classes.heading}>Asked for, not decided</h3>
      {waiting.length === 0 ? (
        <p className={classes.note}>No exception waits, and nothing waits for the CFO.</p>
      ) : (
        <List exceptions={waiting} company={company} here={here} />
      )}
      {onTheTable}
      <h3 className={classes.heading}>Granted or refused since the review before</h3>
      {decided.length === 0 ? (
        <p className={classes.note}>None.</p>
      ) : (
        <List exceptions={decided} company={company} here={here} />
      )}
      {leftOut > 0 && <p className={classes.note}>{leftOut} more stand among the requests.</p>}
    </section>
  );
}

function List({
  exceptions,
  company,
  here,
}: {
  exceptions: readonly ReviewException[];
  company: string;
  here: string;
}) {
  return (
    <ul className={classes.rows}>
      {exceptions.map((each) => (
        <li key={each.reference} className={classes.row}>
          <div className={classes.rowText}>
            <TextLink href={`${company}/requests/${each.reference}`} fw={600}>
              {each.reference} {each.title}
            </TextLink>
            <p className={classes.note}>
              {GATE_WORDS[each.gateId].name} · {each.kind} · {each.requester}, {formatDate(each.submittedAt)}
              {each.amountUsd === null
                ? ""
                : ` · ${formatMoney(each.amountUsd)}${each.gateId === "G4_VENDOR_AND_NON_LABOR" ? " a month" : ""}`}
              {each.awaits.length > 0 && ` · awaits ${each.awaits.join(" and ")}`}
              {each.reasonCodes.length > 0 && ` · ${each.reasonCodes.join(", ")}`}
              {each.decidedAt && ` · decided ${formatDate(each.decidedAt)}`}
            </p>
          </div>
          <StateBadge state={each.status} />
          {each.decidedAt === null && (
            <LinkButton
              href={`${here}?decide=${each.reference}#${TABLE}`}
              variant="default"
              size="compact-sm"
              aria-label={`Decide ${each.reference}`}
            >
              Decide
            </LinkButton>
          )}
        </li>
      ))}
    </ul>
  );
}
