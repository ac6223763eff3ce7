import { describe, expect, it } from "vitest";
import { pick, randomFrom } from "../corpus/random";
import {
  compile,
  decideRequest,
  type GateRequest,
  MODES,
  situationOf,
  TRIGGER_STATES,
  type TriggerState,
} from "../index";
import { requestTo, standing } from "../testing/reference-document";
import { referenceArtifacts } from "../testing/reference-policy";
import { atlasOf } from "./atlas";
import { changesOpenTo } from "./changeable";
import { type UnblockAtom, unblockSets } from "./unblock";

const policy = compile(referenceArtifacts);
const increase = (amount_usd: number, current_budget_usd = 100_000) =>
  requestTo("G2_GTM_SPEND", {
    kind: "increase",
    segment: "mid-market",
    channel: "search",
    amount_usd,
    current_budget_usd,
    evidence: "proven",
    expected_roi_band: [1, 2],
  });

function setsFor(
  request: GateRequest,
  states: Readonly<Record<string, TriggerState>> = {},
  mode: "NORMAL" | "DEFENSIVE" = "NORMAL",
) {
  return unblockSets(policy, situationOf(policy, standing(states, mode)), request);
}

/** One line for each set: `T4 WATCH + signoff CFO`. */
function inWords(sets: ReturnType<typeof unblockSets>): string[] {
  return sets.map(({ atoms }) => atoms.map(word).join(" + "));
}
function word(atom: UnblockAtom): string {
  switch (atom.kind) {
    case "trigger":
      return `${atom.trigger} ${atom.enough.join("/")}`;
    case "mode":
      return `${atom.passCycles} PASS cycles`;
    case "signoff":
      return `signoff ${atom.role}`;
    case "smaller_ask":
      return `${atom.name} <= ${atom.largest}`;
    case "fact":
      return atom.figure === null
        ? `${atom.name} ${atom.values.join("/") || "given"}`
        : `${atom.name} ${atom.figure.direction} ${atom.figure.value}`;
    default:
      return atom.kind;
  }
}

