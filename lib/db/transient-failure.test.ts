import { describe, expect, test } from "vitest";
import { isTransient, MOST_ATTEMPTS, TransientFailure, tryRepeatedly } from "./transient-failure";

/** As the client hands on what the server said of a raw statement. */
const fromServer = (sqlState: string) =>
  Object.assign(new Error("Raw query failed."), {
    code: "P2010",
    meta: { driverAdapterError: { name: "DriverAdapterError", cause: { originalCode: sqlState } } },
  });
const fromClient = (code: string) => Object.assign(new Error("The client says so."), { code });

describe("what may be tried again", () => {
  test.each(["40001", "40P01", "55P03", "57P01", "53300", "08006"])("the server's %s", (sqlState) => {
    expect(isTransient(fromServer(sqlState))).toBe(true);
  });
  test.each(["P2034", "P2028", "P1017", "P2024", "ECONNRESET"])("the client's %s", (code) => {
    expect(isTransient(fromClient(code))).toBe(true);
  });
  test("a connection that went away without a code", () => {
    expect(isTransient(new Error("Connection terminated unexpectedly"))).toBe(true);
  });
});

describe("what is not tried again, because it would fail for ever", () => {
  test.each(["23505", "23514", "23001", "42501", "22P02", "42P01"])("the server's %s", (sqlState) => {
    expect(isTransient(fromServer(sqlState))).toBe(false);
  });
  test.each(["P2002", "P2025", "P2003"])("the client's %s", (code) => {
    expect(isTransient(fromClient(code))).toBe(false);
  });
  test("a bug, and what is no error at all", () => {
    for (const each of [new TypeError("x is undefined"), "text", null, undefined, { code: 40001 }])
      expect(isTransient(each)).toBe(false);
  });
});

describe("trying again", () => {
  const failing = (times: number) => {
    let calls = 0;
    return async () => {
      calls += 1;
      if (calls <= times) throw new TransientFailure(`attempt ${calls}`);
      return calls;
    };
  };

  test("ends with the first success and says which attempt it was", async () => {
    expect(await tryRepeatedly(failing(0))).toEqual({ ok: true, value: 1, attempts: 1 });
    expect(await tryRepeatedly(failing(2))).toEqual({ ok: true, value: 3, attempts: 3 });
  });

  test("gives up after three further attempts, waiting longer before each", async () => {
    const began = performance.now();
    const tried = await tryRepeatedly(failing(99));
    expect(tried).toMatchObject({ ok: false, attempts: MOST_ATTEMPTS, error: { message: "attempt 4" } });
    expect(performance.now() - began).toBeGreaterThan(2000);
  });

  test("does not repeat a fault that stays", async () => {
    const tried = await tryRepeatedly(async () => {
      throw new TypeError("a bug");
    });
    expect(tried).toMatchObject({ ok: false, attempts: 1 });
  });
});
