import { expect, test } from "vitest";
import { referenceArtifacts } from "../../kernel/enforcement/testing/reference-policy";
import { withFault, withOtherWords, withRunwayFloor } from "../commands/testing/policies";
import { neededVersion, policyChange } from "./policy-change";

test("a policy compared with itself has not changed, and keeps its version", () => {
  expect(policyChange(referenceArtifacts, structuredClone(referenceArtifacts))).toEqual({
    changes: [],
    class: null,
  });
  expect(neededVersion("1.4.2", null)).toBe("1.4.2");
});

test("another runway floor is a breaking change, in the reviewer's words and numbers", () => {
  const { changes, class: changed } = policyChange(referenceArtifacts, withRunwayFloor(18, 12));
  expect(changed).toBe("breaking");
  expect(neededVersion("1.4.2", changed)).toBe("2.0.0");
  expect(changes.map(({ words }) => words).join(" ")).toContain("18");
});

test("other words alone are a patch, and need no more than the next number at the end", () => {
  const { changes, class: changed } = policyChange(referenceArtifacts, withOtherWords());
  expect(changes).toMatchObject([{ kind: "wording", class: "patch" }]);
  expect(neededVersion("1.4.2", changed)).toBe("1.4.3");
});

test("a fault is a breaking change too: it would block every request", () => {
  const { changes, class: changed } = policyChange(referenceArtifacts, withFault());
  expect(changed).toBe("breaking");
  expect(changes.some(({ kind }) => kind === "finding")).toBe(true);
});
