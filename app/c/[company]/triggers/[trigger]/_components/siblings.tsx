import Link from "next/link";
import classes from "./trigger.module.css";

/** From one trigger to the next without the way over the overview. */
export function Siblings({
  siblings,
  current,
  company,
}: {
  siblings: readonly { shortId: string; name: string }[];
  current: string;
  company: string;
}) {
  return (
    <nav aria-label="Triggers" className={classes.siblings}>
      {siblings.map(({ shortId, name }) => (
        <Link
          key={shortId}
          href={`${company}/triggers/${shortId}`}
          aria-current={shortId === current ? "page" : undefined}
          aria-label={`${shortId} ${name}`}
          title={name}
          className={classes.sibling}
        >
          {shortId}
        </Link>
      ))}
    </nav>
  );
}
