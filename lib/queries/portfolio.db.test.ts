import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withClient } from "@/scripts/database/prepare";
import { connect, disconnect } from "../db/client";
import { createTestDatabase, type TestDatabase } from "../db/testing/test-database";
import { loadPortfolio, type PortfolioFilter, portfolioFilterSchema } from "./portfolio";

const WEEK = "2026-03-16";
const at = new Date("2026-03-24T10:00:00Z");
const filter = (given: Partial<Record<keyof PortfolioFilter, unknown>> = {}) =>
  portfolioFilterSchema.parse({ week: WEEK, ...given });

type Stored = { name: string; payback?: number | null; mode?: string; hurt?: number; gates?: string[] };

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  connect(database.appUrl);
});
afterAll(disconnect);

const asSuperuser = <T>(work: (client: pg.Client) => Promise<T>) => withClient(database.superuserUrl, work);

/** Companies with one stored week each; without a payback entry the week was not stored. Older companies go. */
async function portfolioOf(companies: readonly Stored[], week = WEEK): Promise<string[]> {
  return asSuperuser(async (client) => {
    await client.query("truncate weekly_cfo_snapshots");
    // Memberships are ended, never deleted; here the companies of the test before make room for the next.
    await client.query("set session_replication_role = replica");
    await client.query("delete from memberships");
    await client.query("delete from tenants");
    await client.query("set session_replication_role = origin");
    const ids: string[] = [];
    for (const { name, payback, mode = "NORMAL", hurt = 0, gates = [] } of companies) {
      const id = randomUUID();
      ids.push(id);
      await client.query(
        "insert into tenants (id, name, slug, plan_start, holidays) values ($1, $2, $3, '2026-01-01', '{}')",
        [id, name, `t-${id}`],
      );
      if (payback === undefined) continue;
      await client.query(
        `insert into weekly_cfo_snapshots (tenant_id, week_start, computed_at, payback_months, actions_total,
           actions_improved, actions_hurt, gates_triggered, mode, open_escalations)
         values ($1, $2, '2026-03-23T02:00:00Z', $3, 5, 1, $4, $5, $6, 2)`,
        [id, week, payback, hurt, gates, mode],
      );
    }
    return ids;
  });
}

async function person({ isOperator }: { isOperator: boolean }): Promise<{ userId: string }> {
  const userId = randomUUID();
  await asSuperuser((client) =>
    client.query(
      "insert into users (id, email, name, password_hash, is_operator) values ($1, $2, 'Somebody', 'never signs in', $3)",
      [userId, `${userId}@example.com`, isOperator],
    ),
  );
  return { userId };
}

