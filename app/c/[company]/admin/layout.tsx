import type { ReactNode } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { can, rolesThatCan } from "@/lib/auth/permissions";
import { requireViewer } from "@/lib/auth/viewer";

/** Administration is for administrators; each page and action checks again for itself. */
export default async function AdminLayout({
  children,
  params,
}: {
  children: ReactNode;
  params: Promise<{ company: string }>;
}) {
  const viewer = await requireViewer((await params).company);
  if (can(viewer.role, "people.manage")) return children;
  return (
    <EmptyState
      order={1}
      title="Not for your role"
      action={<LinkButton href={`/c/${viewer.companySlug}`}>To the overview</LinkButton>}
    >
      {`People and API keys are managed by an ${rolesThatCan("people.manage")}. You are ${viewer.role}.`}
    </EmptyState>
  );
}
