import { expect, test } from "vitest";
import { type GettingStarted, START_STEPS, type StartStepId } from "@/lib/queries/getting-started";
import { MINUTES_TO_FIRST_CYCLE, opensInWords, stepsFor, whoCan } from "./start-words";

function started(...done: StartStepId[]): GettingStarted {
  return {
    steps: START_STEPS.map((id) => ({ id, isDone: done.includes(id), parts: [] })),
    done: done.length,
    hasClosedCycle: done.includes("cycle"),
    firstClose: { month: "2026-02", opensOn: "2026-03-01", isOpen: true },
    heldUpBy: [],
    staffed: ["Administrator"],
    isDismissed: false,
  };
}
const ids = (steps: readonly { id: StartStepId }[]) => steps.map(({ id }) => id);

test("from nothing to the first closed cycle takes less than ten minutes", () => {
  expect(MINUTES_TO_FIRST_CYCLE).toBeLessThan(10);
});

test("each person reads their own steps first, in the order in which they make one another possible", () => {
  expect(ids(stepsFor("Administrator", started()).yours)).toEqual(["people", "holidays"]);
  expect(ids(stepsFor("FP&A", started("people")).yours)).toEqual([
    "targets",
    "stages",
    "holidays",
    "figures",
    "cycle",
    "request",
  ]);
  expect(ids(stepsFor("CEO", started("people")).yours)).toEqual(["request", "signature"]);
  expect(ids(stepsFor("Auditor", started()).yours)).toEqual([]);
});

test("what is done asks for no more time, and is set apart", () => {
  const { done, minutesLeft } = stepsFor(
    "CFO",
    started("people", "targets", "stages", "holidays", "figures"),
  );
  expect(ids(done)).toHaveLength(5);
  expect(minutesLeft).toBe(3);
});

test("who can do a step is said by the roles that somebody holds, or that nobody does", () => {
  expect(whoCan("cycle.evaluate", ["Administrator"])).toBe("CFO or FP&A; nobody holds the role yet");
  expect(whoCan("cycle.evaluate", ["FP&A", "Administrator"])).toBe("FP&A");
  expect(whoCan("people.manage", ["Administrator"])).toBe("Administrator");
});

test("a plan that begins this month says on which day its first close opens", () => {
  const plan = { month: "2026-03", opensOn: "2026-04-01", isOpen: false };
  expect(opensInWords(plan)).toContain("The plan's first month is Mar 2026");
  expect(opensInWords(plan)).toContain("opens on 1 Apr 2026");
  expect(opensInWords({ ...plan, isOpen: true })).toBeNull();
});
