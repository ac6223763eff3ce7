import { DataTable } from "@/components/ui/data-table";
import { formatMoney } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { Moment } from "@/components/ui/moment";
import type { ImportSummary } from "@/lib/queries/imports";
import { StageBadge } from "./import-badges";
import { fatesInWords, stageOf } from "./import-words";
import classes from "./imports.module.css";

export function ImportsTable({ imports, company }: { imports: readonly ImportSummary[]; company: string }) {
  return (
    <DataTable
      caption="Imports, newest first"
      minWidth={900}
      rows={imports}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "file",
          header: "File",
          names: true,
          cell: ({ id, fileName, title }) => (
            <div className={classes.file}>
              <TextLink href={`${company}/imports/${id}`} inherit underline="always">
                {fileName}
              </TextLink>
              <div className={classes.note}>{title}</div>
            </div>
          ),
        },
        { key: "status", header: "Status", cell: (each) => <StageBadge stage={stageOf(each)} /> },
        { key: "rows", header: "Rows", cell: (each) => <Rows {...each} /> },
        { key: "stated", header: "States", align: "right", cell: ({ statedUsd }) => formatMoney(statedUsd) },
        {
          key: "replaced",
          header: "In place of",
          align: "right",
          cell: ({ replacedUsd, fates }) => (fates && fates.RESTATES > 0 ? formatMoney(replacedUsd) : "—"),
        },
        {
          key: "brought",
          header: "Brought",
          cell: ({ createdAt, broughtBy }) => (
            <>
              <Moment at={createdAt} /> by {broughtBy}
            </>
          ),
        },
        { key: "became", header: "Applied or undone", cell: (each) => <Became {...each} /> },
      ]}
    />
  );
}

function Rows({ fates, progress }: ImportSummary) {
  if (fates) return <div className={classes.words}>{fatesInWords(fates)}</div>;
  if (!progress) return "—";
  return `${progress.read.toLocaleString("en-US")} of ${progress.of.toLocaleString("en-US")} read`;
}

function Became({ appliedAt, appliedBy, undoneAt, undoneBy }: ImportSummary) {
  if (appliedAt === null) return "Not applied";
  return (
    <>
      Applied <Moment at={appliedAt} /> by {appliedBy}
      {undoneAt && (
        <div>
          Undone <Moment at={undoneAt} /> by {undoneBy}
        </div>
      )}
    </>
  );
}
