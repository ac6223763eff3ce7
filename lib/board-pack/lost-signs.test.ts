import { describe, expect, test } from "vitest";
import type { PackMemo } from "./content";
import { lostInData, lostInMemo, sentenceNames, signsInWords } from "./lost-signs";
import { lostSigns } from "./pdf/plain-text";
import { smallPack } from "./testing/small-pack";

describe("what the PDF prints as a question mark is known before the pack is released", () => {
  const edited = { by: "Naledi", at: "2026-04-09T10:00:00.000Z" };
  const memo = (...texts: string[]): PackMemo =>
    texts.map((text, at) => ({
      id: `s${at}`,
      heading: at < 2 ? "Decisions" : "The data",
      original: "Filled.",
      text,
      edited,
    }));

  test("each sentence of the memo is named with its characters, and a sentence that prints in full is not", () => {
    expect(lostInMemo(memo("Żółć waits ?", "With 東京 and 東", "Up 🚀"))).toEqual([
      { part: "Decisions, sentence 2", signs: ["東", "京"] },
      { part: "The data, sentence 1", signs: ["🚀"] },
    ]);
    expect(lostInMemo(smallPack().memo)).toEqual([]);
  });

  test("what the data had filled counts as long as it is printed beside the words of a person", () => {
    const [sentence] = memo("Rewritten in full letters");
    if (!sentence) throw new Error("there is one");
    expect(lostInMemo([{ ...sentence, original: "東" }])).toEqual([
      { part: "Decisions, sentence 1", signs: ["東"] },
    ]);
  });

  test("names in the frozen data are told apart from the memo", () => {
    expect(lostInData(smallPack({ company: "東京" }).content)).toEqual(["東", "京"]);
    expect(lostInData(smallPack().content)).toEqual([]);
  });

  test("a sentence is called by its heading and its place under it", () => {
    expect(sentenceNames(["A", "A", "B", "A"])).toEqual([
      "A, sentence 1",
      "A, sentence 2",
      "B, sentence 1",
      "A, sentence 3",
    ]);
  });

  test("a few characters are named, of many the first and how many more", () => {
    expect(signsInWords(["東", "京"])).toBe("東 and 京");
    expect(signsInWords(lostSigns("一二三四五六七八九十"))).toBe("一, 二, 三, 四, 五, 六, 七, 八 and 2 more");
  });
});