describe("what would unblock a request", () => {
  it("knows every proof that the gates weigh, and no other", () => {
    const weighed = Object.values(atlasOf(policy).gates).map(({ lessProof }) =>
      [...new Set(lessProof.map(({ proof }) => proof))].sort(),
    );
    expect(weighed).toEqual([
      ["exception", "roi_case", "signoff:CEO", "signoff:CFO"],
      ["roi_case", "signoff:CFO"],
      [],
      ["roi_case"],
    ]);
    const offered = [
      requestTo("G1_HEADCOUNT", {}),
      increase(1),
      requestTo("G3_PRODUCT_AND_RND", {}),
      requestTo("G4_VENDOR_AND_NON_LABOR", {}),
    ].map((request) =>
      changesOpenTo(policy, request)
        .filter(({ kind }) => kind !== "fact" && kind !== "smaller_ask" && kind !== "offset")
        .map(({ kind, name }) => (kind === "signoff" ? `signoff:${name}` : kind))
        .sort(),
    );
    expect(offered).toEqual(weighed);
  });

  it("is nothing where it is allowed, and where only another policy would help", () => {
    expect(setsFor(increase(9_000))).toEqual([]);
    const risky = requestTo("G3_PRODUCT_AND_RND", { classification: "big-bet", risks_churn: true });
    expect(setsFor(risky, { T5: "PASS" }).every(({ atoms }) => atoms.length > 0)).toBe(true);
    const unenforceable = compile({ ...referenceArtifacts, trigger_spec: {} });
    expect(unblockSets(unenforceable, situationOf(unenforceable, standing()), increase(20_000))).toEqual([]);
  });

  it("is the largest ask that passes, to the cent, and one cent more does not", () => {
    const sets = setsFor(increase(16_000, 100_000.33));
    expect(inWords(sets)).toEqual(["amount_usd <= 15000.04"]);
    expect(sets[0]?.requesterAlone).toBe(true);
    const situation = situationOf(policy, standing());
    expect(decideRequest(policy, situation, increase(15_000.04, 100_000.33)).decision).toBe("ALLOWED");
    expect(decideRequest(policy, situation, increase(15_000.05, 100_000.33)).decision).toBe("BLOCKED");
  });

  it("is a trigger, the mode that follows it, and the data that is missing, each with who owns it", () => {
    const sets = setsFor(increase(9_000), { T4: "FAIL", T6: "UNKNOWN" }, "DEFENSIVE");
    expect(inWords(sets)).toEqual(["T4 WATCH/PASS + T6 PASS + 2 PASS cycles"]);
    expect(sets[0]?.atoms.map(({ by }) => by)).toEqual([
      { requester: false, role: "CFO + Controller/Treasury" },
      { requester: false, role: "Head of Sales + RevOps" },
      { requester: false, role: "CFO" },
    ]);
  });

  it("lists the ways of a hire side by side: wait, or sign, or protect retention", () => {
    const hire = requestTo("G1_HEADCOUNT", {
      classification: "net-new",
      function: "CS",
      mitigates_churn: true,
      in_approved_plan: true,
      critical_role: false,
      count: 1,
      critical_roles_added_this_month: 0,
    });
    expect(inWords(setsFor(hire, { T5: "FAIL" }))).toEqual([
      "T5 PASS",
      // In the plan, the role also passes with T5 on PASS; the smaller step is enough with the exception.
      "T5 WATCH/PASS + signoff CFO + exception + offset",
      "signoff CEO + signoff CFO + roi_case + exception + offset",
    ]);
  });

  it("offers a vendor a smaller contract, a case, or proof that the product needs it", () => {
    const vendor = requestTo("G4_VENDOR_AND_NON_LABOR", { kind: "new", amount_usd_per_month: 9_000 });
    expect(inWords(setsFor(vendor))).toEqual(["amount_usd_per_month <= 5000", "roi_case"]);
    expect(inWords(setsFor(vendor, { T4: "WATCH" }))).toContain(
      "mission_critical true + justification given + roi_case",
    );
  });

  it("never asks anyone to state otherwise what is stated, and supplies what is not", () => {
    const bet = requestTo("G3_PRODUCT_AND_RND", { classification: "big-bet" });
    expect(inWords(setsFor(bet))).toEqual(["quantified_impact given"]);
    expect(inWords(setsFor(bet, { T5: "FAIL" }, "DEFENSIVE")).join()).not.toContain("classification");
  });

  it("finds a person beside the requester where the request names nobody", () => {
    const discount = {
      ...requestTo("G2_GTM_SPEND", { kind: "discount_exception", segment: "SMB", discount_pct: 25 }),
      requested_by: null,
    };
    expect(inWords(setsFor(discount))).toEqual(["requested_by given + signoff CFO"]);
  });

  it("gives the shortest first, and no more than asked for", () => {
    const bare = requestTo("G2_GTM_SPEND", {});
    const sets = setsFor(bare);
    const lengths = sets.map(({ atoms }) => atoms.length);
    expect(lengths).toEqual(lengths.toSorted((one, other) => one - other));
    const situation = situationOf(policy, standing());
    expect(unblockSets(policy, situation, bare, { limit: 2 })).toEqual(sets.slice(0, 2));
  });
});

/**
 * The sets as a caller reads them, put into effect by other hands than those that found them: ALLOWED with
 * the whole set, with every state and value that it calls enough, and BLOCKED with any part of it.
 */
