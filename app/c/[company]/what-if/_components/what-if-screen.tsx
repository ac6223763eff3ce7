import { Alert, Stack } from "@mantine/core";
import { IconAlertTriangle, IconFlask } from "@tabler/icons-react";
import { theCycleInWords } from "@/components/governance/trigger-words";
import { TextLink } from "@/components/ui/link-button";
import { deleteScenarioAction, saveScenarioAction } from "@/lib/actions/scenarios";
import { can } from "@/lib/auth/permissions";
import type { Viewer } from "@/lib/auth/viewer";
import type { WhatIfView } from "@/lib/queries/what-if";
import { Bench } from "./bench";
import { ScenarioList } from "./scenario-list";

/** A scenario, new or named: the banner that says what it is not, the figures, and the others of the company. */
export function WhatIfScreen({ view, viewer }: { view: WhatIfView; viewer: Viewer }) {
  const { basis, today, content, scenario, scenarios } = view;
  const company = `/c/${viewer.companySlug}`;
  const write = can(viewer.role, "scenario.write");
  const isOwn = scenario?.authorId === viewer.userId;
  return (
    <Stack gap="md">
      <Alert
        variant="light"
        icon={<IconFlask aria-hidden />}
        title="A scenario"
        c="var(--mantine-color-text)"
      >
        Nothing here is recorded as a figure, asked of a gate or logged.
      </Alert>
      <Outdated view={view} path={`${company}/what-if`} />
      <Bench
        key={`${scenario?.id} ${scenario?.updatedAt.getTime()} ${JSON.stringify(basis.start)}`}
        basis={basis}
        today={today}
        opened={content}
        scenario={scenario}
        company={company}
        rights={{
          write,
          change: write && isOwn,
          delete: write && scenario !== null && (isOwn || viewer.role === "CFO"),
        }}
        save={saveScenarioAction.bind(null, viewer.companySlug)}
        remove={deleteScenarioAction.bind(null, viewer.companySlug)}
      />
      <ScenarioList scenarios={scenarios} path={`${company}/what-if`} />
    </Stack>
  );
}

/** A scenario stays on what it began with until somebody puts it on what holds now. */
function Outdated({ view: { outdated, basis, scenario }, path }: { view: WhatIfView; path: string }) {
  const { policyVersion, cycle } = outdated;
  if (scenario === null || (policyVersion === null && cycle === null)) return null;
  const began = basis.start.cycle;
  return (
    <Alert variant="outline" icon={<IconAlertTriangle aria-hidden />} title="This scenario began earlier">
      {policyVersion !== null &&
        `It is played under policy ${basis.start.policyVersion}; in force is ${policyVersion}. `}
      {cycle !== null &&
        `Its figures begin after ${began ? theCycleInWords(began) : "no closed cycle"}; the newest closed cycle is ${theCycleInWords(cycle)}. `}
      <TextLink href={`${path}/${scenario.id}?start=now`} inherit underline="always">
        Refresh the starting figures
      </TextLink>
    </Alert>
  );
}
