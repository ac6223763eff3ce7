import type { ReactNode } from "react";
import type { Tone } from "./theme";
import classes from "./tone-badge.module.css";

/** An icon, a word and a colour that say the same thing; the word alone is enough. */
export function ToneBadge({
  tone,
  icon,
  children,
  size = "md",
}: {
  tone: Tone;
  icon?: ReactNode;
  children: ReactNode;
  size?: "sm" | "md" | "lg";
}) {
  return (
    <span className={classes.badge} data-tone={tone} data-size={size}>
      {icon && (
        <span className={classes.icon} aria-hidden>
          {icon}
        </span>
      )}
      {children}
    </span>
  );
}
