import { createServer } from "node:net";

/** A port on loopback that is free now: `wanted` if it is, else whichever the system gives. */
export async function freePort(wanted = 0): Promise<number> {
  return (await tryPort(wanted)) ?? (await tryPort(0)) ?? refuse();
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(null));
    probe.listen(port, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(address && typeof address === "object" ? address.port : null));
    });
  });
}

function refuse(): never {
  throw new Error("No port is free on 127.0.0.1 for the database: stop a program that listens there.");
}
