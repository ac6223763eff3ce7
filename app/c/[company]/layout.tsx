import { Box, Container } from "@mantine/core";
import type { Metadata } from "next";
import type { ReactNode } from "react";
import { FailureAlert } from "@/components/ui/failure-alert";
import { signOutAction } from "@/lib/actions/account";
import { currentAccount, requireViewer, viewerOf } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { loadShell } from "@/lib/queries/shell";
import { BellLink } from "./_components/bell-link";
import { CommandPalette } from "./_components/command-palette";
import { palettePages } from "./_components/command-palette-pages";
import { CompanyShell } from "./_components/company-shell";
import { CompanySwitcher } from "./_components/company-switcher";
import { ModeLink } from "./_components/mode-link";
import { navigationFor } from "./_components/navigation";
import { UserMenu } from "./_components/user-menu";

type Props = { children: ReactNode; params: Promise<{ company: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const account = await currentAccount();
  const viewer = account && viewerOf(account, (await params).company);
  // A title that throws leaves the page that says "not found" without any.
  if (!viewer) return { title: "Not found" };
  const { tenantName } = viewer;
  return { title: { default: tenantName, template: `%s · ${tenantName} · Revenue OS` } };
}

export default async function CompanyLayout({ children, params }: Props) {
  const { company } = await params;
  const viewer = await requireViewer(company);
  const [account, shell] = await Promise.all([currentAccount(), loadShell(viewer, now())]);
  const companies = (account?.companies ?? []).map(({ tenantName, companySlug, role }) => ({
    name: tenantName,
    slug: companySlug,
    role,
  }));
  const home = `/c/${viewer.companySlug}`;
  const items = navigationFor(viewer.role, viewer.companySlug, shell);
  return (
    <CompanyShell
      home={home}
      items={items}
      find={
        <CommandPalette home={home} userId={viewer.userId} pages={palettePages(viewer.role, home, items)} />
      }
      switcher={<CompanySwitcher companies={companies} current={viewer.companySlug} />}
      mode={<ModeLink mode={shell.mode} href={`${home}/defensive`} />}
      userMenu={
        <>
          <BellLink href={`${home}/notices`} unread={shell.unread} />
          <UserMenu name={viewer.name} email={viewer.email} role={viewer.role} signOut={signOutAction} />
        </>
      }
    >
      <Container size="xl" px={0}>
        {shell.refusal !== null && (
          <Box mb="md">
            <FailureAlert failure={{ code: "POLICY_UNTRUSTED", message: shell.refusal }} />
          </Box>
        )}
        {children}
      </Container>
    </CompanyShell>
  );
}
