import canonicalize from "canonicalize";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  baseDocument,
  documentOf,
  type Given,
  type Json,
  type JsonObject,
  putInState,
  requestOf,
} from "./corpus/given";
import { fuzzDocument } from "./corpus/mutation";
import { randomFrom } from "./corpus/random";
import { examine } from "./corpus/verdict-checks";
import { type Report, runText } from "./index";

const NUMBER_OF_RUNS = 200;
const LIKES = [
  "backfill",
  "critical role",
  "churn-saving hire",
  "proven increase",
  "experiment",
  "reinstatement",
  "big bet",
  "renewal",
  "discount",
];

function reportOf(document: JsonObject, logWillTake = true): Report {
  const answer = runText(JSON.stringify(document), { logWillTake });
  if (!answer.ok) throw new Error(`Not a run: ${JSON.stringify(answer.issues)}`);
  return answer.report;
}
function bytesOf(document: JsonObject): string {
  return canonicalize(reportOf(document)) ?? "";
}
function stateOf(document: JsonObject, trigger: string): string | undefined {
  return reportOf(document).trigger_evaluation.find(({ trigger_id }) => trigger_id.startsWith(`${trigger}_`))
    ?.state;
}
function holds<T>(arbitrary: fc.Arbitrary<T>, property: (value: T) => void): void {
  fc.assert(fc.property(arbitrary, property), { numRuns: NUMBER_OF_RUNS });
}

const aState = fc.constantFrom("PASS", "WATCH", "FAIL", "UNKNOWN");
const aSituation = fc.record({
  states: fc.dictionary(fc.constantFrom("T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8"), aState, {
    maxKeys: 8,
  }),
  likes: fc.array(fc.constantFrom(...LIKES), { maxLength: 6 }),
  signed: fc.boolean(),
});
function situation({
  states,
  likes,
  signed,
}: {
  states: Record<string, string>;
  likes: string[];
  signed: boolean;
}): Given {
  const around: JsonObject = signed ? { signoffs: ["CEO", "CFO"], roi_case: "documented" } : {};
  return { states, requests: likes.map((like, index) => ({ like, ...around, request_id: `R${index}` })) };
}

/** The same value with the keys of every object in another order. */
function rekeyed(value: Json): Json {
  if (Array.isArray(value)) return value.map(rekeyed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, child]) => [key, rekeyed(child)]),
  );
}

