import { StateBadge, toneOf, wordOf } from "@/components/governance/state-badge";
import { DataTable } from "@/components/ui/data-table";
import { formatDate, formatValue } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { toneColor } from "@/components/ui/theme";
import type { PackContent, PackTrigger } from "@/lib/board-pack/content";
import { periodName } from "@/lib/board-pack/period";
import classes from "../../_components/board-packs.module.css";

/** Where each trigger stood at the period's close, what it was before, and the closes that led there. */
export function PackTriggers({ content, company }: { content: PackContent; company: string }) {
  const since = content.triggers.find(({ before }) => before !== null)?.before?.cycleKey;
  return (
    <Section
      title="Trigger status and trends"
      description="For T1 and T2 the figure is the gap to the plan, USD a month."
    >
      <DataTable<PackTrigger>
        caption="Triggers at the close of the period, with the closes before"
        minWidth={820}
        rows={content.triggers}
        rowKey={({ id }) => id}
        columns={[
          {
            key: "trigger",
            header: "Trigger",
            names: true,
            cell: ({ shortId, name, critical }) => (
              <>
                <TextLink href={`${company}/triggers/${shortId}`} underline="always" inherit>
                  {shortId}
                </TextLink>{" "}
                {name}
                {critical && " (critical)"}
              </>
            ),
          },
          { key: "state", header: "State", cell: ({ state }) => <StateBadge state={state} /> },
          {
            key: "value",
            header: "Figure",
            align: "right",
            cell: ({ value, unit }) => (
              <span className={classes.figure}>{formatValue(rounded(value), unit ?? "")}</span>
            ),
          },
          {
            key: "before",
            header: since ? periodName(since) : "Before",
            cell: ({ before, unit }) =>
              before
                ? `${wordOf(before.state)}, ${formatValue(rounded(before.value), unit ?? "")}`
                : "No close",
          },
          { key: "trend", header: "Last closes", cell: (trigger) => <Trend trigger={trigger} /> },
        ]}
      />
      <ModeWords mode={content.mode} />
      <Efficiency content={content} />
    </Section>
  );
}

const rounded = (value: number | null): number | null =>
  value === null ? null : Math.abs(value) >= 1_000 ? Math.round(value) : value;

function Trend({ trigger: { closes } }: { trigger: PackTrigger }) {
  const words = closes.map(({ cycleKey, state }) => `${periodName(cycleKey)} ${wordOf(state)}`).join(", ");
  return (
    <span className={classes.trend} role="img" aria-label={words || "No close"}>
      {closes.map(({ cycleKey, state }) => (
        <span
          key={cycleKey}
          aria-hidden
          title={`${periodName(cycleKey)}: ${wordOf(state)}`}
          className={classes.close}
          style={{ color: toneColor(toneOf(state)), background: toneColor(toneOf(state), "ground") }}
        >
          {state === "UNKNOWN" ? "?" : state.charAt(0)}
        </span>
      ))}
    </span>
  );
}

function ModeWords({ mode }: { mode: PackContent["mode"] }) {
  return (
    <div>
      <h3 className={classes.heading}>Mode</h3>
      <p className={classes.words}>
        At the close <StateBadge state={mode.atClose} />, when the pack was made{" "}
        {mode.now ? <StateBadge state={mode.now} /> : "not known"}.
      </p>
      <ul className={classes.list}>
        {mode.stretches.map(({ mode: each, startedAt, endedAt, cause }) => (
          <li key={startedAt}>
            {wordOf(each)} from {formatDate(startedAt)} {endedAt ? `to ${formatDate(endedAt)}` : "on"}:{" "}
            {cause}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Efficiency({ content: { efficiency } }: { content: PackContent }) {
  return (
    <div>
      <h3 className={classes.heading}>The efficiency story</h3>
      <ul className={classes.list}>
        {efficiency.map(({ id, sentence }) => (
          <li key={id}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}
