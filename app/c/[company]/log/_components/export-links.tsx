"use client";

import { Button } from "@mantine/core";
import type { ReactNode } from "react";

/** Plain links: what they lead to is a file and not a page of the application. */
export function ExportLinks({ href, query, icon }: { href: string; query: string; icon: ReactNode }) {
  const address = (format: string) => `${href}?${query === "" ? "" : `${query}&`}format=${format}`;
  return (
    <>
      <Button component="a" href={address("csv")} download variant="default" leftSection={icon}>
        CSV
      </Button>
      <Button component="a" href={address("jsonl")} download variant="default" leftSection={icon}>
        JSON Lines
      </Button>
    </>
  );
}
