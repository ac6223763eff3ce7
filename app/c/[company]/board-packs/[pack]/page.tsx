import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { FailureAlert } from "@/components/ui/failure-alert";
import { formatDate } from "@/components/ui/format";
import { PageHeader } from "@/components/ui/page-header";
import { can } from "@/lib/auth/permissions";
import { requireViewer, type Viewer } from "@/lib/auth/viewer";
import { periodName } from "@/lib/board-pack/period";
import { now } from "@/lib/clock";
import { type BoardPackScreen, loadBoardPack } from "@/lib/queries/board-pack";
import classes from "../_components/board-packs.module.css";
import { PackStatus } from "../_components/pack-status";
import { Corrections } from "./_components/corrections";
import { PackDecisions } from "./_components/decisions";
import { Evidence } from "./_components/evidence";
import { Memo } from "./_components/memo";
import { PackActions } from "./_components/pack-actions";
import { PackPath } from "./_components/path";
import { PackTriggers } from "./_components/triggers";

export const metadata: Metadata = { title: "Board pack" };

type Props = { params: Promise<{ company: string; pack: string }> };

export default async function BoardPackPage({ params }: Props) {
  const { company: slug, pack: id } = await params;
  const viewer = await requireViewer(slug);
  if (!can(viewer.role, "board-pack.read") || !z.guid().safeParse(id).success) notFound();
  const result = await loadBoardPack(viewer, id, now());
  if (!result.ok) {
    if (result.failure.code === "NOT_FOUND") notFound();
    return <FailureAlert failure={result.failure} />;
  }
  return <Screen screen={result.value} viewer={viewer} />;
}

function Screen({ screen, viewer }: { screen: BoardPackScreen; viewer: Viewer }) {
  const { pack } = screen;
  const { content } = pack;
  const company = `/c/${viewer.companySlug}`;
  return (
    <>
      <PageHeader
        title={`Board pack ${periodName(pack.periodKey)}, edition ${pack.edition}`}
        crumbs={[{ label: "Board packs", href: `${company}/board-packs` }]}
        badge={<PackStatus status={pack.status} size="lg" />}
        description={`${formatDate(content.period.start)} to ${formatDate(content.period.end)}. The data were frozen when the pack was made and do not change.`}
        asOf={content.asOf}
        source={`policy ${content.policy.version}, decision log entry ${content.log.seq}, made by ${content.madeBy.name} (${content.madeBy.role})`}
        actions={<PackActions screen={screen} viewer={viewer} />}
      />
      <div className={classes.screen}>
        <Corrections screen={screen} viewer={viewer} />
        <Memo pack={pack} viewer={viewer} />
        <PackTriggers content={content} company={company} />
        <PackPath trajectory={content.trajectory} />
        <PackDecisions content={content} company={company} />
        <Evidence screen={screen} company={company} />
      </div>
    </>
  );
}
