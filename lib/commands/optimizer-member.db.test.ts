import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signIn } from "@/lib/auth/sign-in";
import { connect, disconnect } from "@/lib/db/client";
import { inTenant } from "@/lib/db/tenant-transaction";
import { createTestDatabase } from "@/lib/db/testing/test-database";
import { listPeople } from "@/lib/queries/people";
import { withClient } from "@/scripts/database/prepare";
import { changeRole } from "./change-role";
import { endMembership } from "./end-membership";
import { invitePerson, invitePersonInput } from "./invite-person";
import { OPTIMIZER_NAME, type OptimizerActor, optimizerActor } from "./optimizer-member";
import { resetPassword } from "./reset-password";
import { type Company, createCompany } from "./testing/company";

const AT = new Date("2026-03-02T02:00:00Z");

let company: Company;
let kernel: OptimizerActor;
let superuserUrl = "";
beforeAll(async () => {
  const { appUrl, superuserUrl: url } = await createTestDatabase();
  superuserUrl = url;
  connect(appUrl);
  company = await createCompany();
  kernel = await optimizerActor(company.tenantId, AT);
});
afterAll(disconnect);

const userRow = () => inTenant(company, (tx) => tx.user.findUniqueOrThrow({ where: { id: kernel.userId } }));

describe("the member through which the kernel asks", () => {
  test("is made once, however many ask for it at once, and its joining stands in the log", async () => {
    const fresh = await createCompany();
    const ids = await Promise.all(
      Array.from({ length: 10 }, async () => (await optimizerActor(fresh.tenantId, AT)).userId),
    );
    expect(new Set(ids).size).toBe(1);
    const entries = await inTenant(fresh, (tx) =>
      tx.decisionLogEntry.findMany({ where: { tenantId: fresh.tenantId, kind: "access_change" } }),
    );
    expect(entries.map(({ title }) => title)).toEqual(["Revenue OS kernel may ask at the gates"]);
    expect(ids[0]).not.toBe(kernel.userId);
  });

  test("cannot sign in, with no password that anybody could try", async () => {
    const { email, disabledAt } = await userRow();
    expect(disabledAt).not.toBeNull();
    for (const password of ["no password", "", "Demo-Password-2026"]) {
      const attempt = { email, password, address: "192.0.2.7", userAgent: null, at: AT, demoAllowed: true };
      expect(await signIn(attempt)).toMatchObject({ ok: false, failure: { code: "SIGN_IN_FAILED" } });
    }
  });

  test("gets no password, no other role and no end from an administrator, and nobody is invited as it", async () => {
    const admin = await company.hire("Administrator");
    const before = await userRow();
    const refusals = [
      await resetPassword(admin, kernel.userId, AT),
      await changeRole(admin, { userId: kernel.userId, role: "CFO", team: "" }, AT),
      await endMembership(admin, kernel.userId, AT),
    ];
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({ ok: false, failure: { code: "FORBIDDEN" } });
    }
    expect(await userRow()).toEqual(before);
    const form = { name: "Mallory", email: before.email, role: "CFO", team: "" };
    expect(invitePersonInput.safeParse(form).success).toBe(false);
    expect(invitePersonInput.safeParse({ ...form, email: "m@example.com", role: "Optimizer" }).success).toBe(
      false,
    );
    const invited = await invitePerson(
      admin,
      { name: "Mallory", email: "m@example.com", role: "CFO", team: "" },
      AT,
    );
    expect(invited.ok).toBe(true);
  });

  test("stands among the people as a service", async () => {
    const { tenantId } = company;
    const viewer = { ...(await company.hire("Administrator")), tenantId };
    const people = await listPeople({
      ...viewer,
      email: "",
      sessionId: "",
      isOperator: false,
      tenantName: "",
      companySlug: "",
      role: "Administrator",
      team: null,
    });
    expect(people.filter(({ isService }) => isService)).toMatchObject([
      { name: OPTIMIZER_NAME, role: "Optimizer", disabled: false, isService: true },
    ]);
  });

  test("signs nothing: its account is disabled, and were it not, the database takes no signature in its role", async () => {
    const { tenantId, userId } = kernel;
    const requester = await company.hire("Team lead");
    const request = await inTenant(requester, async (tx) => {
      const { id } = await tx.request.create({
        data: {
          tenantId,
          reference: "REQ-900",
          gateId: "G2_GTM_SPEND",
          title: "More search",
          status: "DRAFT",
          requestedBy: requester.userId,
          details: {},
        },
      });
      return tx.request.update({ where: { tenantId_id: { tenantId, id } }, data: { status: "PENDING" } });
    });
    const sign = () =>
      inTenant({ tenantId, userId }, async (tx) => {
        await tx.signoff.create({
          data: {
            tenantId,
            requestId: request.id,
            revision: 1,
            role: "Optimizer",
            signedBy: userId,
            verdict: "APPROVE",
            sawStates: {},
            signedAt: AT,
          },
        });
      });
    await expect(sign()).rejects.toThrow(/nobody whose account is disabled signs/);
    const setDisabled = (at: Date | null) =>
      withClient(superuserUrl, (client) =>
        client.query("update users set disabled_at = $2 where id = $1", [userId, at]),
      );
    await setDisabled(null);
    await expect(sign()).rejects.toThrow(/a_person_signs/);
    await setDisabled(AT);
  });
});
