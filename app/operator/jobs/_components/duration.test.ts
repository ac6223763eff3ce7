import { expect, test } from "vitest";
import { formatDuration } from "./duration";

const FROM = new Date("2026-03-02T02:00:00Z");
const after = (seconds: number) => formatDuration(FROM, new Date(FROM.getTime() + seconds * 1000));

test("a run's length is said in the unit that fits it", () => {
  expect([0, 0.42, 12.3, 59.6, 200, 7500].map(after)).toEqual([
    "0.0 s",
    "0.4 s",
    "12 s",
    "1 min 0 s",
    "3 min 20 s",
    "2 h 5 min",
  ]);
  expect(formatDuration(FROM, null)).toBe("—");
});
