import { describe, expect, test } from "vitest";
import { requestContentSchema } from "@/lib/queries/request-content";
import { contentFrom, formErrors, valueNameOf, valuesFrom } from "./form-content";
import { emptyValues } from "./form-values";

describe("what the form holds becomes what the wire carries", () => {
  test("an answer that no longer matters is kept in the form and not sent", () => {
    const values = {
      ...emptyValues("G4_VENDOR_AND_NON_LABOR"),
      title: "Renew it",
      justification: "The desk stops without it",
      mission_critical: false,
    };
    expect(contentFrom("G4_VENDOR_AND_NON_LABOR", values)).toMatchObject({
      details: { kind: "new", mission_critical: false },
    });
    expect(JSON.stringify(contentFrom("G4_VENDOR_AND_NON_LABOR", values))).not.toContain("desk");
  });

  test("a discount exception is a request to the spend gate of that kind, without an ROI case", () => {
    const values = { ...emptyValues("DISCOUNT_EXCEPTION"), title: "25%", segment: "SMB", discount_pct: 25 };
    expect(contentFrom("DISCOUNT_EXCEPTION", values)).toEqual({
      gate_id: "G2_GTM_SPEND",
      title: "25%",
      details: { kind: "discount_exception", segment: "SMB", discount_pct: 25 },
      roi_case: null,
      exceptions: [],
    });
  });

  test("nothing is lost between submitting a request and opening it again to change it", () => {
    const values = {
      ...emptyValues("G1_HEADCOUNT"),
      title: "A success manager",
      classification: "net-new",
      function: "CS",
      mitigates_churn: true,
      roi_summary: "Fewer churned accounts",
      roi_low: 1.2,
      roi_high: 1.9,
      retention_protection: true,
      offset_description: "One contractor less",
      offset_amount_usd: 8000,
    };
    const content = requestContentSchema.parse(contentFrom("G1_HEADCOUNT", values));
    expect(valuesFrom(content)).toEqual({ form: "G1_HEADCOUNT", values });
    const impact = { ...emptyValues("G3_PRODUCT_AND_RND"), title: "Alerts", impact_on: "retention" };
    const whole = { ...impact, impact_low: 1, impact_high: 2, impact_unit: "points of NRR" };
    const product = requestContentSchema.parse(contentFrom("G3_PRODUCT_AND_RND", whole));
    expect(valuesFrom(product)).toEqual({ form: "G3_PRODUCT_AND_RND", values: whole });
  });
});

describe("what is wrong is said at its field", () => {
  test("a band the wrong way round, and half a band", () => {
    const values = { ...emptyValues("G1_HEADCOUNT"), title: "A", roi_summary: "B", roi_low: 3, roi_high: 2 };
    expect(formErrors("G1_HEADCOUNT", values)).toEqual({
      roi_low: "A band, never a point: the lower figure first, the higher second.",
    });
    expect(formErrors("G1_HEADCOUNT", { ...values, roi_high: null })).toEqual({
      roi_high: "Give both figures of the band.",
    });
  });

  test("a missing title, and an offset without an amount", () => {
    const values = {
      ...emptyValues("G1_HEADCOUNT"),
      retention_protection: true,
      offset_description: "One contractor less",
    };
    expect(Object.keys(formErrors("G1_HEADCOUNT", values)).sort()).toEqual(["offset_amount_usd", "title"]);
  });

  test("facts that the gate would miss are no error of the form: the gate itself says so", () => {
    expect(formErrors("G1_HEADCOUNT", { ...emptyValues("G1_HEADCOUNT"), title: "Somebody" })).toEqual({});
  });

  test("each path of the wire has its field", () => {
    expect(
      [
        "content.details.amount_usd",
        "details.expected_payback_months.1",
        "details.quantified_impact.band.0",
        "details.quantified_impact.unit",
        "details.quantified_impact.on",
        "roi_case.summary",
        "roi_case.expected_roi_band",
        "roi_case.expected_roi_band.1",
        "exceptions.0.offset.amount_usd",
        "title",
      ].map(valueNameOf),
    ).toEqual([
      "amount_usd",
      "expected_payback_months_high",
      "impact_low",
      "impact_unit",
      "impact_on",
      "roi_summary",
      "roi_low",
      "roi_high",
      "offset_amount_usd",
      "title",
    ]);
  });
});
