import type { GateId, ReasonCodeEntry } from "@/kernel/enforcement";

export type Topic = { name: string; about: string; gateId?: GateId };

const HEADCOUNT: Topic = {
  name: "Headcount",
  about: "Requests at the headcount gate",
  gateId: "G1_HEADCOUNT",
};
const GO_TO_MARKET: Topic = {
  name: "Go-to-market spend",
  about: "Requests at the go-to-market gate",
  gateId: "G2_GTM_SPEND",
};
const PRODUCT: Topic = {
  name: "Product and R&D",
  about: "Requests at the product gate",
  gateId: "G3_PRODUCT_AND_RND",
};
const VENDORS: Topic = {
  name: "Vendors and other spend",
  about: "Requests at the vendor gate",
  gateId: "G4_VENDOR_AND_NON_LABOR",
};

/** The contract's sections A1 to A10; the gates share A6 and are told apart by their check. */
const SECTIONS: Record<string, Topic> = {
  A1: { name: "Policy artifacts", about: "What a policy must consist of before anything is evaluated" },
  A2: { name: "Units, windows and thresholds", about: "What makes a trigger readable without doubt" },
  A3: { name: "Bands over points", about: "Targets are ranges, never a single number" },
  A4: { name: "Breakeven and cash", about: "Which breakeven counts, and the cash that runway rests on" },
  A5: { name: "Trigger evaluation", about: "What an evaluation needs to know the states" },
  A6: { name: "Gate rules", about: "What the gating rules must name" },
  "A6-3": HEADCOUNT,
  "A6-4": HEADCOUNT,
  "A6-5": GO_TO_MARKET,
  "A6-6": GO_TO_MARKET,
  "A6-7": PRODUCT,
  "A6-8": PRODUCT,
  "A6-9": VENDORS,
  "A6-10": VENDORS,
  A7: { name: "DEFENSIVE mode", about: "Entering it when it is due, and not leaving it early" },
  A8: { name: "Escalations", about: "What must be raised when a trigger keeps failing" },
  A9: { name: "Data and close", about: "What the figures must be made of, and by when" },
  A10: { name: "No bypass", about: "What holds whatever else is decided" },
};

/** What a reason code is about, from the clause that yields it. */
export function topicOf({ clause }: Pick<ReasonCodeEntry, "clause">): Topic {
  const check = clause.replace("RUNTIME-", "");
  const topic = SECTIONS[check] ?? SECTIONS[check.split("-")[0] ?? ""];
  if (topic === undefined) throw new Error(`clause ${clause} belongs to no section of the contract`);
  return topic;
}
