import { expect, test } from "vitest";
import { peopleOf } from "./policy-people";

const at = (day: number) => new Date(Date.UTC(2026, 10, day));
const drafted = { by: "Ewa", at: at(1) };
const nothing = { proposed: null, signatures: [], activatedAt: null, endedAt: null, endedBy: null };

test("who had a hand in a version stands in the order in which it happened", () => {
  const signature = { reason: null, counts: true, byUserId: "1" } as const;
  const deeds = peopleOf({
    ...nothing,
    stage: "DECLINED",
    drafted,
    proposed: { by: "Ewa", at: at(2) },
    signatures: [
      { ...signature, role: "CFO", by: "Solveig", verdict: "APPROVE", at: at(3) },
      { ...signature, role: "CEO", by: "Darius", verdict: "DECLINE", at: at(4) },
    ],
    endedAt: at(4),
  });
  expect(deeds.map(({ what, by }) => `${what} by ${by}`)).toEqual([
    "Drafted by Ewa",
    "Proposed by Ewa",
    "Signed as CFO by Solveig",
    "Declined as CEO by Darius",
  ]);
});

test("what a company began with was laid down; what was given up says by whom and when", () => {
  expect(peopleOf({ ...nothing, stage: "ACTIVE", drafted, activatedAt: at(1) })[0]?.what).toBe("Laid down");
  expect(
    peopleOf({ ...nothing, stage: "DISCARDED", drafted, endedAt: at(5), endedBy: "Ewa" }).at(-1),
  ).toEqual({
    what: "Discarded",
    by: "Ewa",
    at: at(5),
  });
});
