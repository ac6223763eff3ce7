"use client";

import { Button } from "@mantine/core";
import type { ReactNode } from "react";

/** A file to save. A plain link: the router would fetch it as if it were a page. */
export function DownloadLink({
  href,
  icon,
  children,
}: {
  href: string;
  icon?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Button component="a" href={href} variant="default" leftSection={icon} download>
      {children}
    </Button>
  );
}
