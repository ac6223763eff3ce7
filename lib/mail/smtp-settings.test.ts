import { expect, test } from "vitest";
import { mailSettings, parseEnv } from "../env";

const needed = {
  DATABASE_URL: "postgresql://revenue_os_app:b7Qz1x@127.0.0.1:5432/revenue_os",
  NEXTAUTH_SECRET: "9f2Kx+QmTz7vLr0bYc4WnHs8uPdE1aGjXo6iRt3=",
};
const mail = (given: Record<string, string>) => mailSettings(parseEnv({ ...needed, ...given }));
const SMTP_FROM = "Revenue OS <digest@acme.example>";
const from = { name: "Revenue OS", address: "digest@acme.example" };

test("without a mail server e-mail is off, and the application starts", () => {
  expect(mail({})).toBeNull();
  expect(mail({ SMTP_URL: "", SMTP_HOST: "", SMTP_FROM })).toBeNull();
});

test("an address with a password is taken apart, and the connection must be encrypted", () => {
  expect(mail({ SMTP_URL: "smtps://post%40acme:p%2Fss@mail.acme.example", SMTP_FROM })).toEqual({
    host: "mail.acme.example",
    port: 465,
    implicitTls: true,
    tlsRequired: true,
    credentials: { user: "post@acme", password: "p/ss" },
    from,
  });
});

test("a host alone means STARTTLS on the submission port; port 465 means TLS from the first byte", () => {
  const parts = { SMTP_HOST: "mail.acme.example", SMTP_USER: "u", SMTP_PASSWORD: "p", SMTP_FROM };
  expect(mail(parts)).toMatchObject({ port: 587, implicitTls: false, tlsRequired: true });
  expect(mail({ ...parts, SMTP_PORT: "465" })).toMatchObject({ port: 465, implicitTls: true });
});

test("a mail server on this machine may do without encryption unless it is asked for", () => {
  for (const SMTP_HOST of ["localhost", "127.0.0.1", "::1"])
    expect(mail({ SMTP_HOST, SMTP_PORT: "25", SMTP_FROM })).toMatchObject({ tlsRequired: false });
  expect(mail({ SMTP_URL: "smtp://[::1]:25", SMTP_FROM })).toMatchObject({ host: "::1", tlsRequired: false });
  expect(mail({ SMTP_HOST: "localhost", SMTP_TLS: "required", SMTP_FROM })).toMatchObject({
    tlsRequired: true,
  });
});

test("a plain sender is named after the application", () => {
  expect(mail({ SMTP_HOST: "localhost", SMTP_FROM: "digest@acme.example" })?.from).toEqual(from);
});

test.each([
  ["no sender", { SMTP_HOST: "mail.acme.example" }, "SMTP_FROM must be"],
  ["two senders", { SMTP_HOST: "mail.acme.example", SMTP_FROM: "a@b.example, c@d.example" }, "SMTP_FROM"],
  [
    "a sender with a header behind it",
    { SMTP_HOST: "h", SMTP_FROM: "a@b.example\r\nBcc: c@d.example" },
    "SMTP_FROM",
  ],
  ["two servers", { SMTP_HOST: "h", SMTP_URL: "smtp://h", SMTP_FROM }, "not both"],
  ["a web address", { SMTP_URL: "https://mail.acme.example", SMTP_FROM }, "SMTP_URL must be"],
  ["an address without a host", { SMTP_URL: "smtp://", SMTP_FROM }, "SMTP_URL must be"],
  ["a password that is no text", { SMTP_URL: "smtp://u:%ff@h", SMTP_FROM }, "SMTP_URL must be"],
  ["a password that is not encoded", { SMTP_URL: "smtp://u:p%zz@h", SMTP_FROM }, "SMTP_URL must be"],
  ["a user without a password", { SMTP_HOST: "h", SMTP_USER: "u", SMTP_FROM }, "together"],
  ["a password without a server", { SMTP_USER: "u", SMTP_PASSWORD: "p" }, "SMTP_HOST is missing"],
  ["a port that is none", { SMTP_HOST: "h", SMTP_PORT: "70000", SMTP_FROM }, "SMTP_PORT"],
  [
    "a password over a connection that need not be encrypted",
    { SMTP_URL: "smtp://u:secretword@mail.acme.example", SMTP_TLS: "optional", SMTP_FROM },
    "only without a password",
  ],
])("the application does not start with %s, and says so without the value", (_, given, sentence) => {
  expect(() => mail(given)).toThrow(sentence);
  expect(() => mail(given)).not.toThrow("secretword");
});
