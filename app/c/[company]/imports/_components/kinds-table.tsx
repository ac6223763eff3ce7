import { DataTable } from "@/components/ui/data-table";
import { TextLink } from "@/components/ui/link-button";
import { Moment } from "@/components/ui/moment";
import { Section } from "@/components/ui/section";
import type { ImportableKind } from "@/lib/queries/import-kinds";
import { readerOf } from "./import-words";
import classes from "./imports.module.css";
import { TemplateLinks } from "./template-links";

/** Everything that a file may hold, who waits for it, and how far the company's own figures reach. */
export function KindsTable({
  kinds,
  here,
  mayImport,
}: {
  kinds: readonly ImportableKind[];
  here: string;
  mayImport: boolean;
}) {
  return (
    <Section
      title="What can be brought in"
      description="In the order in which a new company brings it: the plan and its definitions first, then the books. Each template has two example rows; the workbook explains every column."
    >
      <DataTable
        caption="Kinds of figures"
        minWidth={620}
        rows={kinds}
        rowKey={({ id }) => id}
        columns={[
          {
            key: "kind",
            header: "Figures",
            names: true,
            cell: ({ id, title, help }) => (
              <div className={classes.words}>
                {mayImport ? (
                  <TextLink href={`${here}?kind=${id}`} inherit underline="always">
                    {title}
                  </TextLink>
                ) : (
                  title
                )}
                <div className={classes.note}>{help}</div>
              </div>
            ),
          },
          { key: "needed", header: "Needed by", cell: (kind) => <NeededBy {...kind} /> },
          { key: "newest", header: "Newest there is", cell: (kind) => <Newest {...kind} here={here} /> },
          {
            key: "template",
            header: "Template",
            cell: ({ id, title }) => <TemplateLinks here={here} kind={id} title={title} />,
          },
        ]}
      />
    </Section>
  );
}

function NeededBy({ id, needed }: ImportableKind) {
  if (needed === null) return <span className={classes.note}>Not known: no policy can be trusted</span>;
  const { triggers, minimumFields } = needed;
  if (triggers.length + minimumFields.length === 0)
    return (
      <span className={classes.note}>No trigger; {readerOf(id)?.words ?? "the revenue side reads it"}</span>
    );
  return (
    <div className={classes.words}>
      {triggers.join(", ")}
      {minimumFields.map((field) => (
        <div key={field} className={classes.note}>
          Minimum field of a close: {field}
        </div>
      ))}
    </div>
  );
}

function Newest({ newest, here }: ImportableKind & { here: string }) {
  if (newest === null) return "Nothing yet";
  return (
    <>
      <Moment at={newest.at} show="date" />
      <div className={classes.note}>
        {newest.import ? (
          <>
            from{" "}
            <TextLink href={`${here}/${newest.import.id}`} inherit underline="always">
              {newest.import.fileName}
            </TextLink>
          </>
        ) : newest.source ? (
          `from ${newest.source}`
        ) : null}
      </div>
    </>
  );
}
