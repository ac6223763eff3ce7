// What an intruder aims at: real rows of both companies, made or found for one run of the attempts.
import { type Answer, callAction } from "./actions";
import { makePackDrafts } from "./board-packs";
import { makeImports } from "./import-targets";
import { larkfield, type Person } from "./people";
import { makePolicyDrafts } from "./policies";
import { ADDRESS, lookUp } from "./server";

type Cookies = (person: Person) => Promise<string>;

export const backfill = (title: string) => ({
  gate_id: "G1_HEADCOUNT",
  title,
  details: { classification: "backfill", function: "CS", count: 1 },
  roi_case: null,
  exceptions: [],
});
export const DRAFT = { form: "G1_HEADCOUNT", values: { title: "A draft of my own" } };

function resultOf(answer: Answer, what: string): string {
  if (!answer.ok) throw new Error(`Preparing the attempts failed: ${JSON.stringify(answer)}`);
  return String(answer.value[what]);
}

const newestOf = (slug: string, rest: string) =>
  lookUp(`select ${rest.replace("$tenant", `(select id from tenants where slug = '${slug}')`)}`);

async function found() {
  const week = await newestOf(
    "larkfield",
    `cycle_key as found from evaluation_cycles where tenant_id = $tenant and cadence = 'weekly'
     and status = 'CLOSED' order by period_end desc limit 1`,
  );
  const bookingsTarget = await newestOf(
    "larkfield",
    `i.value as found from cycle_inputs i join evaluation_cycles c on c.id = i.cycle_id
     where c.tenant_id = $tenant and c.cadence = 'weekly' and i.name = 'BookingsTarget_next_quarter'
     order by c.period_end desc, c.version desc limit 1`,
  );
  const escalationId = await newestOf(
    "brackwater",
    `id as found from escalations where tenant_id = $tenant order by (status <> 'RESOLVED') desc limit 1`,
  );
  const defensiveActionId = await newestOf(
    "brackwater",
    `a.id as found from defensive_actions a join mode_periods p on p.id = a.mode_period_id
     where a.tenant_id = $tenant order by (p.ended_at is null) desc, (a.done_at is null) desc limit 1`,
  );
  // The first month of the plan, which no other story looks at.
  const close = await newestOf(
    "larkfield",
    `cycle_key || ' ' || delivered_at::text as found from evaluation_cycles where tenant_id = $tenant
     and cadence = 'monthly_close' and certified_final order by period_end limit 1`,
  );
  const [closeMonth = "", closeDelivered = ""] = (close ?? "").split(" ");
  return {
    week,
    closeMonth,
    closeDelivered,
    bookingsTarget: Number(bookingsTarget),
    escalationId,
    defensiveActionId,
    revenueTargets: await presentTargets(),
    actionToExecute: await actionOf("larkfield", 0),
    actionToRevert: await actionOf("larkfield", 1),
    actionToAbort: await actionOf("larkfield", 2),
    foreignAction: await actionOf("brackwater", 0),
  };
}

/** One of a company's actions of the revenue kernel; those under way first, the newest of them first. */
const actionOf = (slug: string, place: number) =>
  newestOf(
    slug,
    `id as found from optimization_actions where tenant_id = $tenant
     order by (status = 'executing') desc, created_at desc, priority limit 1 offset ${place}`,
  );

/** The revenue targets as they stand, with one dollar more of ARR asked for. */
async function presentTargets() {
  const ofLarkfield = "from optimizer_configs where tenant_id = $tenant and key = 'revenue.targets'";
  const value = JSON.parse((await newestOf("larkfield", `value::text as found ${ofLarkfield}`)) ?? "{}");
  const seenAt = await newestOf(
    "larkfield",
    `to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as found ${ofLarkfield}`,
  );
  return { section: "targets", value: { ...value, arr: (value.arr ?? 0) + 1 }, seenAt };
}

/** The CEO's signature for one day of a far year that no other run has chosen; it is signed by it on no day of a test. */
async function aDelegation() {
  const day = new Date(
    Date.UTC(2040 + Math.floor(Math.random() * 900), 0, 1 + Math.floor(Math.random() * 365)),
  );
  const delegateId = await lookUp(`select id as found from users where email = '${larkfield.product.email}'`);
  const on = day.toISOString().slice(0, 10);
  return { delegateId: delegateId ?? "", fromOn: on, untilOn: on, reason: "A day on which nobody signs" };
}

