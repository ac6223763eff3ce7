// What a hostile receiver may answer, over a plain socket.

import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { postJson } from "./post-json";

const open: { server: Server; sockets: Set<Socket> }[] = [];
afterEach(async () => {
  for (const { server, sockets } of open.splice(0)) {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** Answers each connection as told, once its request has begun to arrive. */
async function receiver(answer: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.once("data", () => answer(socket));
  });
  open.push({ server, sockets });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://localhost:${(server.address() as AddressInfo).port}/hook`;
}

/** Says it again and again, for as long as somebody listens. */
function endlessly(socket: Socket, text: string): void {
  const saying = setInterval(() => socket.write(text), 2);
  socket.once("close", () => clearInterval(saying));
}

const posted = (address: string) => postJson(address, "{}", { localAllowed: true, timeoutMs: 1_000 });
const withinSeconds = <T>(seconds: number, promise: Promise<T>): Promise<T | "it hangs"> =>
  Promise.race([
    promise,
    new Promise<"it hangs">((resolve) => setTimeout(() => resolve("it hangs"), seconds * 1_000)),
  ]);

test("an answer that would change the protocol is an end, and holds up nobody's queue", async () => {
  const address = await receiver((socket) =>
    socket.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: none\r\n\r\n"),
  );
  expect(await withinSeconds(4, posted(address))).toEqual({
    sent: false,
    reason: "The connection broke.",
    isFinal: false,
    isDown: true,
  });
});

test("an answer without end is a receipt by its first line, and the rest is not read", async () => {
  const address = await receiver((socket) => {
    socket.write("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n");
    endlessly(socket, "x".repeat(65_536));
  });
  expect(await withinSeconds(4, posted(address))).toEqual({ sent: true });
});

test.each([
  ["headers without end", "HTTP/1.1 200 OK\r\n", `X-More: ${"x".repeat(4_000)}\r\n`],
  ["asking for patience without end", "", "HTTP/1.1 102 Processing\r\n\r\n"],
  ["what is no HTTP at all", "", "\u0000\u0001hello\r\n"],
])("%s are cut off", async (_what, first, again) => {
  const address = await receiver((socket) => {
    socket.write(first);
    endlessly(socket, again);
  });
  expect(await withinSeconds(4, posted(address))).toMatchObject({
    sent: false,
    isFinal: false,
    isDown: true,
  });
});

test("too often and out of service say that another message now would fare no better; a refusal of this one does not", async () => {
  const answerOf = async (status: number) =>
    posted(await receiver((socket) => socket.end(`HTTP/1.1 ${status} Said\r\nContent-Length: 0\r\n\r\n`)));
  expect(await answerOf(429)).toMatchObject({ isFinal: false, isDown: true });
  expect(await answerOf(503)).toMatchObject({ isFinal: false, isDown: true });
  expect(await answerOf(500)).toMatchObject({ isFinal: false, isDown: false });
  expect(await answerOf(404)).toMatchObject({ isFinal: true, isDown: false });
});
