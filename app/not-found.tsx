import { IconMapOff } from "@tabler/icons-react";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";

export const metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main>
      <EmptyState
        order={1}
        title="There is no such page"
        icon={<IconMapOff size={36} />}
        action={<LinkButton href="/">To the start page</LinkButton>}
      >
        It may have been named wrongly, or it belongs to a company that is not yours.
      </EmptyState>
    </main>
  );
}
