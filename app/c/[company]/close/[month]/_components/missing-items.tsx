import { IconAlarm, IconCalendarDue } from "@tabler/icons-react";
import { InputName } from "@/components/governance/input-name";
import { DataTable } from "@/components/ui/data-table";
import { formatCount } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { MissingItem } from "@/lib/queries/close-checklist";
import classes from "../../_components/close.module.css";

/** What the month lacks, whose it is, and by how much it is late. */
export function MissingItems({ missing, company }: { missing: readonly MissingItem[]; company: string }) {
  const late = missing.filter(({ daysLate }) => daysLate > 0).length;
  const summary =
    late > 0 ? `${formatCount(late, "figure")} of ${missing.length} late.` : "Nothing is late yet.";
  return (
    <Section title="Missing, and whose" description={missing.length > 0 ? summary : undefined}>
      {missing.length === 0 ? (
        <p className={classes.note}>Nothing is missing: every minimum field and every input is there.</p>
      ) : (
        <DataTable
          caption="What the close lacks"
          minWidth={720}
          rows={missing}
          rowKey={({ kind, name }) => `${kind} ${name}`}
          columns={[
            {
              key: "name",
              header: "Missing",
              names: true,
              cell: ({ name, kind, triggers }) => (
                <>
                  {kind === "FIELD" ? name : <InputName name={name} />}
                  <div className={classes.note}>
                    {kind === "FIELD" ? "Minimum field (CFO-31)" : `Input of ${triggers.join(", ")}`}
                  </div>
                </>
              ),
            },
            { key: "owner", header: "Owner", cell: ({ owner }) => owner.words },
            { key: "late", header: "Late", cell: ({ daysLate }) => <Late days={daysLate} /> },
            {
              key: "load",
              header: "Where it comes from",
              cell: ({ load }) => <Loading load={load} company={company} />,
            },
          ]}
        />
      )}
    </Section>
  );
}

function Late({ days }: { days: number }) {
  return days > 0 ? (
    <ToneBadge tone="bad" icon={<IconAlarm stroke={2} />} size="sm">
      {formatCount(days, "business day")}
    </ToneBadge>
  ) : (
    <ToneBadge tone="info" icon={<IconCalendarDue stroke={2} />} size="sm">
      Not yet
    </ToneBadge>
  );
}

export function Loading({ load, company }: Pick<MissingItem, "load"> & { company: string }) {
  return load ? (
    <>
      Import{" "}
      <TextLink href={`/c/${company}/imports?kind=${load.kind}`} inherit underline="always" prefetch={false}>
        {load.title}
      </TextLink>
      , or the feed that brings it
    </>
  ) : (
    <>Supplied by hand on the cycle&apos;s page</>
  );
}
