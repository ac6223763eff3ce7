import { IconLockCheck } from "@tabler/icons-react";
import { ReasonCodeInFull } from "@/components/governance/reason-code-in-full";
import { formatDate } from "@/components/ui/format";
import { LinkButton, TextLink } from "@/components/ui/link-button";
import { Moment } from "@/components/ui/moment";
import { Section } from "@/components/ui/section";
import { ToneBadge } from "@/components/ui/tone-badge";
import { can, rolesThatCan } from "@/lib/auth/permissions";
import type { Viewer } from "@/lib/auth/viewer";
import type { CloseMonth, ClosingMonth } from "@/lib/queries/close-month";
import { addDays } from "@/lib/queries/cycle-calendar";
import classes from "../../_components/close.module.css";
import { CertifyForm } from "./certify-form";
import { ReopenControl } from "./reopen-control";

type Props = { month: CloseMonth; closing: ClosingMonth; viewer: Viewer; at: Date };

/** Certified, by whom and when; or what stands against it, and the button for whoever may press it. */
export function Certification(props: Props) {
  return (
    <Section title="Certification">
      {props.closing.certified ? <Certified {...props} /> : <ToBeCertified {...props} />}
      {props.closing.reopenings.map(({ version, reason, by, at }) => (
        <div key={version}>
          <p className={classes.note}>
            Version {version} was reopened by {by}, <Moment at={at} />:
          </p>
          <blockquote className={classes.quote}>{reason}</blockquote>
        </div>
      ))}
    </Section>
  );
}

function Certified({ month, closing: { certified }, viewer }: Props) {
  if (!certified) return null;
  return (
    <>
      <div className={classes.row}>
        <ToneBadge tone="good" icon={<IconLockCheck stroke={2} />}>
          Final
        </ToneBadge>
        <span>
          Version {certified.certifiedAs}, certified by {certified.certifiedBy ?? "the system"},{" "}
          <Moment at={certified.certifiedAt} />; delivered {formatDate(certified.deliveredAt)}.
          {certified.version > certified.certifiedAs &&
            ` Run again since, on the same figures, as version ${certified.version}.`}
        </span>
      </div>
      <p className={classes.note}>
        It is neither evaluated again nor overridden before the CFO has reopened it.
      </p>
      {can(viewer.role, "close.reopen") && (
        <ReopenControl company={viewer.companySlug} cycleKey={month.cycleKey} />
      )}
    </>
  );
}

/** What else may be done with a close that is not certified, for whoever may; everybody else may read it. */
function Instead({ href, role }: { href: string; role: Viewer["role"] }) {
  const may = { evaluate: can(role, "cycle.evaluate"), override: can(role, "input.override") };
  if (may.evaluate || may.override) {
    const words = may.evaluate ? (may.override ? "Evaluate or override" : "Evaluate") : "Override";
    return (
      <div>
        <LinkButton href={href} variant="default" size="compact-sm">
          {words} instead
        </LinkButton>
      </div>
    );
  }
  return (
    <p className={classes.note}>
      Evaluating it changes states and is for {rolesThatCan("cycle.evaluate")}; overriding a figure is for{" "}
      {rolesThatCan("input.override")}.{" "}
      <TextLink href={href} inherit underline="always">
        Read its inputs and evaluations
      </TextLink>
    </p>
  );
}

function ToBeCertified({ month, closing, viewer, at }: Props) {
  const company = `/c/${viewer.companySlug}`;
  const today = at.toISOString().slice(0, 10);
  const delivered = closing.delivery;
  return (
    <>
      {closing.refusedWith.length > 0 ? (
        <div className={classes.code}>
          <p>Certified today, with {formatDate(delivered)} as the day of delivery, it would be refused:</p>
          {closing.refusedWith.map((code) => (
            <ReasonCodeInFull
              key={code}
              code={code}
              href={`${company}/codes/${code}`}
              linkClass={classes.link}
            />
          ))}
        </div>
      ) : (
        <p className={classes.note}>{closing.onlyTheCfo ?? "Nothing stands against certifying it."}</p>
      )}
      {can(viewer.role, "cycle.evaluate") ? (
        <CertifyForm
          company={viewer.companySlug}
          cycleKey={month.cycleKey}
          delivered={delivered}
          firstDay={addDays(month.period.end, 1)}
          today={today}
        />
      ) : (
        <p className={classes.note}>{rolesThatCan("cycle.evaluate")} can certify it.</p>
      )}
      <Instead href={`${company}/cycles/monthly_close/${month.cycleKey}`} role={viewer.role} />
    </>
  );
}
