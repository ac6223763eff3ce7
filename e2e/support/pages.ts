// Every page of the application, as somebody reaches it: for the checks that hold on each of them.
import { faultyImport } from "./faulty-import";
import { brackwater, larkfield, type Person, platformOperator } from "./people";
import { lookUp } from "./server";

export type Place = {
  name: string;
  path: string | (() => Promise<string>);
  as: Omit<Person, "company"> | null;
  /** A page that says so: with 404, or, inside a company's frame that was being sent already, kept out of indexes. */
  isMissing?: true;
};

const ofTenant = "(select id from tenants where slug = 'brackwater')";

async function escalationPath(status: "OPEN" | "RESOLVED"): Promise<string> {
  const order = status === "OPEN" ? "(status = 'OPEN') desc" : "(status = 'RESOLVED') desc";
  const id = await lookUp(
    `select id as found from escalations where tenant_id = ${ofTenant} order by ${order} limit 1`,
  );
  return `/c/brackwater/escalations/${id}`;
}

async function requestPath(status: string): Promise<string> {
  const reference = await lookUp(
    `select reference as found from requests where tenant_id = ${ofTenant} and status = $1 order by created_at limit 1`,
    [status],
  );
  return `/c/brackwater/requests/${reference}`;
}

async function cyclePath(cadence: string): Promise<string> {
  const key = await lookUp(
    `select cycle_key as found from evaluation_cycles where tenant_id = ${ofTenant} and cadence = $1
     order by period_end desc limit 1`,
    [cadence],
  );
  return `/c/brackwater/cycles/${cadence}/${key}`;
}

async function certifiedClosePath(): Promise<string> {
  const key = await lookUp(
    `select cycle_key as found from evaluation_cycles where tenant_id = ${ofTenant} and certified_final
     order by period_end desc limit 1`,
  );
  return `/c/brackwater/close/${key}`;
}

/** The running month, as the database has the day. */
async function runningClosePath(): Promise<string> {
  const key = await lookUp(`select to_char(now() at time zone 'UTC', 'YYYY-MM') as found`);
  return `/c/brackwater/close/${key}`;
}

async function overdueClosePath(): Promise<string> {
  const key = await lookUp(
    `select to_char(max(period_start) + interval '1 month', 'YYYY-MM') as found from evaluation_cycles
     where tenant_id = ${ofTenant} and cadence = 'monthly_close' and status = 'CLOSED'`,
  );
  return `/c/brackwater/close/${key}`;
}

/** The running week, as the database has the day. */
async function reviewPath(): Promise<string> {
  const key = await lookUp(`select to_char(now() at time zone 'UTC', 'IYYY-"W"IW') as found`);
  return `/c/brackwater/review/${key}`;
}

/** With a request that claims an exception on its table. */
async function tablePath(): Promise<string> {
  const reference = await lookUp(
    `select r.reference as found from requests r where r.tenant_id = ${ofTenant} and exists
       (select from request_exceptions e where e.tenant_id = r.tenant_id and e.request_id = r.id)
     order by r.created_at limit 1`,
  );
  return `${await reviewPath()}?decide=${reference}`;
}

async function paybackPath(): Promise<string> {
  const reference = await lookUp(
    `select reference as found from requests where tenant_id = ${ofTenant} and status = 'APPROVED'
     and details ? 'expected_roi_band' order by decided_at limit 1`,
  );
  return `/c/brackwater/payback/${reference}`;
}

/** A file that was read and has a fault in its only row. */
const importPath = async () => `/c/brackwater/imports/${await faultyImport("brackwater")}`;

async function decisionPath(): Promise<string> {
  const seq = await lookUp(
    `select seq as found from decision_log_entries where tenant_id = ${ofTenant} and kind = 'gate_decision'
     order by seq desc limit 1`,
  );
  return `/c/brackwater/log/${seq}`;
}

