import { IconDatabaseImport } from "@tabler/icons-react";
import type { Metadata } from "next";
import * as z from "zod";
import { EmptyState } from "@/components/ui/empty-state";
import { TextLink } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { can, rolesThatCan } from "@/lib/auth/permissions";
import { requireViewer } from "@/lib/auth/viewer";
import { KIND_IDS } from "@/lib/imports/kinds";
import { importableKinds } from "@/lib/queries/import-kinds";
import { listImports } from "@/lib/queries/imports";
import classes from "./_components/imports.module.css";
import { ImportsTable } from "./_components/imports-table";
import { KindsTable } from "./_components/kinds-table";
import { UploadForm } from "./_components/upload-form";

export const metadata: Metadata = { title: "Data in" };

type Props = {
  params: Promise<{ company: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const viewSchema = z.object({
  before: z.iso.datetime().optional().catch(undefined),
  kind: z.enum(KIND_IDS).optional().catch(undefined),
  aside: z.literal("shown").optional().catch(undefined),
});

export default async function ImportsPage({ params, searchParams }: Props) {
  const viewer = await requireViewer((await params).company);
  const { before, kind, aside } = viewSchema.parse(await searchParams);
  const withAbandoned = aside === "shown";
  const [kinds, list] = await Promise.all([
    importableKinds(viewer),
    listImports(viewer, { ...(before && { before: new Date(before) }), withAbandoned }),
  ]);
  const here = `/c/${viewer.companySlug}/imports`;
  const mayImport = can(viewer.role, "figures.import");
  const isFirst = before === undefined;
  return (
    <>
      <PageHeader
        title="Data in"
        description="Figures from files: read, looked at row by row, and written only when you apply them. A corrected figure stays beside the one it replaces, and a whole import can be undone."
      />
      <div className={classes.stack}>
        {mayImport && isFirst && (
          <Section
            title="Upload figures"
            description="Nothing is written yet: first you see what would become of every row."
          >
            <UploadForm
              key={kind ?? ""}
              company={viewer.companySlug}
              kind={kind ?? null}
              kinds={kinds.map(({ id, title, help }) => ({ id, title, help }))}
            />
          </Section>
        )}
        <Section
          title="Imports"
          description={
            mayImport
              ? undefined
              : `Only ${rolesThatCan("figures.import")} bring figures in; everybody sees what was brought.`
          }
          actions={
            <ListLinks here={here} before={list.before} withAbandoned={withAbandoned} isFirst={isFirst} />
          }
        >
          {list.imports.length === 0 ? (
            <EmptyState
              title={isFirst ? "No file has been brought in yet" : "No older imports"}
              icon={<IconDatabaseImport size={32} />}
            >
              {mayImport
                ? "Download a template above, fill it from your books, and upload it. Begin with the targets and the pipeline stages: the figures are judged against them."
                : "Each file appears here with what it stated, who brought it and when."}
            </EmptyState>
          ) : (
            <ImportsTable imports={list.imports} company={`/c/${viewer.companySlug}`} />
          )}
        </Section>
        {isFirst && <KindsTable kinds={kinds} here={here} mayImport={mayImport} />}
      </div>
    </>
  );
}

function ListLinks({
  here,
  before,
  withAbandoned,
  isFirst,
}: {
  here: string;
  before: Date | null;
  withAbandoned: boolean;
  isFirst: boolean;
}) {
  const aside = withAbandoned ? "aside=shown&" : "";
  return (
    <>
      <TextLink href={withAbandoned ? here : `${here}?aside=shown`}>
        {withAbandoned ? "Without those set aside" : "With those set aside"}
      </TextLink>
      {!isFirst && <TextLink href={here}>Newest</TextLink>}
      {before && (
        <TextLink href={`${here}?${aside}before=${encodeURIComponent(before.toISOString())}`}>Older</TextLink>
      )}
    </>
  );
}
