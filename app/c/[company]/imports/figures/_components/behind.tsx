import { inputNamed } from "@/components/governance/input-words";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { formatMoney, formatMonth } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { addMonths } from "@/lib/queries/cycle-calendar";
import type { FigureBehind, FiguresBehind } from "@/lib/queries/figures-behind";
import classes from "../../_components/imports.module.css";

/** The figures that an input is reckoned from, one month of the books at a time. */
export function Behind({
  behind: { title, figures, isOfNow, isCut },
  input,
  month,
  imports,
}: {
  behind: FiguresBehind;
  input: string;
  month: string;
  imports: string;
}) {
  const inMonth = (other: string) => `${imports}/figures?input=${encodeURIComponent(input)}&month=${other}`;
  const [before, after] = [addMonths(month, -1), addMonths(month, 1)];
  return (
    <Section
      title={isOfNow ? `${title}, as it stands now` : `${title} of ${formatMonth(`${month}-01`)}`}
      description={`What ${inputNamed(input)} is reckoned from${isOfNow ? "" : ", in one month of the books; it may look back over several"}.`}
      actions={
        !isOfNow && (
          <>
            <TextLink href={inMonth(before)}>Before: {formatMonth(`${before}-01`)}</TextLink>
            <TextLink href={inMonth(after)}>Next: {formatMonth(`${after}-01`)}</TextLink>
          </>
        )
      }
    >
      <DataTable
        caption={`Figures behind ${inputNamed(input)}`}
        minWidth={720}
        rows={figures}
        rowKey={({ key }) => key}
        empty={
          <EmptyState title="The books hold nothing of it here">No import or feed has stated it.</EmptyState>
        }
        columns={[
          {
            key: "figure",
            header: "Figure",
            names: true,
            cell: ({ key, words }) => (
              <div className={classes.words}>
                <TextLink
                  href={`${imports}/figures?key=${encodeURIComponent(key)}`}
                  inherit
                  underline="always"
                  prefetch={false}
                >
                  {words}
                </TextLink>
              </div>
            ),
          },
          { key: "amount", header: "Says", align: "right", cell: ({ amountUsd }) => formatMoney(amountUsd) },
          {
            key: "rows",
            header: "Rows",
            align: "right",
            cell: ({ rows }) => rows.toLocaleString("en-US"),
          },
          { key: "from", header: "From", cell: (figure) => <From figure={figure} imports={imports} /> },
        ]}
      />
      {isCut && (
        <p className={classes.note}>The {figures.length} largest are shown; there are more of them.</p>
      )}
    </Section>
  );
}

function From({ figure: { files, isFed }, imports }: { figure: FigureBehind; imports: string }) {
  return (
    <div className={classes.file}>
      {files.map(({ id, fileName }) => (
        <div key={id}>
          <TextLink href={`${imports}/${id}`} inherit underline="always" prefetch={false}>
            {fileName}
          </TextLink>
        </div>
      ))}
      {isFed && "A feed"}
      {!isFed && files.length === 0 && "Its page says"}
    </div>
  );
}