async function revenueCyclePath(): Promise<string> {
  const id = await lookUp(
    `select id as found from optimization_cycles where tenant_id = ${ofTenant} order by executed_at desc limit 1`,
  );
  return `/c/brackwater/revenue/cycles/${id}`;
}

async function revenueActionPath(status: string): Promise<string> {
  const id = await lookUp(
    `select id as found from optimization_actions where tenant_id = ${ofTenant}
     order by (status = $1) desc, created_at desc, priority limit 1`,
    [status],
  );
  return `/c/brackwater/revenue/actions/${id}`;
}

async function packPath(): Promise<string> {
  const id = await lookUp(
    `select id as found from board_packs where tenant_id = ${ofTenant} and status = 'RELEASED'
     order by edition desc limit 1`,
  );
  return `/c/brackwater/board-packs/${id}`;
}

/** A correction that is being prepared, with the data of the edition before; beside it, that edition says so. */
async function draftPackPath(): Promise<string> {
  const present = `select id as found from board_packs where tenant_id = ${ofTenant} and status = 'DRAFT' limit 1`;
  const id =
    (await lookUp(present)) ??
    (await lookUp(
      `insert into board_packs (tenant_id, period_key, edition, content, content_sha256, memo, made_by, corrects,
         correction_reason)
       select tenant_id, period_key, edition + 1, content, content_sha256, memo, made_by, id,
         'A figure came in after the release'
       from board_packs where tenant_id = ${ofTenant} order by edition desc limit 1 returning id as found`,
    ));
  return `/c/brackwater/board-packs/${id}`;
}

async function policyPath(): Promise<string> {
  const id = await lookUp(
    `select id as found from policy_bundles where tenant_id = ${ofTenant} and status = 'ACTIVE'`,
  );
  return `/c/brackwater/policy/versions/${id}`;
}

/** A draft that was just begun. Its hash is that of its content: the validation loop holds every version to it. */
async function policyDraftPath(): Promise<string> {
  const id = await lookUp(
    `insert into policy_bundles (tenant_id, version, status, hash, artifacts, title, based_on, created_by, updated_by)
     select b.tenant_id, 'draft-' || 1000 + floor(random() * 1e8), 'VALIDATED', b.hash, b.artifacts,
       'A draft to look at', b.id, m.user_id, m.user_id
     from policy_bundles b join memberships m on m.tenant_id = b.tenant_id and m.role = 'FP&A'
     where b.tenant_id = ${ofTenant} and b.status = 'ACTIVE' limit 1 returning id as found`,
  );
  return `/c/brackwater/policy/versions/${id}/edit`;
}

/** The draft of the demonstration, in which a number is written as a word. */
async function faultyDraftPath(): Promise<string> {
  const id = await lookUp(
    `select b.id as found from policy_bundles b join tenants t on t.id = b.tenant_id
     where t.slug = 'larkfield' and b.title = 'Runway from eighteen months'`,
  );
  return `/c/larkfield/policy/versions/${id}`;
}

async function namedScenarioPath(): Promise<string> {
  const id = await lookUp(
    `select id as found from what_if_scenarios where tenant_id = ${ofTenant}
     and name = 'The largest customer pays a quarter late'`,
  );
  return `/c/brackwater/what-if/${id}`;
}

/** One with a start that is long past, so that the page says so. */
async function scenarioPath(): Promise<string> {
  const id = await lookUp(
    `insert into what_if_scenarios (tenant_id, name, content, created_by)
     select b.tenant_id, 'A scenario that began before there were figures', jsonb_build_object(
       'start', jsonb_build_object('policyBundleId', b.id, 'policyVersion', b.version, 'cycle', null),
       'firstMonth', to_char(now(), 'YYYY-MM'), 'months', 2, 'crmHygieneEnforced', true,
       'figures', jsonb_build_object('CashBalance', jsonb_build_array(250000, null))), m.user_id
     from policy_bundles b join memberships m on m.tenant_id = b.tenant_id and m.role = 'CFO'
     where b.tenant_id = ${ofTenant} and b.status = 'ACTIVE' limit 1 returning id as found`,
  );
  return `/c/brackwater/what-if/${id}`;
}

