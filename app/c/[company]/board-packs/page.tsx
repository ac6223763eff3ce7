import { IconPresentation } from "@tabler/icons-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import * as z from "zod";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton, TextLink } from "@/components/ui/link-button";
import { Moment } from "@/components/ui/moment";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { makeBoardPackAction } from "@/lib/actions/board-packs";
import { can, rolesThatCan } from "@/lib/auth/permissions";
import { requireViewer } from "@/lib/auth/viewer";
import { periodName } from "@/lib/board-pack/period";
import { now } from "@/lib/clock";
import { type BoardPackList, type ListedPack, listBoardPacks } from "@/lib/queries/board-packs";
import classes from "./_components/board-packs.module.css";
import { MakePack, type PeriodChoice } from "./_components/make-pack";
import { PackStatus } from "./_components/pack-status";

export const metadata: Metadata = { title: "Board packs" };

type Props = {
  params: Promise<{ company: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const cursor = z.iso.datetime().nullable().catch(null);

export default async function BoardPacksPage({ params, searchParams }: Props) {
  const viewer = await requireViewer((await params).company);
  if (!can(viewer.role, "board-pack.read")) notFound();
  const before = cursor.parse((await searchParams).before ?? null);
  const list = await listBoardPacks(viewer, before === null ? null : new Date(before), now());
  const company = `/c/${viewer.companySlug}`;
  const mayDraft = can(viewer.role, "board-pack.draft");
  return (
    <>
      <PageHeader
        title="Board packs"
        description="A month or a quarter as the board reads it: figures frozen when the pack is made, a memo to edit, and a PDF that never changes once it is released."
      />
      <div className={classes.screen}>
        {mayDraft && before === null && (
          <Section
            title="Make a pack"
            description="The data are those of this moment; the memo is filled from them."
          >
            <Making list={list} company={company} make={makeBoardPackAction.bind(null, viewer.companySlug)} />
          </Section>
        )}
        <Section
          title="Packs"
          description={`Only a ${rolesThatCan("board-pack.release")} releases a pack; every release stands in the decision log with the hash of its file.`}
          actions={
            <>
              {before !== null && <TextLink href={`${company}/board-packs`}>Newest packs</TextLink>}
              {list.olderThan && (
                <TextLink href={`${company}/board-packs?before=${encodeURIComponent(list.olderThan)}`}>
                  Older packs
                </TextLink>
              )}
            </>
          }
        >
          <Packs packs={list.packs} company={company} />
        </Section>
      </div>
    </>
  );
}

function Making({
  list: { periods },
  company,
  make,
}: {
  list: BoardPackList;
  company: string;
  make: Parameters<typeof MakePack>[0]["make"];
}) {
  if (periods.length === 0) {
    return (
      <EmptyState
        title="No closed month is without a pack"
        action={<LinkButton href={`${company}/cycles`}>To the cycles</LinkButton>}
      >
        A pack is made of closed months. What was released is put right by a correction, from its own page.
      </EmptyState>
    );
  }
  const choices = periods.map(({ key, closes, months, hasDraft }): PeriodChoice => {
    const some = closes < months ? `, ${closes} of ${months} months closed` : "";
    return {
      key,
      hasDraft,
      isWhole: closes === months,
      label: `${periodName(key)}${some}${hasDraft ? " (draft)" : ""}`,
    };
  });
  return <MakePack choices={choices} make={make} packs={`${company}/board-packs`} />;
}

/** Whether it is still the pack to read: one that another edition follows is not, and one that was corrected not for long. */
function Standing({
  pack: { id, status, isCorrected, followedBy },
  company,
}: {
  pack: ListedPack;
  company: string;
}) {
  return (
    <div className={classes.statuses}>
      <PackStatus status={status} />
      {followedBy && (
        <TextLink href={`${company}/board-packs/${followedBy.id}`} size="sm">
          {followedBy.status === "RELEASED"
            ? `Replaced by edition ${followedBy.edition}`
            : `Edition ${followedBy.edition} is being prepared`}
        </TextLink>
      )}
      {isCorrected && (
        <TextLink href={`${company}/board-packs/${id}`} size="sm" underline="always">
          {status === "RELEASED"
            ? "Figures corrected: a new edition is due"
            : "Shows figures that were corrected"}
        </TextLink>
      )}
    </div>
  );
}

function Packs({ packs, company }: { packs: readonly ListedPack[]; company: string }) {
  return (
    <DataTable
      caption="Board packs, newest first"
      minWidth={760}
      rows={packs}
      rowKey={({ id }) => id}
      empty={
        <EmptyState title="No pack has been made yet" icon={<IconPresentation size={32} />}>
          The first one appears here as a draft, to be read, edited and released.
        </EmptyState>
      }
      columns={[
        {
          key: "period",
          header: "Period",
          names: true,
          cell: ({ id, periodKey, edition }) => (
            <TextLink href={`${company}/board-packs/${id}`} underline="always" inherit>
              {`${periodName(periodKey)}, edition ${edition}`}
            </TextLink>
          ),
        },
        { key: "status", header: "Status", cell: (pack) => <Standing pack={pack} company={company} /> },
        {
          key: "made",
          header: "Made",
          cell: ({ madeAt, madeBy }) => (
            <>
              <Moment at={madeAt} /> by {madeBy}
            </>
          ),
        },
        {
          key: "released",
          header: "Released",
          cell: ({ releasedAt, releasedBy }) =>
            releasedAt ? (
              <>
                <Moment at={releasedAt} /> by {releasedBy}
              </>
            ) : (
              "Not yet"
            ),
        },
        {
          key: "log",
          header: "Log entry",
          align: "right",
          cell: ({ logSeq }) =>
            logSeq === null ? (
              "—"
            ) : (
              <TextLink href={`${company}/log/${logSeq}`} aria-label={`Log entry ${logSeq}`}>
                {logSeq}
              </TextLink>
            ),
        },
      ]}
    />
  );
}
