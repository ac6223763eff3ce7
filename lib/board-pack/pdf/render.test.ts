import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, test, vi } from "vitest";
import { pdfHash } from "../hash";
import { outlineTitles, pageTexts, wholeText } from "../testing/pdf-text";
import { smallCase, smallException, smallPack } from "../testing/small-pack";
import { lostCharacters, plainText, shortened } from "./plain-text";
import { renderPack } from "./render";
import { scaleOf } from "./scale";
import { SIGNS } from "./signs";

const run = promisify(execFile);

// A second or two each where nothing else runs; processes start slowly on a shared machine.
vi.setConfig({ testTimeout: 60_000 });

/** In its own process, as another day and another machine would render it. */
async function hashElsewhere(): Promise<string> {
  const script = new URL("../testing/print-hash.ts", import.meta.url).pathname;
  const environment = { ...process.env, TZ: "Pacific/Auckland", LANG: "de_DE.UTF-8", LC_ALL: "de_DE.UTF-8" };
  const { stdout } = await run(process.execPath, ["--import", "tsx", script], { env: environment });
  return stdout;
}

describe("a pack's PDF", () => {
  test("has the same bytes for the same data, in another process, time zone and language", async () => {
    const here = pdfHash(await renderPack(smallPack()));
    expect(here).toBe(pdfHash(await renderPack(structuredClone(smallPack()))));
    const [one, other] = await Promise.all([hashElsewhere(), hashElsewhere()]);
    expect(one).toBe(here);
    expect(other).toBe(here);
  });

  test("has other bytes for other data, and for a release", async () => {
    const draft = pdfHash(await renderPack(smallPack()));
    const released = { by: "Nora Quist", role: "CFO", at: "2026-04-10T09:00:00.000Z" };
    expect(pdfHash(await renderPack(smallPack({ company: "Northwind Softwares" })))).not.toBe(draft);
    expect(pdfHash(await renderPack({ ...smallPack(), release: released }))).not.toBe(draft);
  });

  test("has text that can be selected, on pages that say which of how many they are", async () => {
    const pages = pageTexts(await renderPack(smallPack()));
    expect(pages.length).toBeGreaterThan(3);
    for (const [at, page] of pages.entries()) {
      expect(page).toContain(`${at + 1} of ${pages.length}`);
      expect(page).toContain("Northwind Software");
      expect(page).toContain("Board pack Mar 2026, edition 1, DRAFT, not released");
      expect(page).toContain("As of 9 Apr 2026, 08:30 UTC | policy 1.0.0 | decision log entry 57");
    }
  });

  test("says what a board asks for: states, path, efficiency, exceptions, escalations, budget, and what it rests on", async () => {
    const pdf = await renderPack(smallPack());
    const text = wholeText(pdf);
    expect(outlineTitles(pdf)).toEqual([
      "Memo",
      "Trigger status and trends",
      "The path to breakeven",
      "The efficiency story",
      "Decision log of exceptions",
      "Escalations",
      "Gated budget of Q2 2026",
      "Evidence",
    ]);
    expect(text).toContain("At the close of Mar 2026 the 8 triggers stand at 7 PASS and 1 WATCH.");
    expect(text).toContain("month 12 (Nov 2026)");
    expect(text).toContain("REQ-1010: Replacement on the support desk.");
    expect(text).toContain("Band 1.1 to 1.9. Answer times doubled.");
    expect(text).toContain("Plan of Nora Quist, due 29 May 2026: Collections push");
    expect(text).toContain(`sha256:${"ab".repeat(32)}`);
    expect(text).toContain("entry 57, hash");
  });

  test("holds earlier ROI cases against their band when their time has come, and says where one is too early", async () => {
    const outcome = {
      verdict: "TOO_EARLY" as const,
      words: "Its time comes after 18 Jun 2026.",
      measuredOn: "2026-04-09",
    };
    const text = wholeText(
      await renderPack(
        smallPack({
          exceptions: [{ ...smallException("REQ-1010"), outcome }],
          casesDue: [smallCase("REQ-900"), smallCase("REQ-901", "MISSED")],
          casesDueLeftOut: 3,
        }),
      ),
    );
    expect(text).toContain("Too early to tell: Its time comes after 18 Jun 2026.");
    expect(text).toContain("REQ-900: More paid search. G2 Go-to-market spend. Asked for by Ada Lovelace.");
    expect(text).toContain("Paid back: 1.7× since, against a band of 1.6× to 2.4×.");
    expect(text).toContain("Missed: 1.7× since");
    expect(text).toContain("3 more stand under Did it pay back.");
  });

  test("names an edited sentence, keeps what the data had filled, and leaves out what was left out", async () => {
    const { content, memo } = smallPack();
    const edited = { by: "Nora Quist", at: "2026-04-09T10:00:00.000Z" };
    const changed = memo.map((sentence) =>
      sentence.id === "fcf"
        ? { ...sentence, text: "Cash is on its way.", edited }
        : sentence.id === "mode"
          ? { ...sentence, text: "", edited }
          : sentence,
    );
    const [first = []] = pageTexts(await renderPack({ content, memo: changed, release: null }));
    expect(first).toContain("Cash is on its way. †");
    expect(first.join(" ")).not.toContain("NORMAL mode");
    const text = wholeText(await renderPack({ content, memo: changed, release: null }));
    expect(text).toContain("rewritten by Nora Quist on 9 Apr 2026, 10:00 UTC");
    expect(text).toContain("left out by Nora Quist");
    expect(text).toContain("Free cash flow averaged ($220,000) a month");
  });

  test("is kept whole with forty exceptions, endless texts, and a name longer than the page", async () => {
    const long = "Supercalifragilistic ".repeat(400);
    const pdf = await renderPack(
      smallPack({
        company: `${"Verylongname".repeat(20)} Holding`,
        exceptions: Array.from({ length: 40 }, (_, at) => ({
          ...smallException(`REQ-${1000 + at}`),
          title: long.slice(0, 200),
          roi: { summary: long.slice(0, 4000), low: 1, high: 2 },
        })),
        exceptionsLeftOut: 12,
      }),
    );
    const text = wholeText(pdf);
    for (let at = 0; at < 40; at += 1) expect(text).toContain(`REQ-${1000 + at}:`);
    expect(text).toContain("12 more stand in the decision log.");
    // Each page has something between its head and its foot.
    for (const page of pageTexts(pdf)) expect(page.length).toBeGreaterThan(4);
  });

  test("leaves no title and no small print alone at the foot of a page, however much stands above it", async () => {
    const { memo, content } = smallPack();
    const titles = [
      ...["Decision log of exceptions", "Answers of the gates in the period", "Escalations"],
      ...["ROI cases whose time came in the period", "Gated budget of Q2 2026", "Evidence"],
      ...["What each gate would let through as things stand", "What the forecast rests on", "Mode"],
    ];
    const first = content.escalations[0];
    if (!first) throw new Error("the pack has an escalation");
    for (let size = 1; size <= 24; size += 1) {
      const changed = smallPack({
        exceptions: Array.from({ length: 1 + (size % 5) }, (_, at) => smallException(`REQ-${at}`)),
        casesDue: Array.from({ length: size % 7 }, (_, at) => smallCase(`REQ-9${at}`)),
        escalations: Array.from({ length: size }, () => first),
      }).content;
      for (const page of pageTexts(await renderPack({ content: changed, memo, release: null }))) {
        // Head, state, foot and number of the page are written last.
        const last = page.at(-5) ?? "";
        expect(titles).not.toContain(last);
        expect(last).not.toMatch(/^(Claims of an exception|Approved earlier|Measured on the|decided in)/);
      }
    }
  });

  test("a correction names the edition that it replaces, by the hash of its file", async () => {
    const corrects = { edition: 1, reason: "Revenue of March was posted twice.", pdfSha256: "cd".repeat(32) };
    const [first = []] = pageTexts(await renderPack(smallPack({ edition: 2, corrects })));
    expect(first.join(" ")).toContain("This edition corrects edition 1: Revenue of March was posted twice.");
    expect(first.join(" ")).toContain(`Replaces edition 1, file sha256 ${"cd".repeat(32)}`);
  });

  test("says of an ROI case that waits for signatures that it is not decided, and of a denied one that it was not approved", async () => {
    const of = async (status: "PENDING" | "DENIED") =>
      wholeText(await renderPack(smallPack({ exceptions: [{ ...smallException("REQ-7"), status }] })));
    expect(await of("PENDING")).toContain("Not decided yet Answers of the gates");
    expect(await of("DENIED")).toContain("Not approved Answers of the gates");
  });

  test("a title that ends with a full stop gets no second one", async () => {
    const exceptions = [{ ...smallException("REQ-7"), title: "Give 18% instead of 20%." }];
    expect(wholeText(await renderPack(smallPack({ exceptions })))).toContain(
      "REQ-7: Give 18% instead of 20%. G1 Headcount",
    );
  });

  test("says so where there is no forecast, no band, no exception and no figure", async () => {
    const { trajectory, triggers } = smallPack().content;
    const bare = (id: "fcf" | "ebitda") => ({
      ...trajectory.metrics[id],
      breakeven: null,
      months: trajectory.metrics[id].months.map((month) => ({ ...month, band: null, forecast: null })),
    });
    const pdf = await renderPack(
      smallPack({
        trajectory: {
          ...trajectory,
          drivers: [],
          missing: ["Capex of 2026-02"],
          metrics: { fcf: bare("fcf"), ebitda: bare("ebitda") },
        },
        exceptions: [],
        escalations: [],
        triggers: triggers.map((trigger) => ({
          ...trigger,
          value: null,
          closes: [],
          before: null,
          state: "UNKNOWN",
        })),
        missingCloses: ["2026-02"],
      }),
    );
    const text = wholeText(pdf);
    expect(text).toContain("There is no forecast, because this is missing: Capex of 2026-02.");
    expect(text).toContain("The plan gives no band for this figure.");
    expect(text).toContain("None in Mar 2026.");
    expect(text).toContain("No figure in these closes");
    expect(text).toContain("There is no close of Feb 2026.");
    expect(text).not.toContain("No month has a figure");
  });

  test("draws no axes where no month has a figure, a target or a forecast", async () => {
    const { trajectory } = smallPack().content;
    const none = (id: "fcf" | "ebitda") => ({
      ...trajectory.metrics[id],
      breakeven: null,
      months: trajectory.metrics[id].months.map(({ index, month }) => ({
        index,
        month,
        band: null,
        target: null,
        average: null,
        single: null,
        forecast: null,
        forecastSingle: null,
      })),
    });
    const bare = { ...trajectory, metrics: { fcf: none("fcf"), ebitda: trajectory.metrics.ebitda } };
    const text = wholeText(await renderPack(smallPack({ trajectory: bare })));
    expect(text).toContain("No month has a figure, a target or a forecast of it yet.");
    expect(text.match(/Breakeven due/g)).toHaveLength(1);
  });
});

