import { expect, test } from "vitest";
import * as z from "zod";
import { runText } from "@/kernel/enforcement/index";
import { referenceDocument } from "@/kernel/enforcement/testing/reference-document";
import { reportSchema } from "../../kernel/enforcement";
import { FAILURES } from "../failures";
import { openApiDocument } from "./openapi";

type Node = Record<string, unknown>;
const described = JSON.parse(JSON.stringify(openApiDocument())) as {
  openapi: string;
  info: Node;
  paths: Record<
    string,
    Record<string, { operationId: string; responses: Record<string, { description: string }> }>
  >;
  components: { schemas: Record<string, Node> };
};
const published = (name: string) => z.fromJSONSchema(described.components.schemas[name] ?? {});

function* nodesOf(value: unknown): Generator<Node> {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value)) yield value as Node;
  for (const child of Object.values(value)) yield* nodesOf(child);
}

test("it is an OpenAPI 3.1 document whose every reference leads somewhere", () => {
  expect(described.openapi).toBe("3.1.0");
  expect(described.info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
  const references = [...nodesOf(described)].flatMap((node) =>
    typeof node.$ref === "string" ? [node.$ref] : [],
  );
  expect(references.length).toBeGreaterThan(10);
  for (const reference of references) {
    const target = reference
      .replace(/^#\//, "")
      .split("/")
      .reduce<unknown>((node, key) => (node as Node | undefined)?.[key], described);
    expect([reference, typeof target]).toEqual([reference, "object"]);
  }
});

test("every operation has a name of its own and describes each answer", () => {
  const operations = Object.values(described.paths).flatMap((path) => Object.values(path));
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  for (const { responses } of operations)
    for (const [status, { description }] of Object.entries(responses)) {
      expect(status).toMatch(/^[245]\d\d$/);
      expect(description.length).toBeGreaterThan(3);
    }
});

test("each status that the endpoint refuses with is described, with the words people read", () => {
  const responses = described.paths["/api/v1/decision-runs"]?.post?.responses ?? {};
  expect(Object.keys(responses)).toEqual([
    "200",
    "400",
    "401",
    "403",
    "405",
    "413",
    "415",
    "422",
    "429",
    "503",
  ]);
  expect(responses["413"]?.description).toContain(FAILURES.TOO_LARGE.words);
});

test("the published batches take the rows that the endpoints take", () => {
  const when = "2026-03-02T09:00:00Z";
  const lead = { event_id: "L-1", event_type: "lead.created", source: "crm", occurred_at: when };
  expect(published("RawEventBatch").safeParse({ events: [lead] }).success).toBe(true);
  const won = { event_id: "R-1", event_type: "arr.new", occurred_at: when, amount_usd: "12000.50" };
  expect(published("RevenueEventBatch").safeParse({ events: [won] }).success).toBe(true);
  for (const wrong of [{ ...lead, event_type: "lead.dreamt" }, { ...lead, colour: "red" }, {}])
    expect(published("RawEventBatch").safeParse({ events: [wrong] }).success).toBe(false);
  const responses = described.paths["/api/v1/events"]?.post?.responses ?? {};
  expect(Object.keys(responses)).toEqual(["200", "400", "401", "403", "405", "413", "415", "429"]);
});

test("the published schema takes the documents that the endpoint takes, and refuses those it refuses", () => {
  const document = published("DecisionRun");
  expect(document.safeParse(referenceDocument()).success).toBe(true);
  for (const wrong of [
    {},
    [],
    { ...referenceDocument(), colour: "red" },
    { ...referenceDocument(), trace_id: 7 },
  ])
    expect(document.safeParse(wrong).success).toBe(false);
});

test("reports of every outcome fit the published schema", () => {
  const report = published("Report");
  const request = { request_id: "REQ-1", gate_id: "G1_HEADCOUNT" as const };
  const texts = [
    "no json",
    JSON.stringify(referenceDocument()),
    JSON.stringify(referenceDocument({ requests: [request] })),
    JSON.stringify(referenceDocument({ inputs: {}, requests: [request] })),
    JSON.stringify(referenceDocument({ artifacts: {}, requests: [request] })),
  ];
  const reports = texts.flatMap((text) => {
    const answer = runText(text, { logWillTake: true });
    return answer.ok ? [answer.report] : [];
  });
  expect(new Set(reports.map((each) => each.final_outcome.outcome))).toEqual(
    new Set(["COMPLETED", "NEEDS_INPUT", "REJECTED"]),
  );
  for (const each of reports) {
    expect(reportSchema.parse(each)).toEqual(each);
    expect(report.safeParse(each).success).toBe(true);
  }
});
