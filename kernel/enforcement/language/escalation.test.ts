import { describe, expect, it } from "vitest";
import { resolverOf } from "../artifacts/reading";
import { parseEscalation } from "./escalation";

const resolve = resolverOf(["T1_FCF", "T2_EBITDA", "T4_RUNWAY"]);

describe("An escalation condition", () => {
  it.each([
    ["Two consecutive monthly FAILs on T1/T2", 2, "monthly_close", ["T1", "T2"]],
    ["four CONSECUTIVE weekly fails ON t4_runway", 4, "weekly", ["T4"]],
    ["12 consecutive weekly FAIL on T4 or T1", 12, "weekly", ["T4", "T1"]],
    ["twelve consecutive weekly FAILs on T1", 12, "weekly", ["T1"]],
  ])("reads “%s”", (text, consecutive, cadence, triggers) => {
    expect(parseEscalation(text, resolve)).toMatchObject({
      ok: true,
      value: { consecutive, cadence, triggers },
    });
  });

  it.each([
    ["", 1, "expected a count such as “two” or 2"],
    ["0 consecutive weekly FAILs on T4", 1, "expected a count such as “two” or 2"],
    ["1.5 consecutive weekly FAILs on T4", 1, "expected a count such as “two” or 2"],
    ["Two successive weekly FAILs on T4", 5, "expected “consecutive”"],
    ["Two consecutive daily FAILs on T4", 17, "expected “weekly” or “monthly”"],
    ["Two consecutive weekly WATCHes on T4", 24, "expected “FAILs”"],
    ["Two consecutive weekly FAILs on T4 and T1", 36, "expected the end"],
    ["Two consecutive weekly FAILs on", 32, "expected a trigger"],
  ])("refuses “%s” and says where", (text, position, message) => {
    expect(parseEscalation(text, resolve)).toEqual({ ok: false, position, message });
  });

  it("names a trigger that does not exist", () => {
    const read = parseEscalation("Two consecutive weekly FAILs on T9", resolve);
    expect(read.ok && read.value.unknown).toEqual([{ name: "T9", position: 33 }]);
  });
});
