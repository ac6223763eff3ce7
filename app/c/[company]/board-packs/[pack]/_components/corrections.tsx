import { inputInWords } from "@/components/governance/input-words";
import { TextLink } from "@/components/ui/link-button";
import { NoticeBox } from "@/components/ui/notice-box";
import { can } from "@/lib/auth/permissions";
import type { Viewer } from "@/lib/auth/viewer";
import { periodName } from "@/lib/board-pack/period";
import type { BoardPackScreen } from "@/lib/queries/board-pack";
import type { CorrectedClose } from "@/lib/queries/board-pack-corrections";
import { figuresInWords } from "../../../cycles/[cadence]/[key]/_components/figures";
import classes from "../../_components/board-packs.module.css";
import { nextStep, whatDiffers } from "./correction-words";

/** Above the pack: that another edition has taken its place, or that one is due and what was corrected since. */
export function Corrections({ screen, viewer }: { screen: BoardPackScreen; viewer: Viewer }) {
  const { pack, editions, corrections } = screen;
  const company = `/c/${viewer.companySlug}`;
  const newest = editions.at(-1);
  if (newest && newest.id !== pack.id) {
    return (
      <NoticeBox>
        <TextLink href={`${company}/board-packs/${newest.id}`} inherit underline="always">
          {`Edition ${newest.edition}`}
        </TextLink>{" "}
        {newest.status === "RELEASED"
          ? "has replaced this one, which stays as it was released."
          : "is being prepared to replace this one."}
      </NoticeBox>
    );
  }
  if (corrections === null) return null;
  return (
    <NoticeBox
      title={
        pack.status === "RELEASED" ? "A new edition is due" : "This draft shows figures that were corrected"
      }
    >
      <p className={classes.words}>What was corrected since the closes that it rests on:</p>
      <ul className={classes.list}>
        {corrections.closes.map((close) => (
          <li key={close.cycleKey}>
            <Close close={close} company={company} />
          </li>
        ))}
        {corrections.closedSince.map((month) => (
          <li key={month}>
            {periodName(month)} had no close when the pack was made, and{" "}
            <TextLink href={`${company}/close/${month}`} inherit underline="always">
              has one now
            </TextLink>
            .
          </li>
        ))}
      </ul>
      <p className={classes.words}>
        {nextStep(corrections, {
          isDraft: pack.status === "DRAFT",
          isCorrection: pack.corrects !== null,
          mayDraft: can(viewer.role, "board-pack.draft"),
        })}
      </p>
    </NoticeBox>
  );
}

function Close({
  close: { cycleKey, version, standing, reasons, inputs, states },
  company,
}: {
  close: CorrectedClose;
  company: string;
}) {
  const changes = inputs.map(({ name, unit, ...figures }) => {
    const { was, now } = whatDiffers(figures);
    return `${inputInWords(name)} ${figuresInWords(was, unit)} then, ${figuresInWords(now, unit)} now`;
  });
  return (
    <>
      <TextLink href={`${company}/close/${cycleKey}`} inherit underline="always">
        {`The close of ${periodName(cycleKey)}`}
      </TextLink>
      {standing.version === version
        ? `, version ${version}:`
        : `: version ${standing.version} stands${standing.certified ? "" : ", not certified"}; this pack shows version ${version}.`}
      {reasons.map((reason) => ` Reopened: ${reason}${/[.!?]$/.test(reason) ? "" : "."}`)}
      {changes.length > 0 && ` ${changes.join("; ")}.`}
      {states.map(({ shortId, was, now }) => ` ${shortId} from ${was} to ${now}.`)}
    </>
  );
}