describe("all companies together", () => {
  test("medians of the figures and sums of the counts, over the companies whose week was stored", async () => {
    await portfolioOf([
      { name: "Ash", payback: 10, gates: ["payback_exceeded"] },
      {
        name: "Birch",
        payback: 12,
        mode: "DEFENSIVE",
        hurt: 3,
        gates: ["cash_constrained", "payback_exceeded"],
      },
      // One company far out does not carry the portfolio with it.
      { name: "Cedar", payback: 300 },
      { name: "Dogwood", payback: null, mode: "UNKNOWN" },
      { name: "Elm" },
    ]);
    const portfolio = await loadPortfolio(await person({ isOperator: true }), filter(), at);
    expect(portfolio.figures.find(({ id }) => id === "payback_months")).toMatchObject({
      value: 12,
      reported: 3,
      unit: "months",
    });
    expect(portfolio.figures.find(({ id }) => id === "cac_blended")).toMatchObject({
      value: null,
      reported: 0,
    });
    expect(portfolio).toMatchObject({
      companies: { all: 5, stored: 4, NORMAL: 2, DEFENSIVE: 1, UNKNOWN: 1, NONE: 1 },
      actions: { total: 20, improved: 4, hurt: 3 },
      openEscalations: 8,
      gates: ["payback_exceeded", "cash_constrained"],
      found: 5,
    });
  });

  test("with an even number of companies the median lies between the two in the middle", async () => {
    await portfolioOf([
      { name: "Ash", payback: 10 },
      { name: "Birch", payback: 13 },
    ]);
    const portfolio = await loadPortfolio(await person({ isOperator: true }), filter(), at);
    expect(portfolio.figures[0]?.value).toBe(11.5);
  });

  test("a week that nobody stored is not known, which is not nought", async () => {
    await portfolioOf([{ name: "Ash" }]);
    const portfolio = await loadPortfolio(await person({ isOperator: true }), filter(), at);
    expect(portfolio).toMatchObject({ actions: null, openEscalations: null, computedAt: null, gates: [] });
    expect(portfolio.rows).toMatchObject([
      { company: "Ash", computedAt: null, mode: null, actions: null, openEscalations: null },
    ]);
    expect(portfolio.rows[0]?.figures.payback_months).toBeNull();
  });

  test("the week before stands beside it, and the weeks that there are lead to one another", async () => {
    await portfolioOf([{ name: "Ash", payback: 10 }], "2026-03-09");
    const operator = await person({ isOperator: true });
    const first = await loadPortfolio(operator, filter({ week: "2026-03-09" }), at);
    const second = await loadPortfolio(operator, filter({ week: undefined }), at);
    const ahead = await loadPortfolio(operator, filter({ week: "2031-01-06" }), at);
    expect([first.before, first.after]).toEqual([null, WEEK]);
    expect(second).toMatchObject({
      weekStart: WEEK,
      weekEnd: "2026-03-22",
      before: "2026-03-09",
      after: "2026-03-23",
    });
    expect(second.figures[0]).toMatchObject({ value: null, valueBefore: 10 });
    expect(ahead).toMatchObject({ weekStart: "2026-03-23", isRunning: true, after: null });
  });
});

describe("the list of companies", () => {
  const names = async (given: Partial<Record<keyof PortfolioFilter, unknown>>) =>
    (await loadPortfolio(await person({ isOperator: true }), filter(given), at)).rows.map(
      ({ company }) => company,
    );

  test("is sorted by any figure, and what has no value stands last either way round", async () => {
    await portfolioOf([
      { name: "Cedar", payback: null },
      { name: "birch", payback: 20 },
      { name: "Ash", payback: 10 },
      { name: "Elm" },
    ]);
    expect(await names({})).toEqual(["Ash", "birch", "Cedar", "Elm"]);
    expect(await names({ sort: "payback_months" })).toEqual(["Ash", "birch", "Cedar", "Elm"]);
    expect(await names({ sort: "payback_months", dir: "desc" })).toEqual(["birch", "Ash", "Cedar", "Elm"]);
    expect(await names({ sort: "company; drop table tenants", dir: "sideways" })).toHaveLength(4);
  });

  test("is found by part of a name and by mode; signs mean themselves", async () => {
    await portfolioOf([
      { name: "100% Ash", payback: 1, mode: "DEFENSIVE" },
      { name: "Ash_Grove", payback: 1 },
      { name: "Elm" },
    ]);
    expect(await names({ q: "ash" })).toEqual(["100% Ash", "Ash_Grove"]);
    expect(await names({ q: "a\u0000sh_" })).toEqual(["Ash_Grove"]);
    expect(await names({ q: "%" })).toEqual(["100% Ash"]);
    expect(await names({ q: "h_" })).toEqual(["Ash_Grove"]);
    expect(await names({ state: "DEFENSIVE" })).toEqual(["100% Ash"]);
    expect(await names({ state: "NONE" })).toEqual(["Elm"]);
  });

  test("of a thousand companies comes fifty at a time, each once; a page past the end is the last", async () => {
    await portfolioOf([]);
    await asSuperuser(async (client) => {
      await client.query(
        `insert into tenants (id, name, slug, plan_start, holidays)
         select gen_random_uuid(), 'Company ' || lpad(n::text, 4, '0'), 'c-' || n, '2026-01-01', '{}' from generate_series(1, 1000) n`,
      );
      await client.query(
        `insert into weekly_cfo_snapshots (tenant_id, week_start, computed_at, payback_months, actions_total, actions_improved,
           actions_hurt, gates_triggered, mode, open_escalations)
         select id, $1, now(), 12, 1, 0, 0, '{}', 'NORMAL', 0 from tenants`,
        [WEEK],
      );
    });
    const operator = await person({ isOperator: true });
    const page = (number: number) =>
      loadPortfolio(operator, filter({ page: number, sort: "payback_months" }), at);
    const [first, second, last, beyond] = [await page(1), await page(2), await page(20), await page(9999)];
    expect([first.rows[0]?.company, second.rows[0]?.company]).toEqual(["Company 0001", "Company 0051"]);
    expect(last.rows.at(-1)?.company).toBe("Company 1000");
    expect(beyond).toMatchObject({ page: 20, pages: 20, found: 1000, rows: last.rows });
    expect([first, second, last].map(({ rows }) => rows.length)).toEqual([50, 50, 50]);
  });
});