describe("the same facts give the same answer", () => {
  it("the order of keys, at any depth, changes no byte of the report", () => {
    holds(aSituation, (chosen) => {
      const document = documentOf(situation(chosen));
      expect(bytesOf(rekeyed(document) as JsonObject)).toBe(bytesOf(document));
    });
  });

  it("the report has the same bytes each time it is asked for", () => {
    holds(aSituation, (chosen) => {
      const document = documentOf(situation(chosen));
      expect(bytesOf(structuredClone(document))).toBe(bytesOf(document));
    });
  });

  it("artifacts as texts of JSON and as objects give the same report", () => {
    const some = fc.subarray(["micro_case", "trigger_spec", "gating_rules", "outcome_contract"]);
    holds(fc.tuple(aSituation, some), ([chosen, stringify]) => {
      const given = situation(chosen);
      expect(bytesOf(documentOf({ ...given, stringify }))).toBe(bytesOf(documentOf(given)));
    });
  });

  it("the order of the requests changes no decision, and only the place of each within its gate", () => {
    holds(fc.tuple(aSituation, fc.infiniteStream(fc.nat())), ([chosen, ranks]) => {
      const document = documentOf(situation(chosen));
      const requests = document.requests as JsonObject[];
      const shuffled = requests
        .map((request) => ({ request, rank: Number(ranks.next().value) }))
        .sort((one, other) => one.rank - other.rank)
        .map(({ request }) => request);
      const byId = (report: Report) =>
        new Map(report.gate_decisions.map((decision) => [decision.request_id, decision]));
      const before = reportOf(document);
      const after = reportOf({ ...document, requests: shuffled });
      expect(byId(after)).toEqual(byId(before));
      expect(after.final_outcome).toEqual(before.final_outcome);
      const gates = after.gate_decisions.map(({ gate_id }) => gate_id);
      expect(gates).toEqual([...gates].sort());
    });
  });

  it("a decision does not depend on which other requests stand beside it", () => {
    holds(aSituation, (chosen) => {
      const together = documentOf(situation(chosen));
      for (const request of together.requests as JsonObject[]) {
        const alone = reportOf({ ...together, requests: [request] }).gate_decisions[0];
        expect(alone).toEqual(
          reportOf(together).gate_decisions.find((one) => one.request_id === request.request_id),
        );
      }
    });
  });

  it("the order of the triggers in the specification changes no state and no decision", () => {
    holds(aSituation, (chosen) => {
      const document = documentOf(situation(chosen));
      const turned = structuredClone(document);
      (
        turned as unknown as { artifacts: { trigger_spec: { trigger_spec: { triggers: Json[] } } } }
      ).artifacts.trigger_spec.trigger_spec.triggers.reverse();
      const states = (report: Report) =>
        Object.fromEntries(report.trigger_evaluation.map((one) => [one.trigger_id, one]));
      expect(states(reportOf(turned))).toEqual(states(reportOf(document)));
      expect(reportOf(turned).gate_decisions).toEqual(reportOf(document).gate_decisions);
    });
  });
});

/** A decimal as people write it: an integer count of cents. */
const cents = fc.integer({ min: 1, max: 2_000_000_000 });
const decimal = (count: number, places: number) => Number(`${count}e-${places}`);

describe("numbers are exact decimals", () => {
  it("a runway of exactly 15 months passes, and a cent less of cash does not", () => {
    holds(fc.integer({ min: 101, max: 100_000_000 }), (burn) => {
      const document = baseDocument();
      const inputs = document.inputs as JsonObject;
      inputs.NetBurn_3mo_avg = decimal(burn, 2);
      inputs.CashBalance = decimal(burn * 15, 2);
      expect(stateOf(document, "T4")).toBe("PASS");
      inputs.CashBalance = decimal(burn * 15 - 1, 2);
      expect(stateOf(document, "T4")).toBe("WATCH");
    });
  });

  it("a coverage of exactly 3 passes, and a cent less of pipeline does not", () => {
    holds(cents, (target) => {
      const document = baseDocument();
      const inputs = document.inputs as JsonObject;
      inputs.BookingsTarget_next_quarter = decimal(target, 2);
      inputs.QualifiedPipelineAmount_next_quarter = decimal(target * 3, 2);
      expect(stateOf(document, "T6")).toBe("PASS");
      inputs.QualifiedPipelineAmount_next_quarter = decimal(target * 3 - 1, 2);
      expect(stateOf(document, "T6")).not.toBe("PASS");
    });
  });

  it("three months whose mean is the threshold are on it, however the cents fall", () => {
    holds(
      fc.tuple(
        fc.integer({ min: -9_000_000, max: 9_000_000 }),
        fc.integer({ min: -9_000_000, max: 9_000_000 }),
      ),
      ([one, two]) => {
        const document = baseDocument();
        const inputs = document.inputs as JsonObject;
        const sum = -15_000_000;
        inputs.Capex = [0, 0, 0];
        inputs.OperatingCashFlow = [one, two, sum - one - two].map((count) => decimal(count, 2));
        expect(stateOf(document, "T1")).toBe("PASS");
        inputs.OperatingCashFlow = [one, two, sum - one - two - 1].map((count) => decimal(count, 2));
        expect(stateOf(document, "T1")).toBe("WATCH");
      },
    );
  });

  it("percent, ratio and bare numbers of one size are one number", () => {
    holds(
      fc.tuple(fc.integer({ min: -5000, max: 9000 }), fc.integer({ min: -5000, max: 9000 })),
      ([growth, margin]) => {
        const written = (one: Json, other: Json) => {
          const document = baseDocument();
          Object.assign(document.inputs as JsonObject, {
            ARR_Growth_Rate_TTM: one,
            EBITDA_Margin_TTM: other,
          });
          return reportOf(document).trigger_evaluation.find(({ trigger_id }) => trigger_id.startsWith("T3_"));
        };
        const bare = written(decimal(growth, 2), decimal(margin, 2));
        expect(
          written({ value: decimal(growth, 4), unit: "ratio" }, { value: decimal(margin, 2), unit: "%" }),
        ).toEqual(bare);
        expect(bare?.state).toBe(
          growth + margin >= 3000 ? "PASS" : growth + margin >= 2000 ? "WATCH" : "FAIL",
        );
      },
    );
  });

  it("an increase of exactly 15 percent of any budget is allowed, and a cent more is not", () => {
    holds(fc.integer({ min: 1, max: 50_000_000 }), (twentieths) => {
      const decisionOn = (amount: number) => {
        const details = { amount_usd: decimal(amount, 2), current_budget_usd: decimal(twentieths * 20, 2) };
        const document = {
          ...baseDocument(),
          requests: [requestOf({ like: "proven increase", details }, "R")],
        };
        return reportOf(document).gate_decisions[0]?.decision;
      };
      expect(decisionOn(twentieths * 3)).toBe("ALLOWED");
      expect(decisionOn(twentieths * 3 + 1)).toBe("BLOCKED");
    });
  });
});

