// Attempts to go around every guard: each guarded action by each wrong role, from the other company, from nobody; foreign
// rows under one's own company; direct addresses. None may leave a trace in any table.
import { type Answer, actionIds, callAction, refusalOf } from "../support/actions";
import { EVERYBODY, guardedActions, OPERATOR_ACTIONS, OWN_ACCOUNT } from "../support/guarded";
import { addFailedRun, untilWorkerRests } from "../support/jobs";
import { brackwater, larkfield, type Person, platformOperator } from "../support/people";
import { makeProposal } from "../support/policies";
import { ADDRESS, asSuperuser, lookUp } from "../support/server";
import { expect, test } from "../support/story";
import { makeTargets } from "../support/targets";

const peopleOf = { larkfield, brackwater } as const;
const otherCompany = { larkfield: "brackwater", brackwater: "larkfield" } as const;
/** Counters of attempts and the time of a session's last use change by looking. */
const NOT_COUNTED = ["rate_limits", "user_sessions", "_prisma_migrations"];

/** A fingerprint of every row of every table, once the worker has done what it was asked before. */
async function everything(): Promise<Record<string, string>> {
  await untilWorkerRests();
  return asSuperuser(async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = 'public' and not tablename = any($1)",
      [NOT_COUNTED],
    );
    const prints: Record<string, string> = {};
    for (const { name } of rows) {
      const print = await client.query<{ print: string }>(
        `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '' order by t::text)), '') as print
         from "${name}" t`,
      );
      prints[name] = print.rows[0]?.print ?? "";
    }
    return prints;
  });
}

test("Every guarded action refuses every wrong role, every stranger and everybody who is signed out", async ({
  cookiesOf,
}) => {
  test.setTimeout(240_000);
  const actions = guardedActions(await makeTargets(cookiesOf), await makeProposal(cookiesOf));
  expect([...actionIds().keys()].sort(), "no action is left out of the attempts").toEqual(
    [...actions, ...OPERATOR_ACTIONS]
      .map(({ name }) => name)
      .concat(OWN_ACCOUNT)
      .sort(),
  );
  const before = await everything();
  const got: string[] = [];
  const wanted: string[] = [];
  const attempt = async (who: string, expected: string, call: Promise<Answer>, name: string) => {
    got.push(`${name} by ${who}: ${refusalOf(await call)}`);
    wanted.push(`${name} by ${who}: ${expected}`);
  };
  for (const { name, company, may, args, form } of actions) {
    const as = async (person: Person) =>
      callAction({ name, args: [company, ...args], form, cookies: await cookiesOf(person) });
    const wrongRoles = EVERYBODY.filter((role) => !may.includes(role));
    for (const role of wrongRoles) await attempt(role, "FORBIDDEN", as(peopleOf[company][role]), name);
    for (const role of [...may, "auditor"] as const) {
      const stranger = peopleOf[otherCompany[company]][role];
      await attempt(`the other company's ${role}`, "NOT_FOUND", as(stranger), name);
    }
    const nobody = callAction({ name, args: [company, ...args], form, cookies: "" });
    await attempt("nobody", "303 /sign-in?callbackUrl=%2Faccount", nobody.then(shortened), name);
  }
  expect(got).toEqual(wanted);
  expect(await everything(), "no attempt has changed a row").toEqual(before);

  await test.step("with the same arguments the right person is let through", async () => {
    for (const { name, company, args, form, control } of actions) {
      const cookies = await cookiesOf(peopleOf[company][control.by]);
      const answer = await callAction({ name, args: [company, ...args], form, cookies });
      expect(refusalOf(answer), `${name}: ${JSON.stringify(answer)}`).toMatch(control.gives);
    }
  });
});

test("What the platform's operator does, nobody in a company can, and nobody signed out", async ({
  cookiesOf,
}) => {
  const failed = await addFailedRun("larkfield");
  const before = await everything();
  for (const { name, args, gives } of OPERATOR_ACTIONS) {
    const by = async (person: Parameters<typeof cookiesOf>[0]) =>
      callAction({ name, args: args(failed), cookies: await cookiesOf(person) });
    for (const role of EVERYBODY)
      for (const company of [larkfield, brackwater])
        expect(refusalOf(await by(company[role])), `${name} by ${role}`).toBe("NOT_FOUND");
    const nobody = shortened(await callAction({ name, args: args(failed), cookies: "" }));
    expect(refusalOf(nobody)).toBe("303 /sign-in?callbackUrl=%2Faccount");
    expect(await everything(), "no attempt has changed a row").toEqual(before);
    expect(refusalOf(await by(platformOperator)), name).toMatch(gives);
  }
});

