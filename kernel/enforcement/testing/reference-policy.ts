/**
 * The reference policy in the project's own words: ids, formulas, thresholds, windows, limits, roles and
 * conditions are those of vsf-TEST-CFO-001, the prose is ours. The seed, the corpus and the tests share it.
 */

const trigger_spec = {
  trigger_spec: {
    measurement_cadence: {
      daily: ["cash_balance", "collections", "new_bookings (if available)"],
      weekly: ["pipeline_created", "pipeline_coverage", "spend_vs_budget", "headcount"],
      monthly_close: [
        "arr",
        "nrr",
        "gross_retention",
        "logo_churn",
        "gross_margin",
        "opex",
        "ebitda",
        "fcf",
        "cac_payback",
        "rule_of_40",
      ],
    },
    triggers: [
      {
        id: "T1_FCF_BREAKEVEN_TRAJECTORY",
        name: "Free cash flow on its way to breakeven",
        formula:
          "FCF_3mo_avg = avg(OperatingCashFlow - Capex) over last 3 months; TrajectoryGap = FCF_3mo_avg - TargetFCF_3mo_avg(month_index)",
        threshold: {
          pass: "TrajectoryGap >= -$50k to +$50k",
          watch: "TrajectoryGap < -$50k and >= -$150k",
          fail: "TrajectoryGap < -$150k",
        },
        measurement_window: "Trailing 3-month average, evaluated monthly at close",
        action_if_pass: [
          "Release planned growth investment inside its gated budget band",
          "Keep the hiring plan for roles the gate has already approved",
        ],
        action_if_fail: [
          "Contain spend at once: no non-essential hires and no non-essential backfills",
          "Take 10–20% out of next month's discretionary spend: tools, contractors, marketing trials",
          "Re-forecast within 5 business days; a second failure in a row goes to the Board chair",
        ],
        variance_notes:
          "Read it as a band: billing swings and seasons move cash; reconcile with working capital.",
      },
      {
        id: "T2_EBITDA_BREAKEVEN_TRAJECTORY",
        name: "EBITDA on its way to breakeven (the alternate definition)",
        formula:
          "EBITDA_3mo_avg = avg(Revenue - COGS - Opex excl D&A) over last 3 months; TrajectoryGap = EBITDA_3mo_avg - TargetEBITDA_3mo_avg(month_index)",
        threshold: {
          pass: "TrajectoryGap >= -$40k to +$40k",
          watch: "TrajectoryGap < -$40k and >= -$120k",
          fail: "TrajectoryGap < -$120k",
        },
        measurement_window: "Trailing 3-month average, evaluated monthly at close",
        action_if_pass: [
          "Allow growth trials while the other guardrails pass",
          "Carry on with retention-critical roadmap items",
        ],
        action_if_fail: [
          "Pause programmes with a low return; move the money to retention and proven channels",
          "Ask for approval of any new vendor spend >$5k/month",
        ],
        variance_notes: "Blind to working capital, so read it beside the cash triggers.",
      },
      {
        id: "T3_RULE_OF_40_GUARDRAIL",
        name: "Rule of 40, the guardrail of the growth story",
        formula: "Ro40 = (ARR_Growth_Rate_TTM %) + (EBITDA_Margin_TTM %)",
        threshold: {
          pass: "Ro40 >= 30% (range 30–45%)",
          watch: "Ro40 >= 20% and < 30%",
          fail: "Ro40 < 20%",
        },
        measurement_window: "Trailing 12 months, updated monthly",
        action_if_pass: [
          "Lead the outside story and the board report with the Rule of 40",
          "Prefer investments that pay back within 12–18 months",
        ],
        action_if_fail: [
          "Turn the story to efficiency; cut or rework the acquisition spend with the lowest return",
          "Review pricing, packaging and discount control within 30 days",
        ],
        variance_notes: "Markets move the benchmark; choose its band by segment and stage.",
      },
      {
        id: "T4_RUNWAY_FLOOR",
        name: "Floor under the cash runway",
        formula: "RunwayMonths = CashBalance / max(1, NetBurn_3mo_avg)",
        threshold: {
          pass: "RunwayMonths >= 15 (range 15–24)",
          watch: "RunwayMonths >= 12 and < 15",
          fail: "RunwayMonths < 12",
        },
        measurement_window: "Trailing 3-month burn average, evaluated weekly and monthly",
        action_if_pass: ["Follow the phased plan and keep room for selective investment"],
        action_if_fail: [
          "Start the defensive plan: freeze hiring, renegotiate large vendors, cut discretionary spend 15–25%",
          "After four failing weeks in a row, open the financing and strategic options",
        ],
        variance_notes: "Burn is volatile: look at a high-burn case of +20–30% beside the average.",
      },
      {
        id: "T5_NET_REVENUE_RETENTION_FLOOR",
        name: "Floor under net revenue retention",
        formula: "NRR = (StartingARR + Expansion - Contraction - Churn) / StartingARR",
        threshold: {
          pass: "NRR >= 105% (range 105–120%)",
          watch: "NRR >= 100% and < 105%",
          fail: "NRR < 100%",
        },
        measurement_window: "Monthly cohort-based, evaluated monthly; also 3-month rolling average",
        action_if_pass: [
          "Keep the planned product and customer-success investment in retention",
          "Allow aimed expansion programmes",
        ],
        action_if_fail: [
          "Protect CS and product capacity, hold risky changes, and set up a churn war-room within 7 days",
          "Move go-to-market money from new logos to retention until NRR is back above 100–105%",
        ],
        variance_notes: "Segments differ; set the floor from the company's own history.",
      },
      {
        id: "T6_PIPELINE_COVERAGE",
        name: "Pipeline cover for next quarter's bookings",
        formula: "PipelineCoverage = QualifiedPipelineAmount_next_quarter / BookingsTarget_next_quarter",
        threshold: { pass: ">= 3.0x (range 3.0–4.5x)", watch: ">= 2.0x and < 3.0x", fail: "< 2.0x" },
        measurement_window: "Weekly snapshot; evaluate weekly trend (4-week moving average)",
        action_if_pass: ["Hold demand generation and SDR capacity; work on conversion"],
        action_if_fail: [
          "Stop unproven channels; build pipeline where the return has been best",
          "Revise the bookings target or the segment focus within 2 weeks",
        ],
        variance_notes: "Win rate and cycle length set the cover that is needed; calibrate each quarter.",
      },
      {
        id: "T7_CAC_PAYBACK",
        name: "Discipline on CAC payback",
        formula: "CACPaybackMonths = CAC / (GrossMargin * NewARR_per_month)",
        threshold: { pass: "<= 15 months (range 9–15)", watch: "> 15 and <= 20 months", fail: "> 20 months" },
        measurement_window: "Quarterly cohort-based; updated monthly with trailing 3-month smoothing",
        action_if_pass: ["Let efficient segments and channels grow inside the gate"],
        action_if_fail: [
          "Take 10–30% out of acquisition in failing segments; tighten ICP and qualification",
          "Enforce discount ceilings and price governance at once",
        ],
        variance_notes: "It lags; watch conversion, price and cycle length as well.",
      },
      {
        id: "T8_GROSS_MARGIN_FLOOR",
        name: "Floor under gross margin",
        formula: "GM = (Revenue - COGS) / Revenue",
        threshold: { pass: ">= 72% (range 72–78%)", watch: ">= 70% and < 72%", fail: "< 70%" },
        measurement_window: "Monthly close; 3-month rolling average",
        action_if_pass: ["Keep investing and follow the infrastructure savings plan"],
        action_if_fail: [
          "Set up a COGS task force: cloud commitments, architecture, support cost",
          "Hold low-margin offers and custom deals unless the CFO approves",
        ],
        variance_notes: "Normalise usage spikes and one-time credits where that is right.",
      },
    ],
  },
};

