import { formatCount } from "@/components/ui/format";
import { CHANGE_CLASSES, type ChangeClass, type PolicyChange } from "@/kernel/enforcement";
import classes from "./policy-changes.module.css";
import { PolicyClassBadge } from "./policy-class-badge";
import { CHANGE_CLASS_WORDS, subjectInWords } from "./policy-words";

/** What differs between two versions as a reviewer reads it: the heaviest first, each in words and figures. */
export function PolicyChanges({ changes, same }: { changes: readonly PolicyChange[]; same: string }) {
  const meant = changes.filter(({ kind }) => kind !== "wording");
  const wording = changes.filter(({ kind }) => kind === "wording");
  if (changes.length === 0) return <p className={classes.none}>{same}</p>;
  return (
    <div className={classes.groups}>
      {CHANGE_CLASSES.toReversed().map((weight) => (
        <Group key={weight} weight={weight} changes={meant.filter((change) => change.class === weight)} />
      ))}
      {wording.length > 0 && (
        <details className={classes.folded}>
          <summary>
            {formatCount(wording.length, "change of wording", "changes of wording")}; words decide nothing
          </summary>
          <List changes={wording} />
        </details>
      )}
    </div>
  );
}

function Group({ weight, changes }: { weight: ChangeClass; changes: readonly PolicyChange[] }) {
  if (changes.length === 0) return null;
  return (
    <section>
      <h3 className={classes.head}>
        <PolicyClassBadge weight={weight} /> {formatCount(changes.length, "change")}
        <span className={classes.means}>{CHANGE_CLASS_WORDS[weight].means}</span>
      </h3>
      <List changes={changes} />
    </section>
  );
}

function List({ changes }: { changes: readonly PolicyChange[] }) {
  return (
    <ul className={classes.changes}>
      {changes.map((change) => (
        <li key={`${change.kind} ${change.subject}`} className={classes.change} data-class={change.class}>
          <div className={classes.line}>
            {change.kind === "wording" ? null : (
              <span className={classes.subject}>{subjectInWords(change)}</span>
            )}
            <Figures change={change} />
          </div>
          {change.kind === "wording" ? null : <p className={classes.words}>{change.words}</p>}
          <p className={classes.path}>{change.path}</p>
        </li>
      ))}
    </ul>
  );
}

function Figures({ change: { before, after } }: { change: PolicyChange }) {
  return (
    <p className={classes.figures}>
      {before === null ? <span>not there before</span> : <span className={classes.before}>{before}</span>}
      <span aria-hidden>→</span>
      <span className="visually-hidden">becomes</span>
      {after === null ? <span>no longer there</span> : <span className={classes.after}>{after}</span>}
    </p>
  );
}
