import { IconCheck, IconClock, IconMail, IconMailOff, IconX } from "@tabler/icons-react";
import Link from "next/link";
import { formatDate, formatDateTime } from "@/components/ui/format";
import { Section } from "@/components/ui/section";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { Digest } from "@/lib/queries/digest";
import classes from "./digest.module.css";

type Mail = Digest["mail"];
type Delivery = NonNullable<Mail["newest"]>;

/** Whether e-mail is on, who gets this digest, and what became of the letters. */
export function DigestMail({
  mail,
  week,
  isRunning,
  company,
}: {
  mail: Mail;
  week: string;
  isRunning: boolean;
  company: string;
}) {
  const { isOn, ofThisWeek, newest } = mail;
  const earlier = newest !== null && newest.week !== week ? newest : null;
  return (
    <Section
      title="E-mail"
      description={readersInWords(mail)}
      actions={
        <ToneBadge
          tone={isOn ? "good" : "neutral"}
          icon={isOn ? <IconMail stroke={2} /> : <IconMailOff stroke={2} />}
        >
          {isOn ? "E-mail is on" : "E-mail is off"}
        </ToneBadge>
      }
    >
      {ofThisWeek ? (
        <Letters delivery={ofThisWeek} />
      ) : (
        <p className={classes.note}>
          {isRunning
            ? "The letter of this week goes once the week is over."
            : "No letter was sent for this week."}
        </p>
      )}
      {earlier && (
        <p className={classes.note}>
          The last letters were those of the{" "}
          <Link href={`${company}/digest?week=${earlier.week}`} className={classes.link}>
            week of {formatDate(earlier.week)}
          </Link>
          : {sentInWords(earlier)}.
        </p>
      )}
      {!isOn && (
        <p className={classes.note}>
          Whoever runs this installation turns it on by naming a mail server in its settings (SMTP_URL or
          SMTP_HOST, and SMTP_FROM).
        </p>
      )}
    </Section>
  );
}

function readersInWords({ isOn, readers }: Mail): string {
  if (readers.length === 0) return "The company has neither CFO nor CEO, so a letter would go to nobody.";
  const names = readers.map(({ name, role }) => `${name} (${role})`).join(", ");
  return isOn ? `Goes to ${names}.` : `Would go to ${names}.`;
}

function sentInWords({ letters, at, status }: Delivery): string {
  const reached = letters.filter(({ sent }) => sent).map(({ name }) => name);
  const who = reached.length === 0 ? "they reached nobody" : `sent to ${reached.join(", ")}`;
  return `${who}, ${formatDateTime(at)}${status === "failed" ? "; not every letter went" : ""}`;
}

function Letters({ delivery: { letters, status, at, attempts } }: { delivery: Delivery }) {
  return (
    <>
      <ul className={classes.list}>
        {letters.map((letter) => (
          <li key={letter.email} className={classes.letter}>
            {letter.sent ? (
              <ToneBadge tone="good" icon={<IconCheck stroke={2} />} size="sm">
                Sent
              </ToneBadge>
            ) : (
              <ToneBadge tone="bad" icon={<IconX stroke={2} />} size="sm">
                Not sent
              </ToneBadge>
            )}
            <span>
              {letter.name} ({letter.email}), {formatDateTime(letter.at)}
              {letter.reason && `. ${letter.reason}`}
            </span>
          </li>
        ))}
      </ul>
      {status === "running" && (
        <p className={classes.letter}>
          <ToneBadge tone="info" icon={<IconClock stroke={2} />} size="sm">
            Under way
          </ToneBadge>
          <span className={classes.note}>since {formatDateTime(at)}</span>
        </p>
      )}
      {status === "failed" && (
        <p className={classes.note}>
          Attempt {attempts} ended {formatDateTime(at)}. The digest itself is stored; the next attempt writes
          only to those whose letter did not go.
        </p>
      )}
    </>
  );
}