describe("a set taken at its word", () => {
  const random = randomFrom(4);
  const classes = atlasOf(policy).classes;
  const cases = Array.from({ length: 150 }, () => {
    const { request, label } = pick(random, classes);
    const states = Object.fromEntries(
      policy.triggers.map(({ shortId }) => [shortId, pick(random, TRIGGER_STATES)]),
    );
    return { label, request, facts: { ...standing(states), mode: pick(random, MODES) } };
  });
  const isAllowed = ({ facts, request }: Case) =>
    decideRequest(policy, situationOf(policy, facts), request).decision === "ALLOWED";

  it("opens the request, and no part of it does", () => {
    const faults: string[] = [];
    let tried = 0;
    for (const given of cases) {
      for (const { atoms } of unblockSets(policy, situationOf(policy, given.facts), given.request)) {
        tried += 1;
        for (const effects of combinations(atoms.map(effectsOf))) {
          if (!isAllowed(applied(effects, given))) faults.push(`${given.label}: closed`);
        }
        const first = atoms.map((atom) => effectsOf(atom)[0] as Effect);
        for (let part = 0; part < 2 ** atoms.length - 1; part += 1) {
          const effects = first.filter((_, at) => part & (1 << at));
          if (isAllowed(applied(effects, given))) faults.push(`${given.label}: a part is enough`);
        }
      }
    }
    expect(faults).toEqual([]);
    expect(tried).toBeGreaterThan(100);
  });
});

interface Case {
  readonly facts: ReturnType<typeof standing>;
  readonly request: GateRequest;
}
type Effect = (given: Case) => Case;

function applied(effects: readonly Effect[], given: Case): Case {
  return effects.reduce<Case>((one, effect) => effect(one), given);
}

/** Every way to do what an atom says is enough. */
function effectsOf(atom: UnblockAtom): Effect[] {
  const requested = (change: (request: GateRequest) => object): Effect => {
    return ({ facts, request }) => ({ facts, request: { ...request, ...change(request) } as GateRequest });
  };
  const detail = (name: string, value: unknown) =>
    requested(({ details }) => ({ details: { ...details, [name]: value } }));
  switch (atom.kind) {
    case "trigger":
      return atom.enough.map((state) => ({ facts, request }) => ({
        facts: { ...facts, states: { ...facts.states, [atom.trigger]: state } },
        request,
      }));
    case "mode":
      return [({ facts, request }) => ({ facts: { ...facts, mode: "NORMAL" }, request })];
    case "crm_hygiene":
      return [({ facts, request }) => ({ facts: { ...facts, crmHygiene: standing().crmHygiene }, request })];
    case "signoff":
      return [
        requested(({ signoffs }) => ({
          signoffs: [...(signoffs ?? []), { role: atom.role, by: "somebody" }],
        })),
      ];
    case "roi_case":
      return [requested(() => ({ roi_case: { summary: "Pays", expected_roi_band: [1, 2] } }))];
    case "exception":
      return [requested(() => ({ exceptions: [{ exception_id: atom.exceptionId }] }))];
    case "offset":
      return [
        requested(({ exceptions }) => ({
          exceptions: (exceptions ?? []).map((claim) => ({
            ...claim,
            offset: { description: "A cut", amount_usd: 1 },
          })),
        })),
      ];
    case "smaller_ask":
      return [detail(atom.name, atom.largest)];
    case "fact":
      if (atom.figure !== null)
        return [
          detail(
            atom.name,
            Object.keys(atom.figure.beside).length > 0 ? LEAST[atom.name] : atom.figure.value,
          ),
        ];
      return (atom.values.length > 0 ? atom.values : [ANY[atom.name]]).map((value) =>
        detail(atom.name, value),
      );
  }
}

/** Amounts that were each measured beside the other's least. */
const LEAST: Readonly<Record<string, number>> = {
  count: 1,
  critical_roles_added_this_month: 0,
  amount_usd: 0.01,
  current_budget_usd: 1,
};
const ANY: Readonly<Record<string, unknown>> = {
  segment: "SMB",
  channel: "search",
  justification: "Needed",
  expected_roi_band: [1, 2],
  quantified_impact: { on: "upsell", band: [1, 2], unit: "percent" },
  amount_usd: 5,
  current_budget_usd: 100,
  experiment_share_pct: 1,
  discount_pct: 1,
  amount_usd_per_month: 1,
  count: 1,
  critical_roles_added_this_month: 0,
};

function combinations(choices: readonly (readonly Effect[])[]): Effect[][] {
  return choices.reduce<Effect[][]>(
    (list, options) => list.flatMap((one) => options.map((each) => [...one, each])),
    [[]],
  );
}
