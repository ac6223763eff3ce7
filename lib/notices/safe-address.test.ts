import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { signatureOf, slackMessage } from "./channel-message";
import { postJson } from "./post-json";
import { guardedLookup, isPublicAddress, readAddress } from "./safe-address";

describe("an address is of the public internet, or nothing is sent to it", () => {
  test.each([
    "127.0.0.1",
    "127.9.9.9",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "198.18.0.1",
    "192.0.2.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fc00::1",
    "fd12::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001:db8::1",
    "2001::1",
    "ff02::1",
    "not an address",
  ])("%s is not", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test.each(["8.8.8.8", "172.32.0.1", "192.169.0.1", "100.128.0.1", "2606:4700:4700::1111", "2a00:1450::1"])(
    "%s is",
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );
});

describe("in production", () => {
  test.each([
    "http://example.com/hook",
    "ftp://example.com/",
    "https://user:password@example.com/",
    "https://localhost/",
    "https://a.localhost/",
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://0177.0.0.1/",
    "https://[::1]/",
    "https://[::ffff:7f00:1]/",
    "https://10.1.2.3/",
    "https://169.254.169.254/latest/meta-data",
    "http://localhost:3000/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "example.com",
  ])("%s is refused", (text) => {
    expect(() => readAddress(text, false)).toThrow();
  });

  test("a public https address is taken, and this machine only where that is allowed", () => {
    expect(readAddress("https://hooks.example.com/a?b=c", false).host).toBe("hooks.example.com");
    expect(readAddress("http://localhost:3000/hook", true).host).toBe("localhost:3000");
    expect(() => readAddress("http://192.168.1.1/hook", true)).toThrow("https://");
    expect(() => readAddress("https://192.168.1.1/hook", true)).toThrow("private network");
  });
});

const answering =
  (...addresses: string[]) =>
  () =>
    Promise.resolve(addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })));

function lookedUp(name: string, localAllowed: boolean, ...addresses: string[]): Promise<unknown> {
  const find = answering(...addresses) as unknown as Parameters<typeof guardedLookup>[1];
  return new Promise((resolve) => {
    guardedLookup(localAllowed, find)(name, { all: true }, (error, found) =>
      resolve(error?.message ?? found),
    );
  });
}

describe("what a name stands for is judged at the connection itself", () => {
  test("one internal address among several refuses the name, and so does a name that now stands for this machine", async () => {
    expect(await lookedUp("rebind.example", false, "8.8.8.8", "10.0.0.1")).toContain("private network");
    expect(await lookedUp("rebind.example", false, "127.0.0.1")).toContain("private network");
    expect(await lookedUp("rebind.example", true, "127.0.0.1")).toContain("private network");
    expect(await lookedUp("localhost", false, "127.0.0.1")).toContain("private network");
    expect(await lookedUp("nothing.example", false)).toContain("private network");
  });

  test("what is judged is what is connected to", async () => {
    expect(await lookedUp("fine.example", false, "8.8.8.8")).toEqual([{ address: "8.8.8.8", family: 4 }]);
    expect(await lookedUp("localhost", true, "127.0.0.1")).toEqual([{ address: "127.0.0.1", family: 4 }]);
  });
});

test("a receiver that never ends its answer's beginning holds nothing up", async () => {
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const began = Date.now();
  const outcome = await postJson(`http://localhost:${port}/`, "{}", { localAllowed: true, timeoutMs: 300 });
  expect(outcome).toEqual({
    sent: false,
    reason: "It did not answer in time.",
    isFinal: false,
    isDown: true,
  });
  expect(Date.now() - began).toBeLessThan(5_000);
  server.closeAllConnections();
  server.close();
  expect(await postJson(`http://localhost:${port}/`, "{}", { localAllowed: true })).toMatchObject({
    reason: "It could not be reached.",
  });
});

test("the signature is over the moment and the body: another of either has another one", () => {
  const at = new Date("2026-06-01T10:00:00Z");
  const given = signatureOf('{"a":1}', "secret", at);
  expect(given).toMatch(/^t=1780308000,v1=[0-9a-f]{64}$/);
  for (const other of [
    signatureOf('{"a":2}', "secret", at),
    signatureOf('{"a":1}', "another", at),
    signatureOf('{"a":1}', "secret", new Date(at.getTime() + 1000)),
  ])
    expect(other.split("v1=")[1]).not.toBe(given.split("v1=")[1]);
});

test("without an address of its own the application names no link", () => {
  const { body } = slackMessage({
    id: "1",
    kind: "request_approved",
    reference: "REQ-1",
    words: { title: "A hire" },
    at: new Date(),
    company: { name: "Acme", slug: "acme" },
    people: [],
    link: null,
  });
  expect(JSON.parse(body).text).toBe("Acme: REQ-1 is approved: A hire");
});
