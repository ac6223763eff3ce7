import { afterEach, describe, expect, test } from "vitest";
import { type Letter, openMailServer } from "./mail-server";
import { headersOf, openPostOffice, openRawServer, type PostOffice } from "./testing/smtp-post-office";

const letter: Letter = {
  to: { name: "Naledi Okonkwo", address: "cfo@acme.example" },
  subject: "Weekly CFO digest: Acme",
  text: "Payback: 12.4 months",
  html: "<p>Payback: 12.4 months</p>",
  messageId: "<weekly.2026-11-16@revenue-os.example>",
};
const SHORT = { connectMs: 300, silentMs: 300, letterMs: 900 };

const open: PostOffice[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((office) => office.stop()));
});

/** Stopped when the test is over. */
async function kept(opening: Promise<PostOffice>): Promise<PostOffice> {
  const office = await opening;
  open.push(office);
  return office;
}

test("a letter arrives at the one person it is for, as text and as HTML", async () => {
  const office = await kept(openPostOffice());
  expect(await openMailServer(office.settings).send(letter)).toEqual({ sent: true });
  expect(office.received).toHaveLength(1);
  const [message] = office.received;
  expect(message).toMatchObject({ from: "digest@revenue-os.example", to: ["cfo@acme.example"] });
  expect(headersOf(message?.source ?? "")).toEqual(
    expect.arrayContaining([
      "From: Revenue OS <digest@revenue-os.example>",
      "To: Naledi Okonkwo <cfo@acme.example>",
      "Subject: Weekly CFO digest: Acme",
      "Message-ID: <weekly.2026-11-16@revenue-os.example>",
      "Auto-Submitted: auto-generated",
    ]),
  );
  expect(message?.source).toMatch(/Content-Type: text\/plain; charset=utf-8[\s\S]*Payback: 12\.4 months/);
  expect(message?.source).toMatch(
    /Content-Type: text\/html; charset=utf-8[\s\S]*<p>Payback: 12\.4 months<\/p>/,
  );
});

test("the user and password are shown to a server that asks for them", async () => {
  const seen: unknown[] = [];
  const office = await kept(
    openPostOffice({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth({ username, password }, _session, done) {
        seen.push([username, password]);
        done(null, password === "right" ? { user: username } : undefined);
      },
    }),
  );
  const as = (password: string) =>
    openMailServer({ ...office.settings, credentials: { user: "post", password } }).send(letter);
  expect(await as("right")).toEqual({ sent: true });
  expect(await as("wrong")).toMatchObject({ sent: false, isServerDown: true, smtpCode: 535 });
  expect(seen).toEqual([
    ["post", "right"],
    ["post", "wrong"],
  ]);
});

describe("nothing in a name can add a header or a recipient", () => {
  test.each([
    ["a person's name", { to: { name: "Eve\r\nBcc: all@acme.example", address: "cfo@acme.example" } }],
    [
      "a person's name that is a list",
      { to: { name: "a@b.example, c@d.example", address: "cfo@acme.example" } },
    ],
    ["a subject", { subject: "Acme\r\nBcc: all@acme.example\r\n\r\nPay at once" }],
  ])("%s", async (_, change) => {
    const office = await kept(openPostOffice());
    expect(await openMailServer(office.settings).send({ ...letter, ...change })).toEqual({ sent: true });
    expect(office.received[0]?.to).toEqual(["cfo@acme.example"]);
    expect(headersOf(office.received[0]?.source ?? "").filter((line) => /^bcc:/i.test(line))).toEqual([]);
    expect(headersOf(office.received[0]?.source ?? "").filter((line) => /^to:/i.test(line))).toHaveLength(1);
  });

  test.each([
    "cfo@acme.example\r\nBcc: all@acme.example",
    "a@b.example, c@d.example",
    "all",
    "<a@b.example>",
  ])("an address that is not one address gets nothing: %j", async (address) => {
    const office = await kept(openPostOffice());
    const outcome = await openMailServer(office.settings).send({ ...letter, to: { name: "Eve", address } });
    expect(outcome).toMatchObject({ sent: false, isServerDown: false });
    expect(office.received).toEqual([]);
  });
});

