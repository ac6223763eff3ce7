import { once } from "node:events";
import { rmSync } from "node:fs";
import { expect, test } from "vitest";
import { startTemporaryServer } from "./temporary-server";

test("a server that is stopped tells of no failed start, even when its log is gone before it is", async () => {
  const server = await startTemporaryServer();
  const exit = once(server.child, "exit");
  rmSync(server.cluster.logFile);
  await server.stop();
  // What a listener throws here ends the whole run of tests; so it did when the log was read at every exit.
  expect(await exit).toEqual([0, null]);
});
