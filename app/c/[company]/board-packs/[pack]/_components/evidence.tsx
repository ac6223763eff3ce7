import { Facts } from "@/components/ui/facts";
import { TextLink } from "@/components/ui/link-button";
import { Moment } from "@/components/ui/moment";
import { Section } from "@/components/ui/section";
import { periodName } from "@/lib/board-pack/period";
import type { BoardPackScreen } from "@/lib/queries/board-pack";
import classes from "../../_components/board-packs.module.css";

/** What the pack rests on, its hashes, and the other editions. */
export function Evidence({
  screen: { pack, editions },
  company,
}: {
  screen: BoardPackScreen;
  company: string;
}) {
  const { content } = pack;
  const hash = (value: string) => <span className={classes.hash}>{value}</span>;
  const closes = content.closes.map(
    ({ cycleKey, version, certifiedFinal }) =>
      `${periodName(cycleKey)}, version ${version}${certifiedFinal ? "" : ", not certified as final"}`,
  );
  const missing = content.missingCloses.map((month) => `${periodName(month)}: no close`);
  return (
    <Section title="Evidence">
      <Facts
        items={[
          { label: "Closes", value: [...closes, ...missing].join("; ") },
          {
            label: "Policy",
            value: (
              <>
                {content.policy.version} {hash(content.policy.hash)}
              </>
            ),
          },
          {
            label: "Decision log when made",
            value: (
              <>
                entry {content.log.seq} {hash(content.log.hash)}
              </>
            ),
          },
          ...(pack.releasedAt
            ? [
                {
                  label: "Released",
                  value: (
                    <>
                      <Moment at={pack.releasedAt} /> by {pack.releasedBy},{" "}
                      <TextLink
                        href={`${company}/log/${pack.logSeq}`}
                        inherit
                        underline="always"
                      >{`log entry ${pack.logSeq}`}</TextLink>
                    </>
                  ),
                },
                { label: "File (sha256)", value: hash(pack.pdfSha256 ?? "") },
                { label: "Data and memo (sha256)", value: hash(pack.dataSha256 ?? "") },
              ]
            : []),
          ...(content.corrects
            ? [{ label: `Corrects edition ${content.corrects.edition}`, value: content.corrects.reason }]
            : []),
          {
            label: "Editions",
            value: editions.map(({ id, edition, status }, at) => (
              <span key={id}>
                {at > 0 && ", "}
                {id === pack.id ? (
                  `${edition} (this one)`
                ) : (
                  <TextLink href={`${company}/board-packs/${id}`} inherit underline="always">
                    {`${edition}${status === "DRAFT" ? " (draft)" : ""}`}
                  </TextLink>
                )}
              </span>
            )),
          },
        ]}
      />
    </Section>
  );
}
