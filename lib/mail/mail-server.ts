import { connect, type Socket } from "node:net";
import { createTransport } from "nodemailer";
import type { MailAddress, MailSettings } from "./smtp-settings";
import { isOneAddress } from "./smtp-settings";

export type Letter = {
  to: MailAddress;
  subject: string;
  text: string;
  html: string;
  /** The same for every attempt at one letter, so that a reader's program sees a second copy for what it is. */
  messageId: string;
};

/** Why a letter did not go. Never the server's own words: they may name people. */
export type MailFailure = { reason: string; smtpCode: number | null; isServerDown: boolean };

export type MailOutcome = { sent: true } | ({ sent: false } & MailFailure);

export interface MailServer {
  send(letter: Letter): Promise<MailOutcome>;
}

export type MailTimeouts = { connectMs: number; silentMs: number; letterMs: number };

// A digest waits in a background job, so patience is cheap; without an end a silent server would hold the job for ever.
const TIMEOUTS: MailTimeouts = { connectMs: 15_000, silentMs: 30_000, letterMs: 90_000 };

/** The mail server of this installation. A letter is one message to one person over a connection of its own. */
export function openMailServer(settings: MailSettings, timeouts: MailTimeouts = TIMEOUTS): MailServer {
  return {
    async send(letter) {
      if (!isOneAddress(letter.to.address))
        return {
          sent: false,
          reason: "The e-mail address is not valid.",
          smtpCode: null,
          isServerDown: false,
        };
      return sendWithin(settings, timeouts, letter);
    },
  };
}

/**
 * A server that says a byte now and then never falls silent, so the letter as a whole has an end too. The connection
 * is opened here because the library, once it sends, has no way to be stopped.
 */
async function sendWithin(
  settings: MailSettings,
  timeouts: MailTimeouts,
  letter: Letter,
): Promise<MailOutcome> {
  const connection = connect({ host: settings.host, port: settings.port });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<MailOutcome>((resolve) => {
    timer = setTimeout(
      () => resolve({ sent: false, ...failureOf({ code: "ETIMEDOUT" }) }),
      timeouts.letterMs,
    );
  });
  const done = connected(connection, timeouts.connectMs)
    .then(() => deliver(settings, timeouts, connection, letter))
    .then(
      (): MailOutcome => ({ sent: true }),
      (error: unknown): MailOutcome => ({ sent: false, ...failureOf(error) }),
    );
  try {
    return await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
    connection.destroy();
  }
}

function connected(connection: Socket, withinMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(Object.assign(new Error(), { code: "ETIMEDOUT" })), withinMs);
    connection.on("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    connection.once("connect", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function deliver(
  { host, port, implicitTls, tlsRequired, credentials, from }: MailSettings,
  timeouts: MailTimeouts,
  connection: Socket,
  letter: Letter,
): Promise<unknown> {
  const transport = createTransport({
    host,
    port,
    secure: implicitTls,
    requireTLS: tlsRequired && !implicitTls,
    // Where TLS may be absent altogether, a certificate that nobody vouches for is no reason to fail.
    tls: { rejectUnauthorized: tlsRequired },
    ...(credentials && { auth: { user: credentials.user, pass: credentials.password } }),
    connection,
    connectionTimeout: timeouts.connectMs,
    greetingTimeout: timeouts.connectMs,
    socketTimeout: timeouts.silentMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return transport.sendMail({ ...letter, from, headers: { "Auto-Submitted": "auto-generated" } });
}

const WORDS: Record<string, { reason: string; isServerDown?: true }> = {
  ECONNECTION: { reason: "The mail server could not be reached.", isServerDown: true },
  ESOCKET: { reason: "The mail server could not be reached.", isServerDown: true },
  ECONNREFUSED: { reason: "The mail server could not be reached.", isServerDown: true },
  ENOTFOUND: { reason: "The mail server's name is not known.", isServerDown: true },
  EAI_AGAIN: { reason: "The mail server's name is not known.", isServerDown: true },
  EHOSTUNREACH: { reason: "The mail server could not be reached.", isServerDown: true },
  ENETUNREACH: { reason: "The mail server could not be reached.", isServerDown: true },
  EDNS: { reason: "The mail server's name is not known.", isServerDown: true },
  ETIMEDOUT: { reason: "The mail server did not answer in time.", isServerDown: true },
  ETLS: { reason: "The mail server offers no trusted encrypted connection.", isServerDown: true },
  EAUTH: { reason: "The mail server did not accept the user and password.", isServerDown: true },
  EENVELOPE: { reason: "The mail server refused the sender or the recipient." },
  EMESSAGE: { reason: "The mail server refused the message." },
};

function failureOf(error: unknown): MailFailure {
  const { code, responseCode, message } = error as {
    code?: unknown;
    responseCode?: unknown;
    message?: unknown;
  };
  const isUntrusted = /certificate|self.signed|altname/i.test(String(message ?? ""));
  const known = WORDS[isUntrusted ? "ETLS" : String(code)];
  const smtpCode = typeof responseCode === "number" ? responseCode : null;
  return {
    reason: known?.reason ?? "The mail server broke off.",
    smtpCode,
    isServerDown: known?.isServerDown ?? false,
  };
}