describe("a letter that does not go says why, without the server's words", () => {
  const outcomeAt = ({ settings }: PostOffice) => openMailServer(settings, SHORT).send(letter);

  test("the server is down", async () => {
    const office = await openPostOffice();
    await office.stop();
    expect(await outcomeAt(office)).toEqual({
      sent: false,
      reason: "The mail server could not be reached.",
      smtpCode: null,
      isServerDown: true,
    });
  });

  test("the server refuses the recipient", async () => {
    const office = await kept(
      openPostOffice({
        onRcptTo: ({ address }, _session, done) =>
          done(Object.assign(new Error(`<${address}> is unknown here`), { responseCode: 550 })),
      }),
    );
    const outcome = await outcomeAt(office);
    expect(outcome).toEqual({
      sent: false,
      reason: "The mail server refused the sender or the recipient.",
      smtpCode: 550,
      isServerDown: false,
    });
  });

  test("the server refuses the message", async () => {
    const office = await kept(
      openPostOffice({
        onData(stream, _session, done) {
          stream.resume();
          stream.on("end", () => done(Object.assign(new Error("spam"), { responseCode: 554 })));
        },
      }),
    );
    expect(await outcomeAt(office)).toMatchObject({
      sent: false,
      reason: "The mail server refused the message.",
      smtpCode: 554,
    });
  });

  test("the server takes the connection and says nothing", async () => {
    const office = await kept(openRawServer(() => undefined));
    expect(await outcomeAt(office)).toMatchObject({
      reason: "The mail server did not answer in time.",
      isServerDown: true,
    });
  });

  test("the server dribbles words for ever: the letter as a whole has an end, and the connection is closed", async () => {
    let closed = false;
    const office = await kept(
      openRawServer((socket) => {
        const timer = setInterval(() => socket.write("220-still here\r\n"), 50);
        socket.on("close", () => {
          clearInterval(timer);
          closed = true;
        });
      }),
    );
    const began = Date.now();
    expect(await outcomeAt(office)).toMatchObject({ reason: "The mail server did not answer in time." });
    expect(Date.now() - began).toBeGreaterThan(250);
    await expect.poll(() => closed).toBe(true);
  });

  test("the server hangs up", async () => {
    const office = await kept(openRawServer((socket) => socket.end()));
    expect(await outcomeAt(office)).toMatchObject({ sent: false, isServerDown: true });
  });
});

describe("where encryption is required", () => {
  test("a server without it gets nothing", async () => {
    const office = await kept(openPostOffice());
    const outcome = await openMailServer({ ...office.settings, tlsRequired: true }).send(letter);
    expect(outcome).toMatchObject({ sent: false, reason: expect.stringContaining("encrypted") });
    expect(office.received).toEqual([]);
  });

  test("a server whose certificate nobody vouches for gets nothing, neither letter nor password", async () => {
    const seen: string[] = [];
    const office = await kept(
      openPostOffice({
        disabledCommands: [],
        onAuth: ({ username }, _session, done) => {
          seen.push(String(username));
          done(null, { user: "post" });
        },
      }),
    );
    const credentials = { user: "post", password: "secret" };
    const outcome = await openMailServer({ ...office.settings, tlsRequired: true, credentials }).send(letter);
    expect(outcome).toMatchObject({ sent: false, reason: expect.stringContaining("encrypted") });
    expect([office.received, seen]).toEqual([[], []]);
  });

  test("on this machine, where it may be absent, a certificate of one's own will do", async () => {
    const office = await kept(openPostOffice({ disabledCommands: [] }));
    expect(await openMailServer(office.settings).send(letter)).toEqual({ sent: true });
  });

  test("from the first byte: the same certificate is refused", async () => {
    const office = await kept(openPostOffice({ secure: true }));
    const settings = { ...office.settings, implicitTls: true };
    expect(await openMailServer({ ...settings, tlsRequired: true }).send(letter)).toMatchObject({
      sent: false,
      reason: expect.stringContaining("encrypted"),
    });
    expect(await openMailServer(settings).send(letter)).toEqual({ sent: true });
  });
});
