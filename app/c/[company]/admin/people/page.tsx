import { Stack } from "@mantine/core";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { formatCount } from "@/components/ui/format";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import {
  changeRoleAction,
  endMembershipAction,
  invitePersonAction,
  resetPasswordAction,
} from "@/lib/actions/people";
import { resetSecondFactorAction, setSecondFactorAmountAction } from "@/lib/actions/second-factor";
import { can, ROLES } from "@/lib/auth/permissions";
import { requireViewer } from "@/lib/auth/viewer";
import { listPeople } from "@/lib/queries/people";
import { loadSigningSetting } from "@/lib/queries/second-factor";
import { InviteForm } from "./_components/invite-form";
import { PeopleTable } from "./_components/people-table";
import { SigningAmount } from "./_components/signing-amount";

export const metadata: Metadata = { title: "People" };

export default async function PeoplePage({ params }: { params: Promise<{ company: string }> }) {
  const viewer = await requireViewer((await params).company);
  if (!can(viewer.role, "people.manage")) notFound();
  const people = await listPeople(viewer);
  const signing = await loadSigningSetting(viewer);
  const present = people.filter((person) => person.leftAt === null);
  const former = people.filter((person) => person.leftAt !== null);
  const slug = viewer.companySlug;
  return (
    <>
      <PageHeader
        title="People"
        description="Who belongs to the company and in which role. A role decides what may be asked for and signed; every change here is an entry of the decision log."
      />
      <Stack gap="md">
        <Section
          title={formatCount(present.filter(({ isService }) => !isService).length, "person", "people")}
        >
          <PeopleTable
            people={present}
            roles={ROLES}
            company={viewer.tenantName}
            changeRole={changeRoleAction.bind(null, slug)}
            endMembership={endMembershipAction.bind(null, slug)}
            resetPassword={resetPasswordAction.bind(null, slug)}
            resetSecondFactor={resetSecondFactorAction.bind(null, slug)}
          />
        </Section>
        <InviteForm roles={ROLES} invite={invitePersonAction.bind(null, slug)} />
        <SigningAmount
          key={String(signing.amountUsd)}
          setting={{ ...signing, setAt: signing.setAt?.toISOString() ?? null }}
          save={setSecondFactorAmountAction.bind(null, slug)}
        />
        {former.length > 0 && (
          <Section title="Former members" description="They keep their name in the log and open nothing.">
            <PeopleTable people={former} roles={ROLES} company={viewer.tenantName} />
          </Section>
        )}
      </Stack>
    </>
  );
}