/** All the ways the grammar has to write an amount of thousands of dollars. */
const written = (thousands: number): string[] => {
  const sign = thousands < 0 ? ["-", "−", "–"] : ["", "+"];
  const size = Math.abs(thousands);
  const grouped = `${size},000`;
  return sign.flatMap((one) => [
    `${one}$${size}k`,
    `${one}$${grouped}`,
    `${one}${size}000 USD`,
    `${one}${size}k USD`,
    `${one}$${size / 1000}m`,
    `${one}$${size}k/month`,
  ]);
};
const amountText = (thousands: number) => fc.constantFrom(...written(thousands));
const atLeast = fc.constantFrom(">=", "≥", ">= ", "≥ ");

describe("thresholds say the same however they are written", () => {
  it("every accepted form of an amount, a sign and a comparator gives the same states", () => {
    const forms = fc.record({
      pass: amountText(-50),
      low: amountText(-50),
      bottom: amountText(-150),
      fail: amountText(-150),
      at: atLeast,
      name: fc.constantFrom("TrajectoryGap ", "", "Gap "),
    });
    holds(
      fc.tuple(forms, fc.integer({ min: -40_000, max: 40_000 })),
      ([{ pass, low, bottom, fail, at, name }, target]) => {
        const base = baseDocument();
        (base.inputs as JsonObject).TargetFCF_3mo_avg = target * 10;
        const rewritten = documentOf({
          set: {
            "T1.threshold": {
              pass: `${name}${at}${pass}`,
              watch: `${name}< ${low} and ${at}${bottom}`,
              fail: `${name}< ${fail}`,
            },
            "inputs.TargetFCF_3mo_avg": target * 10,
          },
        });
        expect(stateOf(rewritten, "T1")).toBe(stateOf(base, "T1"));
      },
    );
  });

  it("the three forms of a closed interval are one", () => {
    const form = fc.constantFrom(
      "12 to 14.99 months",
      "between 12 and 14.99 months",
      "range 12–14.99 months",
      "RunwayMonths range 12-14.99",
      "RunwayMonths between 12 and 14.99",
    );
    holds(fc.tuple(form, fc.integer({ min: 900, max: 1499 })), ([watch, hundredths]) => {
      const document = documentOf({
        set: {
          "T4.threshold.watch": watch,
          "inputs.CashBalance": decimal(hundredths, 2),
          "inputs.NetBurn_3mo_avg": 1,
        },
      });
      expect(stateOf(document, "T4")).toBe(hundredths < 1200 ? "FAIL" : "WATCH");
    });
  });
});

