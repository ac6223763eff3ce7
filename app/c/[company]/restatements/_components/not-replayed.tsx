import { TextLink } from "@/components/ui/link-button";
import type { Restatements } from "@/lib/queries/restatements";
import { factInWords } from "../../policy/_components/backtest-words";
import classes from "./restatements.module.css";

/** Decisions on a cycle that would differ of which nobody can say what they would have been. */
export function NotReplayed({
  decisions,
  company,
}: {
  decisions: Restatements["notReplayed"];
  company: string;
}) {
  if (decisions.length === 0) return null;
  return (
    <div>
      <p className={classes.note}>
        These decisions rested on a cycle that would differ and cannot be made again:
      </p>
      <ul>
        {decisions.slice(0, 50).map(({ reference, logSeq, fact }) => (
          <li key={logSeq}>
            <TextLink href={`${company}/log/${logSeq}`} inherit underline="always">
              {reference}
            </TextLink>
            : {factInWords(fact)}
          </li>
        ))}
      </ul>
    </div>
  );
}
