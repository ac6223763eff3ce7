import { NoticeBox } from "@/components/ui/notice-box";
import { lostInData, lostInMemo, signsInWords } from "@/lib/board-pack/lost-signs";
import type { PackRow } from "@/lib/queries/board-pack-row";
import classes from "../../_components/board-packs.module.css";

/** Before a draft is released: what its PDF would print as question marks, where, and what helps. It forbids nothing. */
export function LostSigns({ pack: { status, memo, content } }: { pack: PackRow }) {
  if (status !== "DRAFT") return null;
  const sentences = lostInMemo(memo);
  const data = lostInData(content);
  if (sentences.length === 0 && data.length === 0) return null;
  return (
    <NoticeBox title="The PDF will print some characters as “?”">
      <p className={classes.words}>
        Its fonts write Latin, Greek and Cyrillic letters. It can be released as it is; the last page counts
        what is lost.
      </p>
      <ul className={classes.list}>
        {sentences.map(({ part, signs }) => (
          <li key={part}>
            {part}: {signsInWords(signs)}. Rewrite the sentence without {signs.length === 1 ? "it" : "them"},
            or leave it out.
          </li>
        ))}
        {data.length > 0 && (
          <li>
            The frozen data, such as names and titles: {signsInWords(data)}. They stay as they are in this
            edition; write them in other letters where they come from and make the pack anew.
          </li>
        )}
      </ul>
    </NoticeBox>
  );
}
