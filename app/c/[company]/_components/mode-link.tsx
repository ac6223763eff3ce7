import Link from "next/link";
import { StateBadge } from "@/components/governance/state-badge";
import type { Mode } from "@/kernel/enforcement";
import classes from "./mode-link.module.css";

/** The mode of the company, on every page; the way to what it means. */
export function ModeLink({ mode, href }: { mode: Mode | null; href: string }) {
  if (mode === null) return null;
  return (
    <Link
      href={href}
      className={classes.link}
      aria-label={mode === "DEFENSIVE" ? "Defensive mode holds" : "Normal mode holds"}
    >
      <StateBadge state={mode} size="sm" />
    </Link>
  );
}
