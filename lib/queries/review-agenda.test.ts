import { describe, expect, test } from "vitest";
import { referenceArtifacts } from "../../kernel/enforcement/testing/reference-policy";
import { agendaOf, isExpected, partsByItem, seatsWithoutRole } from "./review-agenda";

const agenda = agendaOf(referenceArtifacts);
if (agenda === null) throw new Error("the reference policy has an agenda");

describe("the agenda of the weekly review", () => {
  test("is read from the policy, its forty-five minutes shared by its items", () => {
    expect(agenda.durationMinutes).toBe(45);
    expect(agenda.items.map(({ minutes }) => minutes)).toEqual([15, 15, 15]);
    const contract = referenceArtifacts.outcome_contract.outcome_contract.operating_cadence.weekly;
    expect(agenda.items.map(({ title }) => title)).toEqual(contract.agenda);
    expect(agenda.forum).toBe(contract.forum);
  });

  test("minutes that do not divide go to the first items, and none is lost", () => {
    const changed = structuredClone(referenceArtifacts);
    const { weekly } = changed.outcome_contract.outcome_contract.operating_cadence;
    weekly.agenda = ["One", "Two", "Three", "Four"];
    expect(agendaOf(changed)?.items.map(({ minutes }) => minutes)).toEqual([12, 11, 11, 11]);
  });

  test("each part stands under the item that asks for it", () => {
    expect(partsByItem(agenda.items)).toEqual({
      items: [["triggers", "spend"], ["actions"], ["exceptions"]],
      besides: [],
    });
  });

  test("what no item asks for is still in sight", () => {
    expect(partsByItem([{ title: "Round the table", minutes: 45 }])).toEqual({
      items: [[]],
      besides: ["triggers", "spend", "actions", "exceptions"],
    });
  });

  test("a policy without a weekly review has none to hold", () => {
    expect(agendaOf({})).toBeNull();
    expect(agendaOf({ outcome_contract: { outcome_contract: { operating_cadence: {} } } })).toBeNull();
  });

  test("the contract's seats are the roles that people hold, and a seat without a role is named", () => {
    const roles = ["CFO", "CEO", "Head of Sales/Marketing", "CPO/CTO", "FP&A", "Team lead", "Auditor"];
    expect(roles.filter((role) => isExpected(role, agenda.attendees))).toEqual(roles.slice(0, 5));
    expect(seatsWithoutRole([...agenda.attendees, "Treasurer"])).toEqual(["Treasurer"]);
  });
});
