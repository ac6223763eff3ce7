import { describe, expect, test } from "vitest";
import { mappingGaps } from "./mapping-gaps";
import type { OpenChoice } from "./open-choices";

const fields = [
  { name: "month", label: "Month", required: true },
  { name: "component", label: "Component", required: true },
  { name: "account", label: "Account", required: false },
];
const questions = [
  {
    about: "column",
    field: "component",
    what: "No column is Component.",
    remedy: "Choose the column; it is often called line.",
  },
];
const decimal: OpenChoice = { column: "2", about: "decimal", question: "How?", options: [] };

describe("what the columns of a file still lack", () => {
  test("each needed field without a column is named, in the words of the question where there was one", () => {
    const gaps = mappingGaps({ fields, mapping: {}, asked: [], choices: {}, questions, known: {} });
    expect(gaps).toEqual({
      fields: {
        month: "No column is Month. Choose the column.",
        component: "No column is Component. Choose the column; it is often called line.",
      },
      choices: {},
      count: 2,
    });
  });

  test("how figures are written, until somebody says it", () => {
    const mapping = { month: 0, component: 1 };
    const asked = [decimal];
    const open = mappingGaps({ fields, mapping, asked, choices: {}, questions, known: {} });
    expect(open).toEqual({ fields: {}, choices: { "2 decimal": "Choose one of these." }, count: 1 });
    const said = mappingGaps({
      fields,
      mapping,
      asked,
      choices: { 2: { decimal: "," } },
      questions,
      known: {},
    });
    expect(said.count).toBe(0);
  });

  test("a column that is stated in thousands, until another is chosen for the field", () => {
    const unit = { about: "column", field: "account", what: "It is in thousands.", remedy: "State dollars." };
    const known = { month: 0, component: 1, account: 2 };
    const given = { fields, asked: [], choices: {}, questions: [unit], known };
    expect(mappingGaps({ ...given, mapping: known }).fields).toEqual({
      account: "It is in thousands. State dollars.",
    });
    expect(mappingGaps({ ...given, mapping: { ...known, account: 3 } }).count).toBe(0);
    const decimals = { ...unit, about: "decimal" };
    expect(mappingGaps({ ...given, questions: [decimals], mapping: known }).count).toBe(0);
  });

  test("a question that was answered meanwhile is none any more, nor is a field that is not needed", () => {
    const mapping = { month: 0, component: 1 };
    expect(mappingGaps({ fields, mapping, asked: [], choices: {}, questions, known: {} }).count).toBe(0);
  });
});
