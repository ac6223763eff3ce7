import { expect, test } from "vitest";
import { REASON_CODES } from "@/kernel/enforcement";
import { mendingOf } from "./who-mends";

test("for every code somebody is named who can mend it", () => {
  expect(REASON_CODES).toHaveLength(35);
  for (const entry of REASON_CODES) expect(mendingOf(entry).who, entry.code).toMatch(/^[A-Z].*\.$/);
});

test("a signature that is missing leads to where it is given, a figure to the cycles, a policy to its versions", () => {
  const where = Object.fromEntries(REASON_CODES.map((entry) => [entry.code, mendingOf(entry).where?.path]));
  expect(where).toMatchObject({
    "CFO-05": "/policy",
    "CFO-12": "/cycles",
    "CFO-21": "/approvals",
    "CFO-23": "/approvals",
    "CFO-26": "/requests",
    "CFO-31": "/imports",
    "CFO-32": "/cycles",
  });
});
