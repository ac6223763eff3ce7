import { expect, test } from "vitest";
import type { PolicyHead } from "@/lib/queries/policy-head";
import { lifeSteps } from "./life-steps";

const day = (number: number) => new Date(Date.UTC(2026, 10, number));
const draft: Parameters<typeof lifeSteps>[0] = {
  stage: "VALIDATED",
  drafted: { by: "Ewa", at: day(1) },
  edited: { by: "Ewa", at: day(2) },
  proposed: null,
  reason: null,
  signatures: [],
  activatedAt: null,
  endedAt: null,
  endedBy: null,
  endedReason: null,
};
const proposed = {
  ...draft,
  stage: "PROPOSED",
  proposed: { by: "Ewa", at: day(3) },
  reason: "Runway",
} as const;
const signed = (role: "CFO" | "CEO", by: string, verdict: "APPROVE" | "DECLINE" = "APPROVE") =>
  ({
    role,
    by,
    byUserId: by,
    at: day(4),
    verdict,
    reason: "Too soon",
    counts: true,
  }) as PolicyHead["signatures"][number];
const told = (life: Parameters<typeof lifeSteps>[0]) =>
  lifeSteps(life).map(({ name, state }) => `${name}: ${state}`);

test("a draft shows the whole way that lies before it", () => {
  expect(told(draft)).toEqual([
    "Drafted: done",
    "Validated: now",
    "Proposed: next",
    "Signed by the CFO: next",
    "Signed by the CEO: next",
    "In force: next",
  ]);
});

test("a proposal that one has signed waits for the other alone", () => {
  expect(told({ ...proposed, signatures: [signed("CEO", "Darius")] })).toEqual([
    "Drafted: done",
    "Validated: done",
    "Proposed: done",
    "Signed by the CEO: done",
    "Signed by the CFO: now",
    "In force: next",
  ]);
});

test("a signature that is awaited says that it is not given yet", () => {
  const steps = lifeSteps({ ...proposed, signatures: [signed("CEO", "Darius")] });
  expect(steps.find(({ name }) => name === "Signed by the CFO")).toMatchObject({
    by: null,
    note: "Not signed yet.",
  });
  expect(steps.find(({ name }) => name === "Signed by the CEO")).toMatchObject({ by: "Darius", note: null });
  expect(lifeSteps(draft).find(({ name }) => name === "Signed by the CFO")?.note).toBeNull();
});

test("what both have signed waits for the next cycle that closes", () => {
  const both = [signed("CFO", "Solveig"), signed("CEO", "Darius")];
  expect(lifeSteps({ ...proposed, stage: "SIGNED", signatures: both }).at(-1)).toMatchObject({
    name: "In force",
    state: "now",
    note: "With the next cycle that closes.",
  });
});

test("a declined proposal ends there, with who declined it and why, and nothing is left to come", () => {
  const steps = lifeSteps({
    ...proposed,
    stage: "DECLINED",
    signatures: [signed("CFO", "Solveig"), signed("CEO", "Darius", "DECLINE")],
    endedAt: day(5),
  });
  expect(steps.map(({ name }) => name)).toEqual([
    "Drafted",
    "Proposed",
    "Signed by the CFO",
    "Declined by the CEO",
  ]);
  expect(steps.at(-1)).toMatchObject({ state: "ended", by: "Darius", note: "Too soon" });
});

test("a proposal that was withdrawn says who took it back, when, and why", () => {
  const steps = lifeSteps({
    ...proposed,
    stage: "WITHDRAWN",
    endedAt: day(6),
    endedBy: "Ewa",
    endedReason: "Not thought through",
  });
  expect(steps.at(-1)).toEqual({
    name: "Withdrawn",
    state: "ended",
    by: "Ewa",
    at: day(6),
    note: "Not thought through",
  });
});

test("the policy that a company began with was laid down, and neither proposed nor signed", () => {
  expect(told({ ...draft, stage: "SUPERSEDED", activatedAt: day(1), endedAt: day(9) })).toEqual([
    "Laid down: done",
    "In force: done",
    "Superseded: ended",
  ]);
});
