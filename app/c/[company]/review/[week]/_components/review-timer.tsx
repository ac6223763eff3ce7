"use client";

import { useEffect, useState } from "react";
import classes from "./review.module.css";
import { clockText, placeInAgenda } from "./review-clock";

const SECOND_MS = 1000;

/** How long the review runs and which item its time belongs to. It says nothing aloud and interrupts nobody. */
export function ReviewTimer({
  openedAt,
  present,
  items,
}: {
  openedAt: string;
  present: string;
  items: readonly { title: string; minutes: number }[];
}) {
  const [at, setAt] = useState(Date.parse(present));
  useEffect(() => {
    // The server's clock counts; the browser's only says how much time has gone by since.
    const began = performance.now();
    const from = Date.parse(present);
    const timer = setInterval(() => setAt(from + performance.now() - began), SECOND_MS);
    return () => clearInterval(timer);
  }, [present]);
  const seconds = Math.max(0, Math.floor((at - Date.parse(openedAt)) / SECOND_MS));
  const total = items.reduce((sum, { minutes }) => sum + minutes, 0);
  const place = placeInAgenda(items, seconds);
  return (
    <div className={classes.timer} role="timer" aria-live="off" data-print="no">
      <p className={classes.clock}>
        {clockText(seconds)} <span className={classes.of}>of {clockText(total * 60)}</span>
      </p>
      <ol className={classes.slots}>
        {items.map((item, index) => (
          <li key={item.title} className={classes.slot} data-now={index === place || undefined}>
            {index === place ? "Now: " : ""}
            {item.title}, {item.minutes} minutes
          </li>
        ))}
      </ol>
      {place === null && (
        <p className={classes.note}>The agenda&apos;s time is over; the review ends when it is closed.</p>
      )}
    </div>
  );
}
