import { inputInWords } from "@/components/governance/input-words";
import { DataTable } from "@/components/ui/data-table";
import { TextLink } from "@/components/ui/link-button";
import { Moment } from "@/components/ui/moment";
import type { RestatedFigure } from "@/lib/queries/restated-figures";
import { figuresInWords } from "../../cycles/[cadence]/[key]/_components/figures";
import { cyclesInWords, differenceInWords, howInWords } from "./restatement-words";
import classes from "./restatements.module.css";

export function FigureTable({ figures, company }: { figures: readonly RestatedFigure[]; company: string }) {
  return (
    <DataTable
      caption="Figures as they were known when a cycle closed on them, and as they are known now"
      minWidth={820}
      rows={figures}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "figure",
          header: "Figure",
          names: true,
          cell: (figure) => <Figure figure={figure} company={company} />,
        },
        {
          key: "was",
          header: "As known then",
          align: "right",
          cell: ({ was, unit }) => <span className={classes.amount}>{figuresInWords(was, unit)}</span>,
        },
        {
          key: "now",
          header: "As known now",
          align: "right",
          cell: (figure) => (
            <span className={classes.amount}>
              <strong>{figuresInWords(figure.now, figure.unit)}</strong>
              <span className={classes.hint}>{differenceInWords(figure)}</span>
            </span>
          ),
        },
        {
          key: "how",
          header: "Who, when and from where",
          width: "34%",
          cell: (figure) => <How figure={figure} company={company} />,
        },
      ]}
    />
  );
}

function Figure({ figure, company }: { figure: RestatedFigure; company: string }) {
  const { words, key, cycles } = figure;
  return (
    <div className={`${classes.cell} ${classes.wide}`}>
      {key === null ? (
        <span>{inputInWords(words)}</span>
      ) : (
        <TextLink
          href={`${company}/imports/figures?key=${encodeURIComponent(key)}`}
          inherit
          underline="always"
        >
          {words}
        </TextLink>
      )}
      <span className={classes.hint}>{cyclesInWords(cycles)} rested on it</span>
    </div>
  );
}

function How({ figure, company }: { figure: RestatedFigure; company: string }) {
  const { by, at, source, importId } = figure;
  return (
    <div className={classes.cell}>
      <span>
        {howInWords(figure)}
        {by && ` by ${by}`}, <Moment at={at} />
      </span>
      {importId === null ? (
        <span className={classes.hint}>{source}</span>
      ) : (
        <TextLink href={`${company}/imports/${importId}`} size="sm" underline="always">
          {source}
        </TextLink>
      )}
    </div>
  );
}
