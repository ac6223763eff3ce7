import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { differences, type Expect, partialReport } from "./corpus/expectation";
import { documentOf, type Given, type Json } from "./corpus/given";
import { REASON_CODES, type Report, runText } from "./index";

interface CorpusCase {
  title: string;
  clause: string;
  given: Given;
  expect: Expect;
}

const folder = join(import.meta.dirname, "corpus");
const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".json") && !name.startsWith("00-base"))
  .sort();
const corpus = files.map((file) => ({
  file,
  cases: JSON.parse(readFileSync(join(folder, file), "utf8")) as CorpusCase[],
}));
const everyCase = corpus.flatMap(({ cases }) => cases);

function answerTo(given: Given) {
  const body = given.body ?? JSON.stringify(documentOf(given));
  return runText(body, { logWillTake: given.log ?? true });
}

function check({ given, expect: expected }: CorpusCase): string[] {
  const answer = answerTo(given);
  if (!answer.ok) {
    const paths = answer.issues.map(({ path }) => path);
    if (expected.not_a_run === undefined)
      return [`expected a report, but this is not a run: ${paths.join(", ")}`];
    const wanted = expected.not_a_run;
    const named = paths.some((path) => (wanted === "" ? path === "" : path.includes(wanted)));
    return named ? [] : [`not a run, but expected it to name "${wanted}", got: ${paths.join(", ")}`];
  }
  if (expected.not_a_run !== undefined)
    return [`expected "${expected.not_a_run}" to be refused, got a report`];
  const report = answer.report as unknown as Json;
  return [
    ...differences(partialReport(expected), report, "report"),
    ...differences(expected.report ?? {}, report, "report"),
  ];
}

for (const { file, cases } of corpus) {
  describe(file.replace(/\.json$/, ""), () => {
    it.each(cases)("$title", (corpusCase) => {
      expect(check(corpusCase)).toEqual([]);
    });
  });
}

describe("the corpus as a whole", () => {
  it("has at least one case that expects each reason code in a report", () => {
    const expected = new Set(everyCase.flatMap((entry) => entry.expect.codes ?? []));
    expect(REASON_CODES.filter(({ code }) => !expected.has(code))).toEqual([]);
    expect(expected.size).toBe(35);
  });

  it("names every check of the contract, A1-1 to A10-2, as the clause of a case", () => {
    const checksPerSection = [2, 4, 2, 3, 5, 10, 2, 1, 3, 2];
    const clauses = checksPerSection.flatMap((count, section) =>
      Array.from({ length: count }, (_, check) => `RUNTIME-A${section + 1}-${check + 1}`),
    );
    const cited = new Set(everyCase.flatMap(({ clause }) => clause.match(/RUNTIME-A\d+-\d+/g) ?? []));
    expect(clauses.filter((clause) => !cited.has(clause))).toEqual([]);
    expect([...cited].filter((clause) => !clauses.includes(clause))).toEqual([]);
  });

  it("has cases for every section of the settled page that speaks of documents and reports", () => {
    const perSection = [2, 3, 4, 5, 6, 7, 8].map(
      (section) => everyCase.filter(({ clause }) => clause.includes(`§${section}`)).length,
    );
    expect(perSection.every((count) => count >= 3)).toBe(true);
  });

  it("says each thing once: no two cases share a title or ask the same question", () => {
    const titles = everyCase.map(({ title }) => title);
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
    const questions = everyCase.map((entry) => JSON.stringify([entry.given, entry.expect]));
    expect(questions.filter((question, index) => questions.indexOf(question) !== index)).toEqual([]);
  });

  it("is answered with the same bytes when a case is asked twice", () => {
    const bytes = (given: Given) => {
      const answer = answerTo(given);
      return JSON.stringify(answer.ok ? (answer.report satisfies Report) : answer.issues);
    };
    for (const { given } of everyCase) expect(bytes(given)).toBe(bytes(given));
  });
});
