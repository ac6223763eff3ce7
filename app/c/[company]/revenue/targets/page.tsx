import type { Metadata } from "next";
import * as z from "zod";
import { metricFigure } from "@/components/governance/metric-words";
import { formatDate } from "@/components/ui/format";
import { PageHeader } from "@/components/ui/page-header";
import { metric } from "@/kernel/revenue/metrics";
import { updateRevenueSettingsAction } from "@/lib/actions/revenue-settings";
import { can, rolesThatCan } from "@/lib/auth/permissions";
import { requireViewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { loadRevenueSettings, type RevenueSettings } from "@/lib/queries/revenue-settings";
import { SEGMENTS } from "@/lib/queries/spine-vocabulary";
import { ChangeHistory } from "./_components/change-history";
import { EditableSection } from "./_components/editable-section";
import type { FormBasis } from "./_components/form-values";
import type { SaveSection } from "./_components/section-form";
import { SectionValues } from "./_components/section-values";
import { SECTIONS, STEERING_NAMES, type SteeringName } from "./_components/sections";
import { SubsystemsNow } from "./_components/subsystem-settings";
import classes from "./_components/targets.module.css";

export const metadata: Metadata = { title: "Targets and guardrails" };

type Props = {
  params: Promise<{ company: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const cursor = z
  .string()
  .regex(/^\d{1,18}$/)
  .nullable()
  .catch(null);

export default async function TargetsPage({ params, searchParams }: Props) {
  const viewer = await requireViewer((await params).company);
  const before = cursor.parse((await searchParams).before ?? null);
  const settings = await loadRevenueSettings(viewer, before === null ? null : BigInt(before), now());
  const company = `/c/${viewer.companySlug}`;
  const may = can(viewer.role, "revenue.configure");
  const save = may ? updateRevenueSettingsAction.bind(null, viewer.companySlug) : undefined;
  return (
    <>
      <PageHeader
        title="Targets and guardrails"
        crumbs={[{ label: "Revenue spine", href: `${company}/revenue` }]}
        description={`What the Revenue OS kernel steers to, and within what. ${
          may ? "You can change it" : `Only the ${rolesThatCan("revenue.configure")} can change it`
        }; every change is logged with what was there before.`}
      />
      <div className={classes.screen}>
        {STEERING_NAMES.map((section) => (
          <OneSection key={section} section={section} settings={settings} save={save} />
        ))}
        <SubsystemsNow settings={settings} basis={basisOf(settings)} save={save} />
        <ChangeHistory settings={settings} here={`${company}/revenue/targets`} log={`${company}/log`} />
      </div>
    </>
  );
}

function OneSection({
  section,
  settings,
  save,
}: {
  section: SteeringName;
  settings: RevenueSettings;
  save: SaveSection | undefined;
}) {
  const stored = {
    targets: settings.targets,
    guardrails: settings.guardrails,
    cfo_guardrails: settings.cfoGuardrails,
  }[section];
  const lastSet = settings.lastSet[section];
  return (
    <EditableSection
      section={section}
      stored={stored}
      seenAt={lastSet?.at.toISOString() ?? null}
      basis={basisOf(settings)}
      save={save}
    >
      <SectionValues
        section={section}
        stored={stored}
        lastSet={lastSet}
        isUnreadable={settings.unreadable.includes(section)}
        values={settings.values}
      />
    </EditableSection>
  );
}

function basisOf({ values, cfoGuardrails, templates }: RevenueSettings): FormBasis {
  const hints = SECTIONS.targets.fields.flatMap(({ name, metric: id }) => {
    const now = id && values[id];
    return id && now
      ? [[name, `Now ${metricFigure(now.value, metric(id).unit)} (${formatDate(now.day)})`] as const]
      : [];
  });
  return {
    segments: [...new Set([...SEGMENTS, ...Object.keys(cfoGuardrails?.max_cac_by_segment ?? {})])],
    templates,
    hints: Object.fromEntries(hints),
  };
}
