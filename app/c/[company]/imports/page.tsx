import { IconDatabaseImport } from "@tabler/icons-react";
import type { Metadata } from "next";
import * as z from "zod";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterForm } from "@/components/ui/filter-form";
import { TextLink } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { can, rolesThatCan } from "@/lib/auth/permissions";
import { requireViewer } from "@/lib/auth/viewer";
import { KIND_IDS } from "@/lib/imports/kinds";
import { importableKinds } from "@/lib/queries/import-kinds";
import { IMPORT_SHELVES, listImports } from "@/lib/queries/imports";
import { SHELF_WORDS } from "./_components/import-words";
import classes from "./_components/imports.module.css";
import { ImportsTable } from "./_components/imports-table";
import { KindsTable } from "./_components/kinds-table";
import { UploadForm } from "./_components/upload-form";

export const metadata: Metadata = { title: "Data in" };

type Props = {
  params: Promise<{ company: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const choiceSchema = z.object({
  before: z.guid().optional().catch(undefined),
  of: z.enum(KIND_IDS).optional().catch(undefined),
  status: z.enum(IMPORT_SHELVES).optional().catch(undefined),
});
type Choice = z.infer<typeof choiceSchema>;
/** The kind that a link from elsewhere asks a file of. */
const askedSchema = z.object({ kind: z.enum(KIND_IDS).optional().catch(undefined) });

export default async function ImportsPage({ params, searchParams }: Props) {
  const viewer = await requireViewer((await params).company);
  const choice = choiceSchema.parse(await searchParams);
  const { kind } = askedSchema.parse(await searchParams);
  const { before, of, status } = choice;
  const [kinds, list] = await Promise.all([
    importableKinds(viewer),
    listImports(viewer, { before, kind: of, shelf: status }),
  ]);
  const here = `/c/${viewer.companySlug}/imports`;
  const mayImport = can(viewer.role, "figures.import");
  // Whoever looks among the imports is shown those alone.
  const isWhole = before === undefined && of === undefined && status === undefined;
  return (
    <>
      <PageHeader
        title="Data in"
        description="Figures from files: read, looked at row by row, and written only when you apply them. A corrected figure stays beside the one it replaces, and a whole import can be undone."
      />
      <div className={classes.stack}>
        {mayImport && isWhole && (
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
          actions={<ListLinks here={here} choice={choice} next={list.before} />}
        >
          <FilterForm
            key={JSON.stringify([of, status])}
            label="Choose imports"
            action={here}
            selects={[
              {
                ...{ name: "of", label: "Figures", any: "Every kind", value: of },
                choices: kinds.map(({ id, title }) => ({ value: id, label: title })),
              },
              {
                ...{ name: "status", label: "Status", any: "Not set aside", value: status },
                choices: IMPORT_SHELVES.map((value) => ({ value, label: SHELF_WORDS[value] })),
              },
            ]}
            narrowed={of !== undefined || status !== undefined}
          />
          {list.imports.length === 0 ? (
            <Nothing isWhole={isWhole} mayImport={mayImport} />
          ) : (
            <ImportsTable imports={list.imports} company={`/c/${viewer.companySlug}`} />
          )}
        </Section>
        {isWhole && <KindsTable kinds={kinds} here={here} mayImport={mayImport} />}
      </div>
    </>
  );
}

function Nothing({ isWhole, mayImport }: { isWhole: boolean; mayImport: boolean }) {
  if (!isWhole)
    return (
      <EmptyState title="No such import" icon={<IconDatabaseImport size={32} />}>
        No import of this kind and status was brought in, or none as old as this.
      </EmptyState>
    );
  return (
    <EmptyState title="No file has been brought in yet" icon={<IconDatabaseImport size={32} />}>
      {mayImport
        ? "Download a template above, fill it from your books, and upload it. Begin with the targets and the pipeline stages: the figures are judged against them."
        : "Each file appears here with what it stated, who brought it and when."}
    </EmptyState>
  );
}

function ListLinks({ here, choice, next }: { here: string; choice: Choice; next: string | null }) {
  const address = (before?: string) => {
    const { of, status } = choice;
    const search = new URLSearchParams({
      ...(of && { of }),
      ...(status && { status }),
      ...(before && { before }),
    });
    return search.size > 0 ? `${here}?${search}` : here;
  };
  return (
    <>
      {choice.before && <TextLink href={address()}>Newest</TextLink>}
      {next && <TextLink href={address(next)}>Older</TextLink>}
    </>
  );
}
