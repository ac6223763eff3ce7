import type { Transaction } from "../tenant-transaction";

/** Counts what is asked of the database, and hands it on: for tests that no row costs a query. */
export function counting(tx: Transaction): { tx: Transaction; statements: () => number } {
  let statements = 0;
  const counted = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(object, name) {
        const value: unknown = Reflect.get(object, name);
        if (typeof value === "function")
          return (...given: unknown[]) => {
            statements += 1;
            return Reflect.apply(value, object, given);
          };
        return typeof value === "object" && value !== null ? counted(value) : value;
      },
    });
  return { tx: counted(tx), statements: () => statements };
}