/** A scenario of one month that assumes nothing, as it would begin today. */
async function emptyScenario() {
  const bundle = await newestOf(
    "larkfield",
    `json_build_object('policyBundleId', id, 'policyVersion', version)::text as found from policy_bundles
     where tenant_id = $tenant and status = 'ACTIVE'`,
  );
  return {
    start: { ...JSON.parse(bundle ?? "{}"), cycle: null },
    firstMonth: "2030-01",
    months: 1,
    figures: {},
    crmHygieneEnforced: true,
  };
}

/** An open review of the running week with one action, unless it has been closed in an earlier run. */
async function runningReview(by: (person: Person, name: string, args: unknown[]) => Promise<Answer>) {
  const week = await lookUp(`select to_char(now() at time zone 'UTC', 'IYYY-"W"IW') as found`);
  await by(larkfield.cfo, "openReviewAction", [{ weekKey: week }]);
  const id = await newestOf(
    "larkfield",
    "id as found from weekly_reviews where tenant_id = $tenant order by opened_at desc limit 1",
  );
  const action = { body: "Call the overdue accounts", dueOn: "2099-01-31" };
  const ownerId = await newestOf(
    "larkfield",
    "user_id as found from memberships where tenant_id = $tenant and role = 'CFO' limit 1",
  );
  await by(larkfield.cfo, "addReviewActionAction", [{ reviewId: id, ...action, ownerId }]);
  const actionId = await newestOf(
    "larkfield",
    "id as found from review_actions where tenant_id = $tenant order by created_at desc limit 1",
  );
  return { week, id, action, ownerId, actionId };
}

/** A file that is attached and not submitted yet. */
async function attachTo(reference: string, cookie: string) {
  const query = new URLSearchParams({ reference, name: "target.txt" });
  const response = await fetch(`${ADDRESS}/api/attachments/larkfield?${query}`, {
    method: "POST",
    headers: { cookie, origin: ADDRESS, "content-type": "application/octet-stream" },
    body: `A file of ${reference}`,
  });
  const { attachmentId }: { attachmentId?: string } = await response.json();
  if (!attachmentId) throw new Error(`Preparing the attempts failed: a file was answered ${response.status}`);
  return { reference, attachmentId };
}

/** One target for each action, so that none stands in the way of another. */
export async function makeTargets(cookiesOf: Cookies) {
  const by = async (person: Person, name: string, args: unknown[], form?: Record<string, string>) =>
    callAction({ name, args: [person.company, ...args], form, cookies: await cookiesOf(person) });
  const ask = async (person: Person = larkfield.lead) =>
    resultOf(await by(person, "submitRequestAction", [{ content: backfill("A target") }]), "reference");
  const keep = async () =>
    resultOf(await by(larkfield.lead, "saveDraftAction", [{ draft: DRAFT }]), "reference");
  const content = await emptyScenario();
  const named = await by(larkfield.lead, "saveScenarioAction", [{ name: "To be deleted", content }]);
  const unique = Date.now().toString(36);
  const person = {
    name: "Target Person",
    role: "Team lead",
    team: "",
    email: `target.${unique}@larkfield.example`,
  };
  const delegation = await aDelegation();
  const program = { name: `Target program ${unique}`, "scopes[]": "decision-runs:write", expiresOn: "" };
  return {
    ...(await found()),
    toSign: await ask(),
    toDeny: await ask(),
    toRevise: await ask(),
    toWithdraw: await ask(),
    toComment: await ask(),
    ofTheCfo: await ask(larkfield.cfo),
    draft: await keep(),
    draftToDiscard: await keep(),
    policy: await makePolicyDrafts(cookiesOf),
    review: await runningReview(by),
    packs: await makePackDrafts(cookiesOf),
    scenario: { content, id: resultOf(named, "id") },
    person,
    delegation,
    delegationId: resultOf(
      await by(larkfield.ceo, "delegateSigningAction", [null], delegation),
      "delegationId",
    ),
    program,
    userId: resultOf(await by(larkfield.admin, "invitePersonAction", [null], person), "userId"),
    apiKeyId: resultOf(await by(larkfield.admin, "createApiKeyAction", [null], program), "apiKeyId"),
    noticeChannelId: resultOf(
      await by(larkfield.admin, "addNoticeChannelAction", [null], {
        kind: "webhook",
        name: `Target channel ${unique}`,
        address: "https://hooks.example.com/revenue-os",
      }),
      "channelId",
    ),
    imports: await makeImports(cookiesOf),
    attachment: await attachTo(await ask(), await cookiesOf(larkfield.lead)),
  };
}

export type Targets = Awaited<ReturnType<typeof makeTargets>>;