const { cfo, fpa, lead, admin } = brackwater;
const home = "/c/brackwater";

export const PLACES: readonly Place[] = [
  { name: "sign-in", path: "/sign-in", as: null },
  { name: "sign-in after a refusal", path: "/sign-in?error=CredentialsSignin", as: null },
  { name: "own account", path: "/account", as: cfo },
  { name: "overview in DEFENSIVE mode", path: home, as: cfo },
  { name: "overview in NORMAL mode", path: "/c/larkfield", as: larkfield.cfo },
  { name: "getting started, all done", path: `${home}/start`, as: cfo },
  { name: "getting started for somebody who reads", path: "/c/larkfield/start", as: larkfield.auditor },
  // One of each unit: money, months, percent, times.
  ...["T1", "T4", "T5", "T6"].map((trigger) => ({
    name: `trigger ${trigger}`,
    path: `${home}/triggers/${trigger}`,
    as: cfo,
  })),
  { name: "requests", path: `${home}/requests`, as: lead },
  { name: "requests, none found", path: `${home}/requests?q=nothing-is-called-so`, as: lead },
  { name: "choice of a gate", path: `${home}/requests/new`, as: lead },
  ...[
    "G1_HEADCOUNT",
    "G2_GTM_SPEND",
    "G3_PRODUCT_AND_RND",
    "G4_VENDOR_AND_NON_LABOR",
    "DISCOUNT_EXCEPTION",
  ].map((gate) => ({ name: `form of ${gate}`, path: `${home}/requests/new?gate=${gate}`, as: lead })),
  ...["PENDING", "BLOCKED", "STALE", "APPROVED", "DENIED", "WITHDRAWN"].map((status) => ({
    name: `request that is ${status}`,
    path: () => requestPath(status),
    as: cfo,
  })),
  { name: "approvals", path: `${home}/approvals`, as: cfo },
  { name: "approvals of somebody who signs nothing", path: `${home}/approvals`, as: lead },
  { name: "stand-ins", path: `${home}/approvals/delegations`, as: cfo },
  { name: "stand-ins of somebody who signs nothing", path: `${home}/approvals/delegations`, as: lead },
  { name: "notices", path: `${home}/notices`, as: cfo },
  { name: "notices, all read", path: `${home}/notices?only=unread`, as: brackwater.auditor },
  { name: "imports", path: `${home}/imports`, as: fpa },
  { name: "imports to read", path: `${home}/imports`, as: lead },
  { name: "an import with a fault", path: importPath, as: fpa },
  { name: "an import to read", path: importPath, as: lead },
  {
    name: "where a figure comes from",
    path: `${home}/imports/figures?key=${encodeURIComponent('["bookings-targets", "2026-Q3"]')}`,
    as: cfo,
  },
  { name: "a figure that is none", path: `${home}/imports/figures?key=nothing`, as: cfo },
  { name: "an import that is not there", path: `${home}/imports/none`, as: lead, isMissing: true },
  { name: "cycles", path: `${home}/cycles`, as: fpa },
  { name: "a close", path: () => cyclePath("monthly_close"), as: fpa },
  { name: "a week", path: () => cyclePath("weekly"), as: fpa },
  { name: "monthly closes", path: `${home}/close`, as: fpa },
  { name: "a close that is overdue", path: overdueClosePath, as: fpa },
  { name: "a month that runs", path: runningClosePath, as: fpa },
  { name: "a certified close", path: certifiedClosePath, as: cfo },
  { name: "a certified close to read", path: certifiedClosePath, as: lead },
  { name: "a month before the plan", path: `${home}/close/2001-01`, as: lead },
  { name: "a month that has not begun", path: `${home}/close/2999-01`, as: lead },
  { name: "a month that is none", path: `${home}/close/2026-13`, as: lead, isMissing: true },
  { name: "holidays", path: `${home}/close/calendar`, as: admin },
  { name: "holidays to read", path: `${home}/close/calendar`, as: lead },
  { name: "weekly reviews", path: `${home}/review`, as: lead },
  { name: "weekly reviews, older weeks", path: `${home}/review?page=2`, as: fpa },
  { name: "the review of this week", path: reviewPath, as: cfo },
  { name: "an exception on the review's table", path: tablePath, as: cfo },
  { name: "the review of this week to read", path: reviewPath, as: lead },
  { name: "a review that was missed", path: `${home}/review/2026-W02`, as: cfo },
  { name: "a week that is none", path: `${home}/review/2026-W54`, as: lead, isMissing: true },
  { name: "did it pay back", path: `${home}/payback`, as: cfo },
  { name: "one case that was measured", path: paybackPath, as: lead },
  { name: "a case that is not there", path: `${home}/payback/REQ-999999`, as: lead, isMissing: true },
  { name: "restatements", path: "/c/larkfield/restatements", as: larkfield.auditor },
  { name: "restatements, none", path: `${home}/restatements`, as: cfo },
  { name: "decision log", path: `${home}/log`, as: cfo },
  { name: "decision log, nothing found", path: `${home}/log?q=nothing-is-called-so`, as: cfo },
  { name: "first entry of the log", path: `${home}/log/1`, as: cfo },
  { name: "entry of a decision", path: decisionPath, as: cfo },
  { name: "defensive status, DEFENSIVE", path: `${home}/defensive`, as: cfo },
  { name: "defensive status, NORMAL", path: "/c/larkfield/defensive", as: larkfield.cfo },
  { name: "escalations", path: `${home}/escalations`, as: cfo },
  { name: "escalation, open", path: () => escalationPath("OPEN"), as: cfo },
  { name: "escalation, resolved", path: () => escalationPath("RESOLVED"), as: cfo },
  { name: "reason codes", path: `${home}/codes`, as: lead },
  { name: "one reason code", path: `${home}/codes/CFO-21`, as: lead },
  { name: "rules", path: `${home}/codes/rules`, as: lead },
  { name: "trajectory", path: `${home}/trajectory`, as: cfo },
  { name: "trajectory to read", path: `${home}/trajectory`, as: lead },
  { name: "board packs", path: `${home}/board-packs`, as: cfo },
  { name: "board packs to read", path: `${home}/board-packs`, as: brackwater.auditor },
  { name: "board packs for somebody else", path: `${home}/board-packs`, as: lead },
  { name: "a released board pack", path: packPath, as: cfo },
  { name: "a board pack that is a draft", path: draftPackPath, as: cfo },
  { name: "versions of the policy", path: `${home}/policy`, as: cfo },
  { name: "versions of the policy to read", path: `${home}/policy`, as: lead },
  { name: "the policy in force", path: policyPath, as: cfo },
  { name: "two versions of the policy", path: `${home}/policy/compare`, as: fpa },
  { name: "a policy draft to edit", path: policyDraftPath, as: fpa },
  { name: "a policy draft to read", path: policyDraftPath, as: lead },
  { name: "a version with a fault", path: faultyDraftPath, as: larkfield.cfo },
  {
    name: "a version with a fault to edit",
    path: async () => `${await faultyDraftPath()}/edit`,
    as: larkfield.fpa,
  },
  { name: "import of a policy", path: `${home}/policy/import`, as: fpa },
  { name: "upload of four artifacts", path: `${home}/policy/import?kind=files`, as: fpa },
  { name: "import for somebody else", path: `${home}/policy/import`, as: lead },
  {
    name: "a policy version that is not there",
    path: `${home}/policy/versions/00000000-0000-4000-8000-000000000000`,
    as: lead,
    isMissing: true,
  },
  { name: "policy atlas", path: `${home}/policy/atlas`, as: cfo },
  {
    name: "policy atlas, another situation",
    path: `${home}/policy/atlas?T4=PASS&mode=NORMAL&crm=enforced`,
    as: lead,
  },
  { name: "what if", path: `${home}/what-if`, as: fpa },
  { name: "what if, to play and not to name", path: "/c/larkfield/what-if", as: larkfield.auditor },
  { name: "a named scenario", path: namedScenarioPath, as: cfo },
  { name: "a scenario that began long ago", path: scenarioPath, as: fpa },
  { name: "revenue spine", path: `${home}/revenue`, as: cfo },
  { name: "revenue spine, none found", path: `${home}/revenue?q=nothing-is-called-so`, as: lead },
  // One of each unit, with a target and without, broken down and not.
  ...["payback_months", "pipeline_total", "win_rate", "cac_by_channel", "leads_created", "mrr_total"].map(
    (metric) => ({
      name: `metric ${metric}`,
      path: `${home}/revenue/metrics/${metric}`,
      as: cfo,
    }),
  ),
  { name: "targets and guardrails", path: `${home}/revenue/targets`, as: cfo },
  { name: "targets and guardrails to read", path: `${home}/revenue/targets`, as: lead },
  { name: "optimisation cycles", path: `${home}/revenue/cycles`, as: cfo },
  {
    name: "optimisation cycles, none found",
    path: `${home}/revenue/cycles?trigger=manual&week=2020-01-06`,
    as: lead,
  },
  { name: "one optimisation cycle", path: revenueCyclePath, as: cfo },
  { name: "actions of the cycles", path: `${home}/revenue/actions`, as: cfo },
  {
    name: "actions of the cycles, none found",
    path: `${home}/revenue/actions?state=reverted&week=2020-01-06`,
    as: lead,
  },
  ...["executing", "failed", "aborted", "awaiting_signoff"].map((status) => ({
    name: `action that is ${status}`,
    path: () => revenueActionPath(status),
    as: cfo,
  })),
  { name: "weekly digest", path: `${home}/digest`, as: cfo },
  { name: "weekly digest of a week that has not begun", path: `${home}/digest?week=2999-01-07`, as: lead },
  { name: "people", path: `${home}/admin/people`, as: admin },
  { name: "channels of notices", path: `${home}/admin/notices`, as: admin },
  { name: "API keys", path: `${home}/admin/api-keys`, as: admin },
  { name: "administration for somebody else", path: `${home}/admin/people`, as: lead },
  { name: "the operator's portfolio", path: "/operator/portfolio", as: platformOperator },
  {
    name: "the operator's portfolio, none found",
    path: "/operator/portfolio?q=nobody",
    as: platformOperator,
  },
  { name: "the operator's jobs", path: "/operator/jobs", as: platformOperator },
  { name: "the operator's jobs, none found", path: "/operator/jobs?company=nobody", as: platformOperator },
  { name: "a page that is not there", path: `${home}/nothing-here`, as: lead, isMissing: true },
  { name: "a request that is not there", path: `${home}/requests/REQ-999999`, as: lead, isMissing: true },
  { name: "a metric that is not there", path: `${home}/revenue/metrics/vibes`, as: lead, isMissing: true },
  {
    name: "an action that is not there",
    path: `${home}/revenue/actions/00000000-0000-4000-8000-000000000000`,
    as: lead,
    isMissing: true,
  },
  {
    name: "a scenario that is not there",
    path: `${home}/what-if/00000000-0000-4000-8000-000000000000`,
    as: lead,
    isMissing: true,
  },
  { name: "a company that is not theirs", path: "/c/larkfield", as: lead, isMissing: true },
  { name: "an address outside of every company", path: "/nothing-here", as: lead, isMissing: true },
];

export const pathOf = async ({ path }: Place): Promise<string> => (typeof path === "string" ? path : path());