const gating_rules = {
  gating_rules: {
    principles: [
      "Fail closed: a failed critical guardrail stops discretionary growth spend and net-new headcount",
      "Protect retention: no cut to retention-critical CS or Product capacity while NRR is on watch or failing",
      "Reallocate before cutting: from acquisition with a low return to retention and proven channels",
      "Bands over points: decide on ranges and on more than one signal",
    ],
    signal_states: ["PASS", "WATCH", "FAIL"],
    critical_triggers: [
      "T1_FCF_BREAKEVEN_TRAJECTORY",
      "T4_RUNWAY_FLOOR",
      "T5_NET_REVENUE_RETENTION_FLOOR",
      "T8_GROSS_MARGIN_FLOOR",
    ],
    gates: [
      {
        gate_id: "G1_HEADCOUNT",
        scope: "Hires: net-new and backfills",
        allowed_if: [
          {
            when: "All critical_triggers are PASS",
            allow:
              "Follow the approved hiring plan; up to +1–2 critical roles/month on top while Ro40 is PASS and CAC payback is PASS",
          },
          {
            when: "Any critical_trigger is WATCH",
            allow: "Only backfills and roles classified as retention-critical, with CFO approval",
          },
        ],
        blocked_if: [
          {
            when: "Any critical_trigger is FAIL",
            block:
              "Every net-new hire and every non-critical backfill; an exception needs CEO and CFO signoff and a written ROI case",
          },
        ],
        exceptions: {
          retention_protection:
            "While T5 is WATCH/FAIL, CS and Product roles that directly mitigate churn may be filled even in containment, offset by cuts elsewhere",
        },
      },
      {
        gate_id: "G2_GTM_SPEND",
        scope: "Variable marketing and sales spend, tools, agencies",
        allowed_if: [
          {
            when: "T7_CAC_PAYBACK PASS and T6_PIPELINE_COVERAGE PASS and (T1 or T2) is PASS/WATCH",
            allow: "Grow spend +5–15% in proven segments; cap experiments (2–5% of GTM spend)",
          },
        ],
        blocked_if: [
          {
            when: "T7 FAIL or T6 FAIL",
            block:
              "No scaling; take 10–30% out of the channels with the lowest return; reinstatement needs proof of return by channel",
          },
          {
            when: "T1 FAIL and T4 WATCH/FAIL",
            block:
              "Freeze discretionary go-to-market spend at once, commitments apart; approve again each month",
          },
        ],
        required_controls: [
          "Discount governance: a ceiling for each segment; the CFO approves exceptions",
          "Quota check: sales capacity fits the pipeline cover that is required",
        ],
      },
      {
        gate_id: "G3_PRODUCT_AND_RND",
        scope: "Roadmap, engineering spend, contractors",
        allowed_if: [
          {
            when: "T5 PASS or WATCH",
            allow:
              "Retention-critical roadmap first; a new big bet only with a quantified effect on retention or upsell",
          },
        ],
        blocked_if: [
          {
            when: "T1 FAIL and T5 PASS",
            block: "Pause non-core R&D; work on cost to serve, reliability and what enables upsell",
          },
          {
            when: "T5 FAIL",
            block: "No roadmap item that risks churn; a tiger team on churn, and reliability first",
          },
        ],
      },
      {
        gate_id: "G4_VENDOR_AND_NON_LABOR",
        scope: "Non-labor spend: software, cloud commitments, contractors outside product",
        allowed_if: [
          { when: "T1 PASS and T4 PASS", allow: "Renew; new spend needs an ROI case if >$5k/month" },
        ],
        blocked_if: [
          {
            when: "T4 WATCH/FAIL",
            block:
              "Renegotiate the largest vendors; approve only mission-critical spend; aim at 10–20% savings within 60 days",
          },
        ],
      },
    ],
    escalation_rules: [
      {
        condition: "Two consecutive monthly FAILs on T1/T2",
        action: "Review at Board level; a stronger cost programme; revise the guidance narrative",
      },
      {
        condition: "Four consecutive weekly FAILs on T4",
        action: "Open the financing and strategic options; cut burn at once",
      },
    ],
  },
};