describe("who may see it", () => {
  const REFUSED = "42501";

  /** What the application's role gets for a statement, in a transaction with these settings. */
  async function answer(settings: Record<string, string>, statement: string): Promise<string | undefined> {
    const client = new pg.Client({ connectionString: database.appUrl });
    await client.connect();
    try {
      await client.query("begin");
      for (const [name, value] of Object.entries(settings))
        await client.query("select set_config($1, $2, true)", [name, value]);
      return `${(await client.query(statement)).rowCount} rows`;
    } catch (error) {
      return (error as pg.DatabaseError).code;
    } finally {
      await client.end();
    }
  }
  const SUMMARY = `select * from get_weekly_cfo_portfolio_summary('${WEEK}')`;

  test("the operator, and nobody else: not a CFO in their company, not somebody signed out, not a disabled operator", async () => {
    const [first] = await portfolioOf([
      { name: "Ash", payback: 10 },
      { name: "Elm", payback: 12 },
    ]);
    const [operator, cfo, gone] = [
      await person({ isOperator: true }),
      await person({ isOperator: false }),
      await person({ isOperator: true }),
    ];
    await asSuperuser(async (client) => {
      await client.query("insert into memberships (tenant_id, user_id, role) values ($1, $2, 'CFO')", [
        first,
        cfo.userId,
      ]);
      await client.query("update users set disabled_at = now() where id = $1", [gone.userId]);
    });
    const own = { "app.tenant_id": String(first) };
    expect(await answer({ "app.user_id": operator.userId }, SUMMARY)).toBe("3 rows");
    expect(await answer({ "app.user_id": cfo.userId, ...own }, SUMMARY)).toBe(REFUSED);
    expect(await answer({ "app.user_id": gone.userId }, SUMMARY)).toBe(REFUSED);
    expect(await answer({ "app.user_id": randomUUID() }, SUMMARY)).toBe(REFUSED);
    expect(await answer(own, SUMMARY)).toBe(REFUSED);
    expect(await answer({}, SUMMARY)).toBe(REFUSED);
    // The one setting that lists companies for the job queue opens nothing here.
    expect(await answer({ "app.jobs": "on" }, SUMMARY)).toBe(REFUSED);
    await expect(loadPortfolio(cfo, filter(), at)).rejects.toThrow("the operator of the platform alone");
  });

  test("a company finds its own stored week and none of the others', whatever it asks", async () => {
    const [first] = await portfolioOf([
      { name: "Ash", payback: 10 },
      { name: "Elm", payback: 12 },
    ]);
    const cfo = await person({ isOperator: false });
    const scope = { "app.tenant_id": String(first), "app.user_id": cfo.userId };
    expect(await answer(scope, "select * from weekly_cfo_snapshots")).toBe("1 rows");
    expect(await answer({ "app.user_id": cfo.userId }, "select * from weekly_cfo_snapshots")).toBe("0 rows");
  });

  test("the operator changes none of what is seen", async () => {
    await portfolioOf([{ name: "Ash", payback: 10 }]);
    const { userId } = await person({ isOperator: true });
    const scope = { "app.user_id": userId };
    expect(await answer(scope, "update weekly_cfo_snapshots set payback_months = 1")).toBe("0 rows");
    expect(await answer(scope, "delete from weekly_cfo_snapshots")).toBe("0 rows");
  });
});
