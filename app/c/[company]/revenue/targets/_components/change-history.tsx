import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { TextLink } from "@/components/ui/link-button";
import { Moment } from "@/components/ui/moment";
import { Section } from "@/components/ui/section";
import type { RevenueSettings, SettingsChange } from "@/lib/queries/revenue-settings";
import { SECTIONS } from "./sections";
import { changesBetween, isSection } from "./setting-words";
import classes from "./targets.module.css";

/** Every change, newest first, out of the decision log; each leads to its entry there. */
export function ChangeHistory({
  settings: { history, olderThan },
  here,
  log,
}: {
  settings: RevenueSettings;
  here: string;
  log: string;
}) {
  return (
    <Section
      title="History of changes"
      description="Out of the decision log, where each change stands with what was there before."
      actions={olderThan && <TextLink href={`${here}?before=${olderThan}`}>Older changes</TextLink>}
    >
      <DataTable
        caption="Changes of targets, guardrails and settings, newest first"
        minWidth={640}
        rows={history}
        rowKey={({ seq }) => seq}
        empty={<EmptyState title="No change is on record" />}
        columns={[
          {
            key: "seq",
            header: "Entry",
            names: true,
            cell: ({ seq }) => (
              <TextLink href={`${log}/${seq}`} aria-label={`Entry ${seq}`} underline="always" size="sm">
                {seq}
              </TextLink>
            ),
          },
          { key: "at", header: "When", cell: ({ at }) => <Moment at={at} /> },
          { key: "by", header: "Who", cell: ({ by }) => by },
          { key: "what", header: "What", cell: (change) => <What change={change} /> },
        ]}
      />
    </Section>
  );
}

function What({ change: { section, before, after, title } }: { change: SettingsChange }) {
  if (!isSection(section)) return title;
  if (before === null) return `${SECTIONS[section].title} set for the first time`;
  return (
    <ul className={classes.whats}>
      {changesBetween(section, before, after).map((each) => (
        <li key={each.name}>
          {each.label}: {each.before} <span aria-hidden>→</span>
          <span className="visually-hidden"> became </span> {each.after}
        </li>
      ))}
    </ul>
  );
}
