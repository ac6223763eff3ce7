// What the application asks of the database, seen where it leaves the process: recorded to be asked again without
// the application, or timed to say where a cycle's time goes.
import pg from "pg";

export type Statement = { text: string; values: unknown[]; ms: number };

type Query = (...given: unknown[]) => unknown;

/** Every statement that was sent while the work ran, with how long its answer took. */
export async function watched<T>(work: () => Promise<T>): Promise<{ result: T; statements: Statement[] }> {
  const statements: Statement[] = [];
  const { prototype } = pg.Client;
  const original = prototype.query as Query;
  prototype.query = async function (this: pg.Client, ...given: unknown[]) {
    const began = performance.now();
    try {
      return await Reflect.apply(original, this, given);
    } finally {
      statements.push({ ...statementOf(given), ms: performance.now() - began });
    }
  } as typeof prototype.query;
  try {
    return { result: await work(), statements };
  } finally {
    prototype.query = original as typeof prototype.query;
  }
}

function statementOf([first, second]: unknown[]): { text: string; values: unknown[] } {
  const config = typeof first === "object" && first !== null ? first : { text: first };
  const text = "text" in config && typeof config.text === "string" ? config.text : String(first);
  const inside = "values" in config ? config.values : undefined;
  const values = Array.isArray(second) ? second : Array.isArray(inside) ? inside : [];
  return { text, values };
}
