/**
 * The four gates of docs/specs/decision-run.md 5 as rules over flat facts. Each peer's policy is made from these
 * rules, so that all of them answer the same question. A rule allows, or yields a reason code; no rule is a denial.
 */

export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { fact: string; is: string | boolean }
  | { fact: string; among: string[] }
  | { fact: string; atMost: number }
  | { fact: string; over: number };

export interface Rule {
  name: string;
  gate: "G1" | "G2" | "G3" | "G4";
  /** A reason code, or ALLOW. */
  effect: string;
  when: Condition;
}

const is = (fact: string, value: string | boolean = true): Condition => ({ fact, is: value });
const among = (fact: string, ...words: string[]): Condition => ({ fact, among: words });
const all = (...conditions: Condition[]): Condition => ({ all: conditions });
const any = (...conditions: Condition[]): Condition => ({ any: conditions });
const not = (condition: Condition): Condition => ({ not: condition });
const fails = (trigger: string) => among(trigger, "FAIL", "UNKNOWN");
const atMost = (fact: string, limit: number): Condition => ({ fact, atMost: limit });
const over = (fact: string, limit: number): Condition => ({ fact, over: limit });

const CRITICAL = ["T1", "T4", "T5", "T8"];
const criticalFail = any(is("mode", "DEFENSIVE"), ...CRITICAL.map(fails));
const criticalWatch = any(...CRITICAL.map((trigger) => is(trigger, "WATCH")));
const allPass = all(is("mode", "NORMAL"), ...CRITICAL.map((trigger) => is(trigger, "PASS")));

const classified = among("class", "retention-critical", "non-critical", "backfill", "net-new");
const steady = among("class", "backfill", "retention-critical");
const others = among("class", "non-critical", "net-new");
const signedAndProven = all(is("ceo"), is("cfo"), is("roi"));
const exceptionFits = all(is("claims"), is("protects"), among("T5", "WATCH", "FAIL"));
const underWatch = all(not(criticalFail), criticalWatch);

const headcount: Rule[] = [
  rule("G1", "unclassified", "CFO-20", not(classified)),
  rule("G1", "unsigned under a critical FAIL", "CFO-21", classified, criticalFail, not(signedAndProven)),
  rule(
    "G1",
    "no offset under a critical FAIL",
    "CFO-35",
    is("class", "net-new"),
    exceptionFits,
    not(is("offset")),
    criticalFail,
  ),
  rule("G1", "no offset under WATCH", "CFO-35", others, exceptionFits, not(is("offset")), underWatch),
  rule(
    "G1",
    "excepted under a critical FAIL",
    "ALLOW",
    classified,
    not(is("class", "net-new")),
    criticalFail,
    signedAndProven,
  ),
  rule(
    "G1",
    "protected under a critical FAIL",
    "ALLOW",
    is("class", "net-new"),
    exceptionFits,
    is("offset"),
    signedAndProven,
    criticalFail,
  ),
  rule("G1", "steady under WATCH", "ALLOW", steady, is("cfo"), underWatch),
  rule("G1", "protected under WATCH", "ALLOW", others, is("cfo"), exceptionFits, is("offset"), underWatch),
  rule("G1", "planned or steady", "ALLOW", classified, any(is("planned"), steady), allPass),
  rule(
    "G1",
    "critical role",
    "ALLOW",
    classified,
    not(any(is("planned"), steady)),
    is("critical_role"),
    atMost("roles", 2),
    is("T3", "PASS"),
    is("T7", "PASS"),
    allPass,
  ),
];