const outcome_contract = {
  outcome_contract: {
    breakeven_definition_selected: {
      preferred: "FCF breakeven",
      alternate: "EBITDA breakeven",
      selection_rule:
        "FCF leads and EBITDA is reported beside it; when cash swings widely, lean on the EBITDA path and the runway floor",
    },
    success_criteria: {
      by_month_12: [
        { metric: "FCF_3mo_avg", target_range: [0, 200000], unit: "USD/month" },
        { metric: "EBITDA_3mo_avg", target_range: [0, 200000], unit: "USD/month" },
        { metric: "NRR", target_range: [105, 120], unit: "percent" },
        { metric: "GrossMargin", target_range: [72, 78], unit: "percent" },
      ],
      narrative_integrity: [
        { metric: "Ro40", target_range: [30, 45], unit: "percent" },
        { metric: "PipelineCoverage", target_range: [3.0, 4.5], unit: "x" },
      ],
    },
    operating_cadence: {
      weekly: {
        forum: "CFO Operating Review",
        duration_minutes: 45,
        agenda: [
          "Trigger board: runway, pipeline cover, spend against budget",
          "Last week's actions and who owns them",
          "Exceptions asked of the gates, granted and refused",
        ],
        attendees: ["CFO", "CEO", "Head of Sales", "Head of Marketing", "Head of Product/Eng", "RevOps/FP&A"],
      },
      monthly: {
        forum: "Close and board pack",
        deliverables: [
          "Trigger states of the month and their trend",
          "Forecast update in ranges: base, downside, upside",
          "Log of gate exceptions and what their ROI cases came to",
        ],
        timing: "Within 7 business days of month-end close",
      },
      quarterly: {
        forum: "Board Meeting",
        deliverables: [
          "Where the company stands on the path to breakeven",
          "The efficiency story: Rule of 40, CAC payback, NRR",
          "Strategic trade-offs and the gated budget of the next quarter",
        ],
      },
    },
    owners_and_accountability: {
      metric_owners: {
        T1_T2: "CFO (FP&A)",
        T4: "CFO + Controller/Treasury",
        T5: "Head of CS + Product",
        T6_T7: "Head of Sales + RevOps",
        T8: "VP Eng/Infra + CFO",
      },
      gate_approvers: {
        G1: ["CFO", "CEO"],
        G2: ["CFO", "Head of Sales/Marketing"],
        G3: ["CPO/CTO", "CFO"],
        G4: ["CFO"],
      },
    },
    data_requirements: {
      systems: ["Accounting/ERP", "CRM", "Billing/Subscriptions", "Data warehouse (if exists)"],
      minimum_fields: [
        "ARR bridge (start, new, expansion, contraction, churn)",
        "COGS breakdown (cloud, support, other)",
        "Opex by function (R&D, S&M, G&A) and fixed vs variable",
        "Pipeline stages and definitions; bookings target",
        "Headcount by function; fully-loaded cost assumptions",
      ],
      data_quality_sla: {
        close_timeliness_days: { range: [5, 10] },
        crm_hygiene: "Stage definitions are enforced, and so are the fields that qualify a deal",
      },
    },
    fail_closed_policy: {
      default_state:
        "A critical trigger on FAIL puts the company in DEFENSIVE mode until two PASS cycles in a row",
      defensive_mode_actions: [
        "Hiring freeze except retention-critical",
        "Discretionary spend reduction 10–25%",
        "Weekly cash focus and collections push",
        "Reallocation of GTM spend to proven ROI or retention",
      ],
    },
  },
};

