import * as z from "zod";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { formatMoney } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { Moment } from "@/components/ui/moment";
import { Section } from "@/components/ui/section";
import { type FigureSource, type Lineage, SETTINGS } from "@/lib/queries/figure-lineage";
import classes from "../../_components/imports.module.css";

/** The rows that make a figure up now, and those that did before. */
export function Sources({
  lineage: { present, superseded },
  imports,
}: {
  lineage: Lineage;
  imports: string;
}) {
  return (
    <div className={classes.stack}>
      <Section
        title="As it stands"
        description={present.length > 1 ? "The figure is the sum of these rows." : undefined}
      >
        {present.length === 0 ? (
          <EmptyState title="Nothing stands under it now">
            No import, feed or setting states this figure at present.
          </EmptyState>
        ) : (
          <SourceTable caption="What the figure is made of" sources={present} imports={imports} />
        )}
      </Section>
      <Section
        title="Known before"
        description="What stood here once, and in which time it was the figure that was known. Decisions of that time rested on it."
      >
        {superseded.length === 0 ? (
          <p className={classes.note}>Nothing was ever replaced under this key.</p>
        ) : (
          <SourceTable caption="What was known before" sources={superseded} imports={imports} />
        )}
      </Section>
    </div>
  );
}

function SourceTable({
  caption,
  sources,
  imports,
}: {
  caption: string;
  sources: readonly FigureSource[];
  imports: string;
}) {
  const rows = sources.map((source, place) => ({ ...source, place }));
  const columns: Column<FigureSource>[] = [
    { key: "says", header: "Says", align: "right", cell: (source) => <Says source={source} /> },
    {
      key: "from",
      header: "From",
      names: true,
      cell: (source) => <From source={source} imports={imports} />,
    },
    { key: "person", header: "Brought by", cell: broughtBy },
    {
      key: "since",
      header: "Known from",
      cell: ({ source, import: brought, knownFrom, knownUntil }) => (
        <>
          {brought === null && source === SETTINGS && knownUntil === null && "Settings last changed "}
          <Moment at={knownFrom} />
        </>
      ),
    },
    {
      key: "until",
      header: "Known until",
      cell: ({ knownUntil }) => (knownUntil ? <Moment at={knownUntil} /> : "It holds now"),
    },
  ];
  return (
    <DataTable
      caption={caption}
      minWidth={820}
      rows={rows}
      rowKey={({ place }) => String(place)}
      columns={columns}
    />
  );
}

/** A person or a program that the settings do not name entry by entry, or a feed. */
function broughtBy({ source, import: brought }: FigureSource): string {
  if (brought !== null) return brought.person;
  return source === SETTINGS ? "No import" : "A feed";
}

function Says({ source: { amountUsd, content } }: { source: FigureSource }) {
  if (amountUsd !== null) return formatMoney(amountUsd);
  const plain = z.union([z.string(), z.number(), z.boolean()]).safeParse(content);
  if (plain.success) return String(plain.data);
  const says = z.record(z.string(), z.unknown()).safeParse(content);
  if (!says.success) return "—";
  const shown = Object.entries(says.data).filter(
    ([name, value]) => !HIDDEN.has(name) && value !== null && typeof value !== "object",
  );
  return (
    <div className={classes.words}>
      {shown.map(([name, value]) => `${name.replaceAll("_", " ")} ${String(value)}`).join(", ") || "—"}
    </div>
  );
}

/** Of a row of the spine, what names it and not what it says. */
const HIDDEN = new Set([
  "tenant_id",
  "id",
  "event_id",
  "account_id",
  "campaign_id",
  "opportunity_id",
  "import_id",
  "import_row",
  "received_at",
  "source",
]);

function From({ source: { source, import: brought }, imports }: { source: FigureSource; imports: string }) {
  if (brought === null) return source === SETTINGS ? "The company's settings" : source;
  return (
    <div className={classes.file}>
      <TextLink href={`${imports}/${brought.id}`} inherit underline="always">
        {brought.fileName}
      </TextLink>
      {brought.row !== null && `, row ${brought.row.toLocaleString("en-US")}`}
      <div className={classes.hash}>{brought.sha256}</div>
    </div>
  );
}
