import type { Outcome } from "@/components/ui/failure-alert";
import { formatMoney } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { Moment } from "@/components/ui/moment";
import { Section } from "@/components/ui/section";
import type { Viewer } from "@/lib/auth/viewer";
import { triggersOfKind } from "@/lib/queries/import-kinds";
import type { ImportDetail } from "@/lib/queries/imports";
import { fatesInWords, readerOf } from "../../_components/import-words";
import classes from "../../_components/imports.module.css";
import { UndoControl } from "./undo-control";

/** What was written, what can be computed from it now, and the way back. */
export async function Aftermath({
  detail,
  home,
  undo,
  viewer,
}: {
  detail: ImportDetail;
  home: string;
  undo: ((given: { importId: string; reason: string }) => Promise<Outcome>) | null;
  viewer: Viewer;
}) {
  const { id, fates, statedUsd, appliedAt, appliedBy, undoneAt, undoneBy, undoReason, reading } = detail;
  const triggers = await triggersOfKind(viewer, detail.kind);
  const month = lastMonth(reading.span);
  const reader = triggers.length === 0 ? readerOf(detail.kind) : null;
  const written = fates ? fates.NEW + fates.RESTATES : 0;
  return (
    <Section title={undoneAt ? "Undone" : "Applied"}>
      <p className={classes.note}>
        Applied <Moment at={appliedAt} /> by {appliedBy}: {fates && fatesInWords(fates)}
        {statedUsd !== null && `, ${formatMoney(statedUsd)} in all`}.
      </p>
      {undoneAt ? (
        <p className={classes.note}>
          Undone <Moment at={undoneAt} /> by {undoneBy}: “{undoReason}” What it had replaced stands again.
        </p>
      ) : (
        <div className={classes.row}>
          <span>What rests on it:</span>
          {triggers.map((trigger) => (
            <TextLink key={trigger} href={`${home}/triggers/${trigger}`} underline="always">
              {trigger}
            </TextLink>
          ))}
          {reader ? (
            <TextLink href={`${home}${reader.path}`} underline="always">
              {reader.label}
            </TextLink>
          ) : (
            <>
              <TextLink href={`${home}/cycles`} underline="always">
                Cycles and inputs
              </TextLink>
              <TextLink href={month ? `${home}/close/${month}` : `${home}/close`} underline="always">
                {month ? `Close of ${month}` : "Monthly close"}
              </TextLink>
            </>
          )}
        </div>
      )}
      {undo && <UndoControl importId={id} rows={written} undo={undo} />}
    </Section>
  );
}

/** Of the months that the rows speak of, which end before `until`. */
function lastMonth(span: ImportDetail["reading"]["span"]): string | null {
  if (span === null || span.from <= "2000-01-01") return null;
  const until = new Date(`${span.until}T00:00:00Z`);
  return new Date(until.getTime() - 86_400_000).toISOString().slice(0, 7);
}
