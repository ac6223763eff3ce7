import { leverName, leverValueInWords, SUBSYSTEM_WORDS } from "@/components/governance/lever-words";
import { Facts } from "@/components/ui/facts";
import { formatCount, formatMoney } from "@/components/ui/format";
import { Moment } from "@/components/ui/moment";
import { Section } from "@/components/ui/section";
import { FIELDS_BY_SUBSYSTEM } from "@/kernel/revenue/levers";
import type { RevenueSettings, SubsystemSettings } from "@/lib/queries/revenue-settings";
import classes from "./targets.module.css";

/** What the levers stand at now: where an action of the kernel would begin, and what a revert puts back. */
export function SubsystemsNow({ settings }: { settings: RevenueSettings }) {
  const { running, total, dailyBudgetUsd } = settings.campaigns;
  return (
    <Section
      title="Present settings"
      description="What the levers stand at now. The kernel's actions change them once they run, and a revert puts back what was there."
    >
      <div className={classes.columns}>
        <section aria-label={SUBSYSTEM_WORDS.campaigns}>
          <h3 className={classes.heading}>{SUBSYSTEM_WORDS.campaigns}</h3>
          <Facts
            items={[
              { label: "Running", value: `${running} of ${formatCount(total, "campaign")}` },
              { label: "Daily budget of these", value: formatMoney(dailyBudgetUsd) },
            ]}
          />
          <p className={classes.note}>spine_campaigns; each has its own settings</p>
        </section>
        {settings.subsystems.map((each) => (
          <Subsystem key={each.subsystem} settings={each} templates={settings.templates} />
        ))}
      </div>
    </Section>
  );
}

function Subsystem({
  settings: { subsystem, fields, lastSet },
  templates,
}: {
  settings: SubsystemSettings;
  templates: RevenueSettings["templates"];
}) {
  const name = SUBSYSTEM_WORDS[subsystem];
  return (
    <section aria-label={name}>
      <h3 className={classes.heading}>{name}</h3>
      <Facts
        items={FIELDS_BY_SUBSYSTEM[subsystem].map((field) => {
          const value = fields[field] ?? null;
          const template = field === "template_id" && templates.find(({ id }) => id === value);
          return {
            label: leverName(subsystem, field),
            value: template ? template.name : leverValueInWords(subsystem, field, value),
          };
        })}
      />
      <p className={classes.note}>
        {lastSet ? (
          <>
            Last changed <Moment at={lastSet.at} />
            {lastSet.by && ` by ${lastSet.by}`}
          </>
        ) : (
          "Never set"
        )}
      </p>
    </section>
  );
}
