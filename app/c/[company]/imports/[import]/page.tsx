import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import {
  abandonImportAction,
  applyImportAction,
  restageImportAction,
  undoImportAction,
} from "@/lib/actions/imports";
import { can } from "@/lib/auth/permissions";
import { requireViewer, type Viewer } from "@/lib/auth/viewer";
import { importedRows } from "@/lib/queries/import-rows";
import { type ImportDetail, importDetail } from "@/lib/queries/imports";
import { StageBadge } from "../_components/import-badges";
import { stageOf } from "../_components/import-words";
import classes from "../_components/imports.module.css";
import { Aftermath } from "./_components/aftermath";
import { FileFacts } from "./_components/file-facts";
import { ImportActions } from "./_components/import-actions";
import { mappedFields } from "./_components/mapped-fields";
import { MappingForm } from "./_components/mapping-form";
import { Preview } from "./_components/preview";
import { ReadingProgress } from "./_components/reading-progress";
import { rowViewSchema } from "./_components/row-view";

type Props = {
  params: Promise<{ company: string; import: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { company, import: importId } = await params;
  const detail = await importDetail(await requireViewer(company), importId);
  return { title: detail ? `Import of ${detail.fileName}` : "Import" };
}

export default async function ImportPage({ params, searchParams }: Props) {
  const { company, import: importId } = await params;
  const viewer = await requireViewer(company);
  const detail = await importDetail(viewer, importId);
  if (detail === null) notFound();
  const view = rowViewSchema.parse(await searchParams);
  const home = `/c/${viewer.companySlug}`;
  const stage = stageOf(detail);
  const isOpen = detail.status === "READING" || detail.status === "STAGED";
  return (
    <>
      <PageHeader
        title={detail.fileName}
        crumbs={[{ label: "Data in", href: `${home}/imports` }]}
        badge={<StageBadge stage={stage} size="md" />}
        description={detail.title}
      />
      <div className={classes.stack}>
        {detail.progress && stage !== "ASKS" && isOpen && (
          <ReadingProgress company={viewer.companySlug} importId={detail.id} first={detail.progress} />
        )}
        {stage === "ASKS" && <Columns detail={detail} viewer={viewer} />}
        <Doing detail={detail} viewer={viewer} />
        {isOpen && stage !== "ASKS" && stage !== "READING" && <Columns detail={detail} viewer={viewer} />}
        {detail.fates && detail.status !== "ABANDONED" && (
          <Preview
            detail={detail}
            fields={mappedFields(detail)}
            page={await importedRows(viewer, detail.id, view)}
            view={view}
            home={home}
          />
        )}
        <FileFacts detail={detail} home={home} />
      </div>
    </>
  );
}

function Columns({ detail, viewer }: { detail: ImportDetail; viewer: Viewer }) {
  const { id, reading, mapping, questions, remembered, media } = detail;
  if (media === "json") return null;
  const mayImport = can(viewer.role, "figures.import");
  return (
    <MappingForm
      // Another mapping is another form.
      key={JSON.stringify([mapping, reading.choices])}
      importId={id}
      company={viewer.companySlug}
      fields={detail.fields.map(({ name, label, required, type, help }) => ({
        name,
        label,
        required,
        type,
        help,
      }))}
      header={reading.header}
      columns={reading.columns}
      mapping={mapping}
      choices={reading.choices}
      questions={questions.map(({ about, field, what, remedy }) => ({ about, field, what, remedy }))}
      remembered={remembered}
      lookalike={detail.lookalike}
      title={detail.title}
      mayChange={mayImport}
      restage={restageImportAction.bind(null, viewer.companySlug)}
    />
  );
}

function Doing({ detail, viewer }: { detail: ImportDetail; viewer: Viewer }) {
  const company = viewer.companySlug;
  const { status } = detail;
  const mayImport = can(viewer.role, "figures.import");
  if (status === "APPLIED" || status === "UNDONE") {
    return (
      <Aftermath
        detail={detail}
        home={`/c/${company}`}
        undo={mayImport && status === "APPLIED" ? undoImportAction.bind(null, company) : null}
        viewer={viewer}
      />
    );
  }
  if (!mayImport || status === "ABANDONED") return null;
  return (
    <Section title="Apply or set aside">
      <ImportActions
        importId={detail.id}
        fileName={detail.fileName}
        company={company}
        fates={detail.fates}
        asks={detail.asks}
        statedUsd={detail.statedUsd}
        replacedUsd={detail.replacedUsd}
        list={`/c/${company}/imports`}
        apply={applyImportAction.bind(null, company)}
        abandon={abandonImportAction.bind(null, company)}
        restage={restageImportAction.bind(null, company)}
      />
    </Section>
  );
}
