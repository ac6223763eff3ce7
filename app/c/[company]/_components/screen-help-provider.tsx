"use client";

import { usePathname } from "next/navigation";
import { type ReactNode, useMemo } from "react";
import { ScreenHelpContext } from "@/components/ui/screen-help";
import { helpFor } from "./screen-help-route";

/** Gives each page's head the help of the screen that one is on. */
export function ScreenHelpProvider({ children }: { children: ReactNode }) {
  const pathname = usePathname();
  const help = useMemo(() => helpFor(pathname), [pathname]);
  return <ScreenHelpContext help={help}>{children}</ScreenHelpContext>;
}
