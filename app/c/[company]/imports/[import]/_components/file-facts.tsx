import { Facts } from "@/components/ui/facts";
import { formatCount } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { Moment } from "@/components/ui/moment";
import { Section } from "@/components/ui/section";
import type { ImportDetail } from "@/lib/queries/imports";
import classes from "../../_components/imports.module.css";

/** The file as it was: by what it can be told from any other, how it was read, and who brought it. */
export function FileFacts({ detail, home }: { detail: ImportDetail; home: string }) {
  const { fileName, media, sha256, createdAt, broughtBy, reading, logSeqs } = detail;
  return (
    <Section title="The file">
      <Facts
        items={[
          { label: "Name", value: fileName },
          {
            label: "Brought",
            value: (
              <>
                <Moment at={createdAt} /> by {broughtBy}
              </>
            ),
          },
          { label: "SHA-256", value: <span className={classes.hash}>{sha256}</span> },
          { label: "Read as", value: readingInWords(media, reading) },
          ...(logSeqs.length > 0
            ? [
                {
                  label: "Decision log",
                  value: logSeqs.map((seq) => (
                    <TextLink key={seq} href={`${home}/log/${seq}`} inherit underline="always" me="xs">
                      Entry {seq}
                    </TextLink>
                  )),
                },
              ]
            : []),
        ]}
      />
    </Section>
  );
}

function readingInWords(
  media: string,
  { encoding, separator, sheet, formulas, hiddenRows, rounded }: ImportDetail["reading"],
) {
  return [
    media === "json" ? "rows that a program sent" : media.toUpperCase(),
    encoding && `${encoding} text`,
    separator && `separated by ${separator}s`,
    sheet && `sheet ${sheet}`,
    formulas && `${formatCount(formulas, "formula")} by the value last computed`,
    hiddenRows && `${formatCount(hiddenRows, "hidden row")} included`,
    rounded > 0 && `${formatCount(rounded, "figure")} rounded to the cent`,
  ]
    .filter((each) => typeof each === "string")
    .join(", ");
}
