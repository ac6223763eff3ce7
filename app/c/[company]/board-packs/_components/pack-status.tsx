import { IconLock, IconPencil } from "@tabler/icons-react";
import { ToneBadge } from "@/components/ui/tone-badge";

/** A draft may still change; what was released never does. */
export function PackStatus({ status, size = "sm" }: { status: "DRAFT" | "RELEASED"; size?: "sm" | "lg" }) {
  return status === "RELEASED" ? (
    <ToneBadge tone="good" icon={<IconLock stroke={2} />} size={size}>
      Released
    </ToneBadge>
  ) : (
    <ToneBadge tone="neutral" icon={<IconPencil stroke={2} />} size={size}>
      Draft
    </ToneBadge>
  );
}
