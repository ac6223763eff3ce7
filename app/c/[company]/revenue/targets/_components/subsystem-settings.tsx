import { SUBSYSTEM_WORDS } from "@/components/governance/lever-words";
import { Facts } from "@/components/ui/facts";
import { formatCount, formatMoney } from "@/components/ui/format";
import { Moment } from "@/components/ui/moment";
import { Section } from "@/components/ui/section";
import type { RevenueSettings, SubsystemSettings } from "@/lib/queries/revenue-settings";
import { EditableSection } from "./editable-section";
import type { FormBasis } from "./form-values";
import type { SaveSection } from "./section-form";
import { SECTIONS } from "./sections";
import { settingInWords } from "./setting-words";
import classes from "./targets.module.css";

type Props = { settings: RevenueSettings; basis: FormBasis; save?: SaveSection };

/** What the levers stand at now: where an action of the kernel would begin, and what a revert puts back. */
export function SubsystemsNow({ settings, basis, save }: Props) {
  const { running, total, dailyBudgetUsd } = settings.campaigns;
  return (
    <section aria-labelledby="present-settings">
      <h2 id="present-settings" className={classes.heading}>
        Present settings
      </h2>
      <p className={classes.lead}>
        What the levers stand at now. The kernel's actions change them once they run, and a revert puts back
        what was there.
      </p>
      <div className={classes.columns}>
        <Section title={SUBSYSTEM_WORDS.campaigns} order={3}>
          <Facts
            items={[
              { label: "Running", value: `${running} of ${formatCount(total, "campaign")}` },
              { label: "Daily budget of these", value: formatMoney(dailyBudgetUsd) },
            ]}
          />
          <p className={classes.note}>spine_campaigns; each campaign has its own settings</p>
        </Section>
        {settings.subsystems.map((each) => (
          <EditableSection
            key={each.subsystem}
            section={each.subsystem}
            order={3}
            stored={each.lastSet && each.fields}
            seenAt={each.lastSet?.at.toISOString() ?? null}
            basis={basis}
            save={save}
          >
            <Subsystem settings={each} templates={settings.templates} />
          </EditableSection>
        ))}
      </div>
    </section>
  );
}

function Subsystem({
  settings: { subsystem, fields, lastSet },
  templates,
}: {
  settings: SubsystemSettings;
  templates: RevenueSettings["templates"];
}) {
  return (
    <>
      <Facts
        items={SECTIONS[subsystem].fields.map((field) => {
          const value = fields[field.name];
          const template = field.kind === "template" && templates.find(({ id }) => id === value);
          return { label: field.label, value: template ? template.name : settingInWords(field, value) };
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
    </>
  );
}
