import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { referenceArtifacts } from "../../kernel/enforcement/testing/reference-policy";
import { canonicalJson } from "../canonical-json";
import { createTestDatabase } from "../db/testing/test-database";
import { policyHash } from "./active-policy";
import { draftContent } from "./draft-content";

let app: pg.Client;

beforeAll(async () => {
  app = new pg.Client({ connectionString: (await createTestDatabase()).appUrl });
  await app.connect();
});
afterAll(() => app.end());

async function asTheDatabaseHasIt(values: readonly unknown[]): Promise<string[]> {
  const { rows } = await app.query<{ text: string }>(
    "select canonical_json(value) as text from jsonb_array_elements($1::jsonb) with ordinality as each(value, place) order by place",
    [JSON.stringify(values)],
  );
  return rows.map(({ text }) => text);
}

const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.constantFrom(
    0,
    -0,
    1e-6,
    -1e-6,
    1e-7,
    5e-324,
    1e20,
    999999999999999900000,
    1e21,
    0.1,
    100,
    1.1,
    2 ** 53,
    2 ** 63,
  ),
  // Ordinary figures of a policy, and figures at the edges of what is written without an exponent.
  fc.integer({ min: -1_000_000, max: 1_000_000 }).map((cents) => cents / 100),
  fc
    .tuple(fc.double({ min: 1, max: 9.999, noNaN: true }), fc.integer({ min: -8, max: 22 }))
    .map(([digits, exponent]) => digits * 10 ** exponent),
);
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.constantFrom(
    "\\",
    '"',
    "\u2028\u2029",
    "\u007f",
    "\u001f\b\f\n\r\t",
    "</script>",
    "é",
    "e\u0301",
    "😀",
    "\ud83d",
    "\0",
    "\uffff",
  ),
);
const name = fc.oneof(
  text,
  fc.constantFrom("__proto__", "constructor", "", "toJSON", "10", "9", "é", "z", "\ue000", "\uffff", "😀"),
);
const { value: anything } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthSize: "medium" },
    fc.constantFrom(null, true, false),
    number,
    text,
    fc.array(tie("value"), { maxLength: 6 }),
    fc.array(fc.tuple(name, tie("value")), { maxLength: 6 }).map((entries) => Object.fromEntries(entries)),
  ),
}));

test("whatever a draft may hold, the database's hash is the application's", async () => {
  let [taken, refused] = [0, 0];
  await fc.assert(
    fc.asyncProperty(fc.array(anything, { minLength: 20, maxLength: 40 }), async (values) => {
      const contents = values.map((part) =>
        draftContent({ micro_case: { part }, trigger_spec: {}, gating_rules: {}, outcome_contract: {} }),
      );
      const stored = contents.flatMap((content) => (content.ok ? [content.value] : []));
      taken += stored.length;
      refused += contents.length - stored.length;
      expect(await asTheDatabaseHasIt(stored)).toEqual(stored.map(canonicalJson));
    }),
    { numRuns: 150 },
  );
  // A door that refuses everything, or nothing, would prove nothing.
  expect(taken).toBeGreaterThan(1_000);
  expect(refused).toBeGreaterThan(100);
});

test("what is refused for its numbers or names is refused for a reason: there the two hashes differ", async () => {
  const apart = [1e21, 1e-7, 5e-324, { "😀": 1, "\uffff": 2 }];
  const texts = await asTheDatabaseHasIt(apart);
  for (const [index, value] of apart.entries()) {
    expect(texts[index]).not.toBe(canonicalJson(value));
    const content = draftContent({ ...referenceArtifacts, micro_case: { value } });
    expect(content.ok).toBe(false);
  }
});

test("the published policy has the same hash on both sides", async () => {
  const { rows } = await app.query<{ hash: string }>(
    "select 'sha256:' || encode(sha256(convert_to(canonical_json($1::jsonb), 'UTF8')), 'hex') as hash",
    [JSON.stringify(referenceArtifacts)],
  );
  expect(rows[0]?.hash).toBe(policyHash(referenceArtifacts));
});
