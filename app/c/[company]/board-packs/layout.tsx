import type { ReactNode } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { can, rolesThatCan } from "@/lib/auth/permissions";
import { requireViewer } from "@/lib/auth/viewer";

/** Whoever follows a colleague's link to a pack is told whose it is to read; each page checks again for itself. */
export default async function BoardPacksLayout({
  children,
  params,
}: {
  children: ReactNode;
  params: Promise<{ company: string }>;
}) {
  const viewer = await requireViewer((await params).company);
  if (can(viewer.role, "board-pack.read")) return children;
  return (
    <EmptyState
      order={1}
      title="Not for your role"
      action={<LinkButton href={`/c/${viewer.companySlug}/trajectory`}>To the trajectory</LinkButton>}
    >
      {`Board packs are read by ${rolesThatCan("board-pack.read")}. You are ${viewer.role}; the trajectory shows the path to breakeven.`}
    </EmptyState>
  );
}
