import { IconClipboardList } from "@tabler/icons-react";
import { TextLink } from "@/components/ui/link-button";
import { Moment } from "@/components/ui/moment";
import { Section } from "@/components/ui/section";
import {
  addReviewActionAction,
  closeReviewAction,
  noteReviewAction,
  openReviewAction,
  updateReviewActionAction,
} from "@/lib/actions/review";
import type { Viewer } from "@/lib/auth/viewer";
import type { LiveReview, ReviewItem, ReviewScreen } from "@/lib/queries/review";
import type { ReviewPart } from "@/lib/queries/review-agenda";
import { ActionBoard } from "./action-board";
import { Attendance } from "./attendance";
import { Deciding, type OnTheTable } from "./deciding";
import { ExceptionBoard } from "./exception-board";
import { NoteField } from "./note-field";
import classes from "./review.module.css";
import { CloseReview, KeepFresh, OpenReview } from "./review-steps";
import { ReviewTimer } from "./review-timer";
import { SpendBoard } from "./spend-board";
import { TriggerBoard } from "./trigger-board";

type Shown = {
  live: LiveReview;
  screen: ReviewScreen;
  viewer: Viewer;
  at: Date;
  onTheTable: OnTheTable | null;
};

/** The page that the meeting is run from: one section for each item of the agenda, in its order. */
export function LiveView({ live, screen, viewer, at, onTheTable }: Shown) {
  const slug = viewer.companySlug;
  const { may, weekKey } = screen;
  const { id, openedAt } = live;
  return (
    <div className={classes.screen}>
      {id !== null && openedAt !== null ? (
        <Section
          title="In session"
          description={
            <>
              Open since <Moment at={openedAt} />. {live.decidedSince} entries in the decision log since.
              Whatever is decided, noted and taken on until it is closed goes into the minutes.
            </>
          }
          actions={
            may.facilitate ? (
              <CloseReview weekKey={weekKey} close={closeReviewAction.bind(null, slug, { reviewId: id })} />
            ) : null
          }
        >
          <ReviewTimer
            openedAt={openedAt.toISOString()}
            present={at.toISOString()}
            items={live.items.map(({ title, minutes }) => ({ title, minutes }))}
          />
          <Attendance
            seats={live.seats}
            emptySeats={live.emptySeats}
            mark={may.write ? noteReviewAction.bind(null, slug) : null}
            reviewId={id}
          />
          <KeepFresh />
        </Section>
      ) : (
        <Section
          title="Not in session"
          description="What is on the table stands below as it is now. Notes, attendance and actions are kept once the review is open."
          actions={
            may.facilitate ? <OpenReview open={openReviewAction.bind(null, slug, { weekKey })} /> : null
          }
        >
          {!may.facilitate && <p className={classes.note}>The CFO or FP&A opens it.</p>}
        </Section>
      )}
      {live.items.map((item, index) => (
        <Item
          key={item.title}
          item={item}
          index={index}
          live={live}
          screen={screen}
          viewer={viewer}
          at={at}
          onTheTable={onTheTable}
        />
      ))}
      {live.besides.length > 0 && (
        <Section
          title="Beside the agenda"
          description="No item of the agenda asks for it; it waits all the same."
        >
          {live.besides.map((part) => (
            <Part
              key={part}
              part={part}
              live={live}
              screen={screen}
              viewer={viewer}
              at={at}
              onTheTable={onTheTable}
            />
          ))}
        </Section>
      )}
    </div>
  );
}

function Item({ item, index, ...shown }: Shown & { item: ReviewItem; index: number }) {
  const { live, screen, viewer } = shown;
  return (
    <Section
      title={
        <span className={classes.itemTitle}>
          <IconClipboardList size={20} aria-hidden />
          {index + 1}. {item.title}
        </span>
      }
      description={`${item.minutes} of ${live.durationMinutes} minutes`}
    >
      {item.parts.map((part) => (
        <Part key={part} part={part} {...shown} />
      ))}
      {live.id !== null && (
        <NoteField
          label={`Notes on item ${index + 1}`}
          note={item.note}
          place={{ reviewId: live.id, item: index }}
          save={screen.may.write ? noteReviewAction.bind(null, viewer.companySlug) : null}
        />
      )}
    </Section>
  );
}

function Part({ part, live, screen, viewer, at, onTheTable }: Shown & { part: ReviewPart }) {
  const company = `/c/${viewer.companySlug}`;
  const { ground } = live;
  if (part === "triggers") return <TriggerBoard board={ground.board} company={company} />;
  if (part === "spend") return <SpendBoard spend={ground.spend} company={company} at={at} />;
  const here = `${company}/review/${screen.weekKey}`;
  if (part === "exceptions")
    return (
      <ExceptionBoard
        exceptions={ground.exceptions}
        company={company}
        here={here}
        onTheTable={onTheTable && <Deciding onTheTable={onTheTable} slug={viewer.companySlug} here={here} />}
      />
    );
  return (
    <>
      <ActionBoard
        actions={ground.actions}
        company={company}
        people={live.seats}
        today={screen.today}
        me={{ userId: viewer.userId, mayWrite: screen.may.write, mayReport: screen.may.report }}
        update={updateReviewActionAction.bind(null, viewer.companySlug)}
        add={
          live.id !== null && screen.may.write
            ? { reviewId: live.id, add: addReviewActionAction.bind(null, viewer.companySlug) }
            : null
        }
      />
      <p className={classes.note}>
        What DEFENSIVE mode mandates is ended with its evidence on{" "}
        <TextLink href={`${company}/defensive`} inherit underline="always">
          its own page
        </TextLink>
        .
      </p>
    </>
  );
}