function shortened(answer: Answer): Answer {
  return !answer.ok && "turnedAway" in answer
    ? { ...answer, to: answer.to?.replace(ADDRESS, "") ?? null }
    : answer;
}

test("Nobody signs what they asked for, signs for a role that is not awaited, or touches another's request", async ({
  cookiesOf,
}) => {
  const t = await makeTargets(cookiesOf);
  const unseen = { revision: 1, sawCycleId: null };
  const by = async (person: Person, name: string, arg: unknown) =>
    callAction({ name, args: [person.company, arg], cookies: await cookiesOf(person) });
  const before = await everything();
  const own = await by(larkfield.cfo, "signRequestAction", { reference: t.ofTheCfo, ...unseen });
  expect(own).toMatchObject({ failure: { code: "FORBIDDEN", message: "Nobody signs their own request." } });
  for (const person of [larkfield.ceo, larkfield.sales, larkfield.product]) {
    const wrong = await by(person, "signRequestAction", { reference: t.toSign, ...unseen });
    expect(refusalOf(wrong), person.role).toBe("FORBIDDEN");
  }
  const smuggled = { reference: t.toSign, ...unseen, role: "CFO" };
  expect(refusalOf(await by(larkfield.ceo, "signRequestAction", smuggled))).toBe("INVALID_INPUT");
  const older = { reference: t.toSign, revision: 7, sawCycleId: null };
  expect(refusalOf(await by(larkfield.cfo, "signRequestAction", older))).toBe("CONFLICT");
  const withdrawn = await by(larkfield.ceo, "withdrawRequestAction", { reference: t.toSign, revision: 1 });
  expect(refusalOf(withdrawn)).toBe("FORBIDDEN");
  const discarded = await by(larkfield.cfo, "discardDraftAction", { reference: t.draft });
  expect(refusalOf(discarded)).toBe("NOT_FOUND");
  expect(await everything()).toEqual(before);
});

test("Rows of another company cannot be reached under one's own", async ({ cookiesOf }) => {
  const t = await makeTargets(cookiesOf);
  const before = await everything();
  const attempts: [Person, string, unknown[], Record<string, string>?][] = [
    [larkfield.cfo, "acknowledgeEscalationAction", [acknowledgement(t.escalationId)]],
    [larkfield.cfo, "updateDefensiveActionAction", [update(t.defensiveActionId)]],
    [larkfield.cfo, "executeActionsAction", [{ actionIds: [t.foreignAction] }]],
    [larkfield.cfo, "revertActionAction", [ending(t.foreignAction)]],
    [larkfield.cfo, "abortActionAction", [ending(t.foreignAction)]],
    [brackwater.cfo, "startPolicyDraftAction", [{ fromBundleId: t.policy.fromBundleId, title: "Theirs" }]],
    [
      brackwater.cfo,
      "savePolicyDraftAction",
      [{ ...t.policy.toSave, title: "Theirs", artifacts: t.policy.artifacts }],
    ],
    [brackwater.cfo, "discardPolicyDraftAction", [{ bundleId: t.policy.toDiscard.bundleId }]],
    [brackwater.cfo, "signPolicyAction", [t.policy.toPropose]],
    [brackwater.admin, "revokeApiKeyAction", [t.apiKeyId]],
    [brackwater.admin, "endMembershipAction", [t.userId]],
    [brackwater.admin, "resetPasswordAction", [t.userId]],
    [brackwater.admin, "changeRoleAction", [null], { userId: t.userId, role: "CFO", team: "" }],
  ];
  for (const [person, name, args, form] of attempts) {
    const cookies = await cookiesOf(person);
    const answer = await callAction({ name, args: [person.company, ...args], form, cookies });
    expect(refusalOf(answer), name).toBe("NOT_FOUND");
  }
  const session = await lookUp(
    "select s.id as found from user_sessions s join users u on u.id = s.user_id where u.email = $1 limit 1",
    [larkfield.cfo.email],
  );
  const cookies = await cookiesOf(brackwater.cfo);
  const ended = await callAction({ name: "endSessionAction", args: [session], cookies });
  expect(refusalOf(ended)).toBe("NOT_FOUND");
  expect(await everything()).toEqual(before);
});

