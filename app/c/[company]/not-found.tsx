import { IconMapOff } from "@tabler/icons-react";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";

export default function CompanyNotFound() {
  return (
    <EmptyState
      order={1}
      title="There is no such page here"
      icon={<IconMapOff size={36} />}
      action={<LinkButton href="/">To the start page</LinkButton>}
    >
      It may have been named wrongly, or it belongs to a company that is not yours.
    </EmptyState>
  );
}
