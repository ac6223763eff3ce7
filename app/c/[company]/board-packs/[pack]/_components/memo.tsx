import { formatDateTime } from "@/components/ui/format";
import { Section } from "@/components/ui/section";
import { editBoardMemoAction } from "@/lib/actions/board-packs";
import { can } from "@/lib/auth/permissions";
import type { Viewer } from "@/lib/auth/viewer";
import type { MemoSentence, PackMemo } from "@/lib/board-pack/content";
import type { PackRow } from "@/lib/queries/board-pack-row";
import classes from "../../_components/board-packs.module.css";
import { LostSigns } from "./lost-signs";
import { MemoEditor } from "./memo-editor";

/** The memo to read; to whoever may draft, each sentence can be rewritten or left out while it is a draft. */
export function Memo({ pack, viewer }: { pack: PackRow; viewer: Viewer }) {
  const mayEdit = pack.status === "DRAFT" && can(viewer.role, "board-pack.draft");
  const headings = [...new Set(pack.memo.map(({ heading }) => heading))];
  return (
    <Section
      title="Memo"
      description="Filled from the data by rule. A sentence that somebody rewrote is marked, and what the data had filled stays beside it."
    >
      <LostSigns pack={pack} />
      {headings.map((heading) => (
        <Chapter
          key={heading}
          heading={heading}
          sentences={pack.memo.filter((sentence) => sentence.heading === heading)}
        />
      ))}
      {mayEdit && (
        <MemoEditor
          // After each change, whoever made it, the form begins anew from what holds now.
          key={pack.updatedAt.toISOString()}
          sentences={pack.memo.map(({ id, heading, original, text }) => ({ id, heading, original, text }))}
          packId={pack.id}
          seenAt={pack.updatedAt.toISOString()}
          save={editBoardMemoAction.bind(null, viewer.companySlug)}
        />
      )}
    </Section>
  );
}

function Chapter({ heading, sentences }: { heading: string; sentences: PackMemo }) {
  return (
    <div>
      <h3 className={classes.heading}>{heading}</h3>
      {sentences.map((sentence) => (
        <Sentence key={sentence.id} sentence={sentence} />
      ))}
    </div>
  );
}

/** A minus sign would be torn from its amount at the end of a line; the joiner between them is not seen. */
const joined = (text: string): string => text.replaceAll("−$", "−\u2060$");

function Sentence({ sentence: { text, original, edited } }: { sentence: MemoSentence }) {
  if (edited === null) return <p className={classes.words}>{joined(text)}</p>;
  const by = `by ${edited.by}, ${formatDateTime(edited.at)}`;
  return (
    <div>
      {text !== "" && <p className={classes.words}>{joined(text)}</p>}
      <p className={classes.original}>
        <strong>{text === "" ? `Left out ${by}.` : `Rewritten ${by}.`}</strong> The data had filled:{" "}
        {joined(original)}
      </p>
    </div>
  );
}