describe("text for the embedded font", () => {
  test("holds every sign that it claims: the names of people stand as they write them, and can be selected", async () => {
    const name = "Łukasz Dvořák-Παπαδοπούλου, Иван Đorđević";
    const every = SIGNS.flatMap(([first, last]) =>
      Array.from({ length: last - first + 1 }, (_, at) => String.fromCodePoint(first + at)),
    ).filter((character) => plainText(`a${character}a`) === `a${character}a`);
    expect(every.length).toBeGreaterThan(1_200);
    const { content } = smallPack();
    const memo = (["regular", "bold", "italic"] as const).map((id) => ({
      id,
      heading: every.join(" "),
      original: every.join(" "),
      text: every.join(" "),
      edited: { by: name, at: content.asOf },
    }));
    const pdf = await renderPack({ content, memo, release: null });
    const text = wholeText(pdf);
    expect(text).toContain(`rewritten by ${name} on`);
    // The empty box of a font that lacks a character is its first sign, and stands for nothing.
    expect(text).not.toContain("\u0000");
    // Two Cyrillic letters are drawn as the Latin ones that look the same, and are selected as these.
    for (const character of every.filter((each) => !"Әә".includes(each))) expect(text).toContain(character);
  });

  test.each([
    ["−$41,282 against −$1.5M", "($41,282) against ($1.5M)"],
    ["−20.1% and 2.4×", "−20.1% and 2.4×"],
    ["Łukasz Dvořák, Ἀθηνᾶ Παπαδοπούλου", "Łukasz Dvořák, Αθηνα Παπαδοπούλου"],
    ["Żółć, Łódź, Nguyễn, Иван, İstanbul", "Żółć, Łódź, Nguyễn, Иван, İstanbul"],
    ["ROI ≥ 2 → go", "ROI ≥ 2 → go"],
    ["two\nlines\tand a\u0000 NUL", "two lines and a NUL"],
    ["“quoted” – dash — … €5", "“quoted” – dash — … €5"],
    ["東京 Ltd", "?? Ltd"],
  ])("%s", (given, written) => {
    expect(plainText(given)).toBe(written);
  });

  test("what cannot be shown is counted, so that the document can say so", async () => {
    expect(lostCharacters("東京 Ltd?")).toBe(2);
    expect(lostCharacters("Żółć −1")).toBe(0);
    const text = wholeText(await renderPack(smallPack({ company: "東京" })));
    expect(text).toMatch(/\d+ characters have no sign in the fonts of this document/);
  });

  test("a long text is cut at a word", () => {
    expect(shortened("one two three", 9)).toBe("one two …");
    expect(shortened("one two", 9)).toBe("one two");
  });
});

test("an axis has round steps that hold every figure", () => {
  expect(scaleOf([-433_333, 200_000])).toEqual({
    low: -600_000,
    high: 200_000,
    ticks: [-600_000, -400_000, -200_000, 0, 200_000],
  });
  for (const values of [[0], [5, 5], [0.1, 0.35], [-3, -2.9], [1e9, 1]]) {
    const { low, high, ticks } = scaleOf(values);
    expect(low).toBeLessThanOrEqual(Math.min(...values));
    expect(high).toBeGreaterThanOrEqual(Math.max(...values));
    expect(high).toBeGreaterThan(low);
    expect(ticks.length).toBeLessThan(9);
  }
});