const micro_case = {
  micro_case: {
    company_profile: {
      type: "B2B SaaS",
      arr_current_usd: { point_estimate: 9000000, range: [8500000, 9500000] },
      gross_margin_pct: { point_estimate: 74, range: [72, 76] },
      growth_narrative_requirement: "Break even within 12 months with a growth story that stays credible",
      board_mandate: "Breakeven in 12 months, by a named metric, with the growth story intact",
    },
    decision_objective: {
      primary: "Break even within 12 months through governed triggers and a phased operating plan",
      secondary: [
        "Hold or improve retention and the pace of the product",
        "Keep the pipeline healthy and revenue growth predictable",
      ],
      breakeven_definition_options: [
        {
          metric: "FCF breakeven",
          definition: "Operating cash flow less capex at or above zero, trailing 3-month average",
        },
        { metric: "EBITDA breakeven", definition: "EBITDA at or above zero, trailing 3-month average" },
      ],
    },
    baseline_financial_model_assumptions: {
      arr_to_revenue_recognition_lag: {
        description: "Revenue follows ARR at run rate",
        range_months: [0, 2],
      },
      opex_current_usd_per_month: {
        range: [900000, 1300000],
        notes: "All operating expense outside COGS, until actuals are loaded",
      },
      net_burn_current_usd_per_month: {
        range: [200000, 800000],
        notes: "Until the first cycle brings actuals",
      },
      cash_on_hand_usd: {
        range: [6000000, 15000000],
        notes: "Not known; the runway trigger needs the actual",
      },
    },
    operating_context_assumptions: {
      go_to_market_mix: { assumption: "Led by sales, with some self-serve expansion", confidence: "medium" },
      customer_profile: { assumption: "Small and mid-sized businesses", confidence: "low" },
      pricing_packaging: { assumption: "Room for a price and packaging uplift", confidence: "medium" },
    },
    key_levers: {
      revenue_levers: [
        "Better NRR: less churn, more expansion",
        "Pipeline conversion and a shorter sales cycle",
        "Price, packaging and discount discipline",
        "Efficient channels and a clear segment focus",
      ],
      cost_levers: [
        "Go-to-market efficiency: CAC payback and the right quota capacity",
        "R&D focus: less non-core spend, more return per release",
        "Leaner G&A: tools, contractors, overhead",
        "Cloud and COGS savings that leave gross margin whole",
      ],
    },
    constraints_and_non_negotiables: {
      non_negotiables: [
        "Customer experience and retention do not suffer materially",
        "Roadmap items that retention depends on are not cut",
        "Growth guidance stays credible and rests on leading indicators",
        "No fake precision: every target is a range and is checked each month",
      ],
      guardrails: [
        "NRR stays above its floor",
        "Pipeline coverage stays above its floor",
        "Gross margin stays above its floor",
      ],
    },
    deliverables_from_this_run: [
      "Trigger spec: what is measured, formulas, windows, actions",
      "Gating rules: what each signal state opens and closes",
      "Outcome contract: definitions, cadence, owners, reporting, escalation",
      "Draft board memo: narrative, plan, risks",
    ],
  },
};

export const referenceArtifacts = { micro_case, trigger_spec, gating_rules, outcome_contract };
