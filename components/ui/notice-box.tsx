import { type ReactNode, useId } from "react";
import classes from "./notice-box.module.css";

/** What somebody should know before reading on: a sentence, or a section with a title of its own. */
export function NoticeBox({ title, children }: { title?: string; children: ReactNode }) {
  const id = useId();
  if (title === undefined) return <p className={classes.notice}>{children}</p>;
  return (
    <section className={classes.notice} aria-labelledby={id}>
      <h2 id={id} className={classes.title}>
        {title}
      </h2>
      {children}
    </section>
  );
}
