import { Stack, Table, TableTbody, TableTd, TableTh, TableThead, TableTr, Text } from "@mantine/core";
import type { Metadata } from "next";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureAlert } from "@/components/ui/failure-alert";
import { LinkButton, TextLink } from "@/components/ui/link-button";
import { Moment } from "@/components/ui/moment";
import { AsOf, PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { discardDraftAction, saveDraftAction, submitRequestAction } from "@/lib/actions/requests";
import { can, rolesThatCan } from "@/lib/auth/permissions";
import { requireViewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { draftSchema } from "@/lib/queries/request-content";
import { type GateChoice, loadRequestForm } from "@/lib/queries/request-form";
import { FORMS } from "../_components/form-fields";
import { emptyValues } from "../_components/form-values";
import { GateCards } from "../_components/gate-cards";
import { RequestForm } from "../_components/request-form";

export const metadata: Metadata = { title: "New request" };

type Props = {
  params: Promise<{ company: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function NewRequestPage({ params, searchParams }: Props) {
  const viewer = await requireViewer((await params).company);
  const home = `/c/${viewer.companySlug}`;
  const crumbs = [{ label: "Requests", href: `${home}/requests` }];
  if (!can(viewer.role, "request.submit"))
    return (
      <EmptyState
        order={1}
        title="Your role asks for nothing"
        action={<LinkButton href={`${home}/requests`}>See the requests</LinkButton>}
      >
        {rolesThatCan("request.submit")} may submit requests; you are here as {viewer.role}.
      </EmptyState>
    );
  const loaded = await loadRequestForm(viewer, now());
  if (!loaded.ok)
    return (
      <>
        <PageHeader title="New request" crumbs={crumbs} />
        <FailureAlert failure={loaded.failure} />
      </>
    );
  const chosen = draftSchema.shape.form.safeParse((await searchParams).gate);
  if (!chosen.success) return <ChooseGate choice={loaded.value} home={home} />;
  const formName = chosen.data;
  const { basis } = loaded.value;
  return (
    <>
      <PageHeader
        title={FORMS[formName].name}
        crumbs={[...crumbs, { label: "New request", href: `${home}/requests/new` }]}
        description={FORMS[formName].lead}
      />
      <RequestForm
        key={formName}
        formName={formName}
        initial={{
          ...emptyValues(formName),
          ...(formName === "G1_HEADCOUNT" && {
            critical_roles_added_this_month: basis.criticalRolesThisMonth,
          }),
        }}
        basis={basis}
        home={home}
        save={saveDraftAction.bind(null, viewer.companySlug)}
        submit={submitRequestAction.bind(null, viewer.companySlug)}
        discard={discardDraftAction.bind(null, viewer.companySlug)}
      />
    </>
  );
}

function ChooseGate({ choice: { basis, gates, drafts }, home }: { choice: GateChoice; home: string }) {
  return (
    <>
      <PageHeader
        title="New request"
        crumbs={[{ label: "Requests", href: `${home}/requests` }]}
        description="What is it for? Each gate says what it lets through today, and why."
      />
      <Stack gap="lg">
        <div>
          <GateCards gates={gates} home={home} />
          <AsOf
            at={basis.cycle?.evaluatedAt}
            source={
              basis.cycle
                ? `cycle ${basis.cycle.key}, ${basis.facts.mode} mode, policy ${basis.policyVersion}`
                : "no closed cycle yet, so nothing opens"
            }
          />
        </div>
        {drafts.length > 0 ? (
          <Section title="Your drafts" description="Kept as you typed; nobody else sees them.">
            <Table>
              <TableThead>
                <TableTr>
                  <TableTh scope="col">Draft</TableTh>
                  <TableTh scope="col">Kept</TableTh>
                </TableTr>
              </TableThead>
              <TableTbody>
                {drafts.map(({ reference, title, form, updatedAt }) => (
                  <TableTr key={reference}>
                    <TableTd>
                      <TextLink href={`${home}/requests/${reference}/edit`}>{title}</TextLink>
                      <Text size="xs" c="dimmed">
                        {reference}
                        {form ? ` · ${FORMS[form].name}` : ""}
                      </Text>
                    </TableTd>
                    <TableTd>
                      <Moment at={updatedAt} />
                    </TableTd>
                  </TableTr>
                ))}
              </TableTbody>
            </Table>
          </Section>
        ) : null}
      </Stack>
    </>
  );
}
