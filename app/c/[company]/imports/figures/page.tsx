import { IconFileUnknown } from "@tabler/icons-react";
import type { Metadata } from "next";
import * as z from "zod";
import { inputNamed } from "@/components/governance/input-words";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { requireViewer } from "@/lib/auth/viewer";
import { lineageOf } from "@/lib/queries/figure-lineage";
import { figuresBehind } from "@/lib/queries/figures-behind";
import { Behind } from "./_components/behind";
import { Sources } from "./_components/sources";

export const metadata: Metadata = { title: "Where a figure comes from" };

type Props = {
  params: Promise<{ company: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const viewSchema = z.object({
  /** A figure by its key, as the rows of an import state it. */
  key: z.string().max(2_000).optional().catch(undefined),
  /** Or an input of the triggers, and a month of the books. */
  input: z.string().max(100).optional().catch(undefined),
  month: z
    .string()
    .regex(/^[12]\d{3}-(0[1-9]|1[0-2])$/)
    .optional()
    .catch(undefined),
});

export default async function FigurePage({ params, searchParams }: Props) {
  const viewer = await requireViewer((await params).company);
  const { key, input, month } = viewSchema.parse(await searchParams);
  const lineage = key === undefined ? null : await lineageOf(viewer, key);
  const behind =
    lineage === null && input !== undefined && month !== undefined
      ? await figuresBehind(viewer, input, month)
      : null;
  const imports = `/c/${viewer.companySlug}/imports`;
  return (
    <>
      <PageHeader
        title="Where a figure comes from"
        crumbs={[{ label: "Data in", href: imports }]}
        description={lineage?.words ?? (behind && input && `${inputNamed(input)}: ${behind.title}`)}
      />
      {lineage && <Sources lineage={lineage} imports={imports} />}
      {behind && input && month && <Behind behind={behind} input={input} month={month} imports={imports} />}
      {lineage === null && behind === null && (
        <EmptyState
          title="No such figure"
          icon={<IconFileUnknown size={32} />}
          action={<LinkButton href={imports}>To the imports</LinkButton>}
        >
          The address does not name a figure. Open one from a row of an import, or from an input of a trigger.
        </EmptyState>
      )}
    </>
  );
}