const isDiscount = is("kind", "discount_exception");
const quantifiedDiscount = all(is("segment"), is("discount"));
const complete = all(
  among("kind", "increase", "reduction", "reallocation", "commitment", "reinstatement"),
  is("segment"),
  is("channel"),
  over("amount", 0),
  is("return_band"),
  among("evidence", "proven", "experiment"),
  any(not(is("kind", "increase")), not(is("evidence", "proven")), over("budget", -1)),
  any(not(among("kind", "increase", "reallocation")), not(is("evidence", "experiment")), over("share", -1)),
);
const free = any(
  among("kind", "reduction", "commitment"),
  all(is("kind", "reallocation"), any(is("evidence", "proven"), is("purpose", "retention"))),
);
const rests = all(complete, not(free));
const open = all(
  is("hygiene"),
  not(criticalFail),
  not(all(fails("T1"), any(is("T4", "WATCH"), fails("T4")))),
);
const growing = all(
  is("T7", "PASS"),
  is("T6", "PASS"),
  any(among("T1", "PASS", "WATCH"), among("T2", "PASS", "WATCH")),
);

const spend: Rule[] = [
  rule("G2", "discount without its facts", "CFO-22", isDiscount, not(quantifiedDiscount)),
  rule("G2", "discount without the CFO", "CFO-23", isDiscount, quantifiedDiscount, not(is("cfo"))),
  rule("G2", "discount", "ALLOW", isDiscount, quantifiedDiscount, is("cfo")),
  rule("G2", "spend without its facts", "CFO-22", not(isDiscount), not(complete)),
  rule("G2", "free in every state", "ALLOW", complete, free),
  rule("G2", "pipeline without hygiene", "CFO-33", rests, not(is("hygiene"))),
  rule(
    "G2",
    "reinstatement",
    "ALLOW",
    is("kind", "reinstatement"),
    is("roi"),
    is("cfo"),
    not(is("T6", "UNKNOWN")),
    not(is("T7", "UNKNOWN")),
    open,
    complete,
  ),
  rule(
    "G2",
    "proven increase",
    "ALLOW",
    is("kind", "increase"),
    is("evidence", "proven"),
    atMost("growth", 1500),
    growing,
    open,
    rests,
  ),
  rule(
    "G2",
    "experiment",
    "ALLOW",
    among("kind", "increase", "reallocation"),
    is("evidence", "experiment"),
    atMost("share", 500),
    growing,
    open,
    rests,
  ),
];

const described = all(among("class", "retention-critical", "non-core", "big-bet"), is("impact"));
const endangers = all(fails("T5"), not(is("safe")));
const roadmap: Rule[] = [
  rule("G3", "undescribed", "CFO-24", not(described)),
  rule("G3", "risks churn", "CFO-25", described, endangers),
  rule("G3", "retention-critical", "ALLOW", is("class", "retention-critical"), described, not(endangers)),
  rule(
    "G3",
    "bets and non-core",
    "ALLOW",
    among("class", "big-bet", "non-core"),
    described,
    among("T5", "PASS", "WATCH"),
    not(criticalFail),
  ),
];

const needsRoiCase = all(
  not(is("kind", "renewal")),
  not(is("roi")),
  any(atMost("monthly", -1), over("monthly", 500_000)),
);
const shortRunway = any(is("T4", "WATCH"), fails("T4"));
const vendor: Rule[] = [
  rule("G4", "dear without an ROI case", "CFO-26", needsRoiCase),
  rule("G4", "not vital under a short runway", "CFO-27", shortRunway, not(is("vital"))),
  rule("G4", "vital", "ALLOW", is("vital"), not(needsRoiCase)),
  rule(
    "G4",
    "ordinary",
    "ALLOW",
    not(is("vital")),
    not(needsRoiCase),
    is("T1", "PASS"),
    is("T4", "PASS"),
    not(criticalFail),
  ),
];

function rule(gate: Rule["gate"], name: string, effect: string, ...conditions: Condition[]): Rule {
  return { gate, name: `${gate} ${name}`, effect, when: all(...conditions) };
}

export const rules: readonly Rule[] = [...headcount, ...spend, ...roadmap, ...vendor];
export const GATES = ["G1", "G2", "G3", "G4"] as const;
export const rulesOf = (gate: Rule["gate"]) => rules.filter((one) => one.gate === gate);