const acknowledgement = (escalationId: string | null) => ({
  escalationId,
  plan: "A plan that is long enough to be one.",
  dueOn: "2099-01-31",
});
const ending = (actionId: string | null) => ({ actionId, reason: "None of your business" });
const update = (actionId: string | null) => ({
  actionId,
  ownerId: null,
  dueOn: null,
  done: true,
  evidence: "None of your business",
});

test("A form that another site sends, or that names no site, runs nothing", async ({ cookiesOf }) => {
  const cookies = await cookiesOf(larkfield.cfo);
  const t = await makeTargets(cookiesOf);
  const before = await everything();
  const args = ["larkfield", { reference: t.toSign, revision: 1, sawCycleId: null }];
  for (const origin of ["https://elsewhere.example", "null", null]) {
    const answer = await callAction({ name: "signRequestAction", args, cookies, origin });
    expect(refusalOf(answer), `from ${origin}`).toMatch(/^403/);
  }
  expect(await everything()).toEqual(before);
});

test("Addresses of the other company lead nowhere, and those for other roles show nothing", async ({
  as,
  cookiesOf,
  watch,
}) => {
  watch.expectNotFound();
  const stranger = await as(brackwater.cfo);
  const request = await lookUp(
    "select reference as found from requests r join tenants t on t.id = r.tenant_id where t.slug = 'larkfield' limit 1",
  );
  const places = [
    "",
    "/requests",
    `/requests/${request}`,
    "/requests/new",
    "/approvals",
    "/cycles",
    "/log",
    "/log/1",
  ];
  for (const place of [
    ...places,
    "/defensive",
    "/escalations",
    "/triggers/T1",
    "/codes",
    "/admin/people",
    "/revenue",
    "/revenue/metrics/win_rate",
    "/revenue/targets",
    "/revenue/cycles",
    "/revenue/actions",
  ]) {
    const answer = await stranger.goto(`/c/larkfield${place}`);
    expect(answer?.status(), place).toBe(404);
    await expect(stranger.getByText("Larkfield Software")).toHaveCount(0);
  }
  const auditor = await as(larkfield.auditor);
  await auditor.goto("/c/larkfield/requests/new?gate=G1_HEADCOUNT");
  await expect(auditor.getByRole("heading", { name: "Your role asks for nothing" })).toBeVisible();
  const cookies = await cookiesOf(brackwater.cfo);
  const exported = await fetch(`${ADDRESS}/c/larkfield/log/export?format=jsonl`, {
    headers: { cookie: cookies },
  });
  expect(exported.status).toBe(404);
  expect(await exported.text()).not.toContain("larkfield.example");
  const signedOut = await fetch(`${ADDRESS}/c/larkfield/log/export?format=csv`, { redirect: "manual" });
  expect([307, 401]).toContain(signedOut.status);
});

test("The auditor reads every page of the company and finds nothing to change anything with", async ({
  as,
}) => {
  const page = await as(larkfield.auditor);
  const request = await lookUp(
    `select reference as found from requests r join tenants t on t.id = r.tenant_id
     where t.slug = 'larkfield' and status = 'PENDING' limit 1`,
  );
  const action = await lookUp(
    `select a.id as found from optimization_actions a join tenants t on t.id = a.tenant_id
     where t.slug = 'larkfield' order by (a.status = 'executing') desc limit 1`,
  );
  const changing =
    /^(sign|deny|withdraw|edit|decide again|submit|add the comment|override|evaluate|update|acknowledge|resolve|ask to leave|change|run a cycle|execute|revert|abort)/i;
  for (const place of [
    "",
    "/requests",
    `/requests/${request}`,
    "/approvals",
    "/cycles",
    "/defensive",
    "/escalations",
    "/revenue",
    "/revenue/targets",
    "/revenue/cycles",
    "/revenue/actions",
    `/revenue/actions/${action}`,
  ]) {
    const answer = await page.goto(`/c/larkfield${place}`);
    expect(answer?.status(), place).toBe(200);
    const main = page.getByRole("main");
    await expect(main.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(main.getByRole("button", { name: changing })).toHaveCount(0);
    await expect(main.getByRole("link", { name: changing })).toHaveCount(0);
  }
});
