import { Container } from "@mantine/core";
import { IconBuildingOff } from "@tabler/icons-react";
import { redirect } from "next/navigation";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { requireAccount } from "@/lib/auth/viewer";

export default async function StartPage() {
  const account = await requireAccount();
  if (account.mustChangePassword) redirect("/account");
  const first = account.companies[0];
  if (first) redirect(`/c/${first.companySlug}`);
  if (account.isOperator) redirect("/operator");
  return (
    <Container component="main" size="sm" py="xl">
      <EmptyState
        order={1}
        title="You belong to no company"
        icon={<IconBuildingOff size={36} />}
        action={<LinkButton href="/account">Your account</LinkButton>}
      >
        You are signed in as {account.email}, but no company has given you a role, or the last one has ended
        it. Ask an administrator of your company.
      </EmptyState>
    </Container>
  );
}