describe("hostile documents", () => {
  const hostileKey = fc.constantFrom(
    "__proto__",
    "constructor",
    "prototype",
    "toString",
    "hasOwnProperty",
    "valueOf",
  );
  /** Written into the text, as it comes from outside: `JSON.parse` makes even `__proto__` an own key. */
  const withInput = (document: JsonObject, key: string, value: Json) =>
    JSON.stringify(document).replace(
      '"inputs":{',
      () => `"inputs":{${JSON.stringify(key)}:${JSON.stringify(value)},`,
    );

  it("a hostile key outside the artifacts and the inputs is not a run, whatever it holds", () => {
    holds(fc.tuple(hostileKey, fc.jsonValue()), ([key, value]) => {
      for (const place of ["cycle", "close", "dataset", "crm_hygiene"]) {
        const document = baseDocument();
        document[place] = JSON.parse(
          `${JSON.stringify(document[place]).slice(0, -1)}, ${JSON.stringify(key)}: ${JSON.stringify(value)}}`,
        );
        expect([place, key, runText(JSON.stringify(document), { logWillTake: true }).ok]).toEqual([
          place,
          key,
          false,
        ]);
      }
    });
  });

  it("a hostile key among the inputs is a name like any other and changes nothing", () => {
    holds(fc.tuple(hostileKey, fc.jsonValue()), ([key, value]) => {
      const document = baseDocument();
      const answer = runText(withInput(document, key, value as Json), { logWillTake: true });
      expect(answer.ok && canonicalize(answer.report)).toBe(bytesOf(document));
    });
  });

  it("no key planted on a prototype is read as a fact", () => {
    holds(fc.constantFrom("CashBalance", "CAC", "GrossMargin", "Churn", "Revenue"), (name) => {
      const document = baseDocument();
      delete (document.inputs as JsonObject)[name];
      const answer = runText(withInput(document, "__proto__", { [name]: 100 }), { logWillTake: true });
      expect(answer.ok && answer.report.final_outcome.outcome).toBe("NEEDS_INPUT");
      expect(Object.hasOwn(Object.prototype, name)).toBe(false);
    });
  });

  it("inputs of any shape never turn a request that UNKNOWN blocks into an approval", () => {
    const names = [
      "CashBalance",
      "NetBurn",
      "OperatingCashFlow",
      "Capex",
      "StartingARR",
      "Expansion",
      "Revenue",
      "COGS",
    ];
    holds(fc.tuple(fc.constantFrom(...names), fc.jsonValue()), ([name, value]) => {
      const document = documentOf({ request: { like: "renewal" } });
      putInState(document, "T1", "UNKNOWN");
      (document.inputs as JsonObject)[name] = value as Json;
      expect(reportOf(document).gate_decisions[0]?.decision).toBe("BLOCKED");
    });
  });

  it("thousands of mutated documents: never a throw, a broken report, or an approval that the promises forbid", () => {
    const DOCUMENTS = 3000;
    const counts = { report: 0, "not a run": 0, "not JSON": 0 };
    for (let seed = 1; seed <= DOCUMENTS; seed++) {
      const { answer, faults } = examine(fuzzDocument(randomFrom(seed)));
      counts[answer]++;
      expect([seed, faults]).toEqual([seed, []]);
    }
    expect(counts.report).toBeGreaterThan(DOCUMENTS / 2);
    expect(counts["not a run"]).toBeGreaterThan(DOCUMENTS / 50);
    expect(counts["not JSON"]).toBeGreaterThan(DOCUMENTS / 200);
  }, 120_000);
});
