// The settings of e-mail, parsed with all others by lib/env.ts. E-mail is off until a server is named.
import * as z from "zod";

/** As they stand in the environment; .env.example explains each. */
export const smtpFields = {
  SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .refine((text) => {
      const { hostname, username, password } = new URL(text);
      return hostname !== "" && [username, password].every(isPercentEncoded);
    })
    .optional(),
  SMTP_HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:-]{1,253}$/)
    .optional(),
  SMTP_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  SMTP_USER: z.string().max(300).optional(),
  SMTP_PASSWORD: z.string().max(1000).optional(),
  SMTP_TLS: z.enum(["required", "optional"]).optional(),
  SMTP_FROM: z
    .string()
    .max(320)
    .refine((text) => addressIn(text) !== null)
    .optional(),
} as const;

/** One sentence for each value that cannot be read; none repeats the value, for it may be a password. */
export const SMTP_SENTENCES: Record<string, string> = {
  SMTP_URL:
    "SMTP_URL must be the address of a mail server, such as smtps://user:password@mail.example.com:465.",
  SMTP_HOST: "SMTP_HOST must be the name or address of a mail server.",
  SMTP_PORT: "SMTP_PORT must be a port from 1 to 65535.",
  SMTP_TLS: "SMTP_TLS must be required or optional.",
  SMTP_FROM:
    "SMTP_FROM must be one e-mail address, such as digest@example.com or Revenue OS <digest@example.com>.",
};

const smtpValues = z.object(smtpFields);
type SmtpValues = z.infer<typeof smtpValues>;

export type MailAddress = { name: string; address: string };

export type MailSettings = {
  host: string;
  port: number;
  /** TLS from the first byte; otherwise the connection is upgraded with STARTTLS. */
  implicitTls: boolean;
  /** Nothing is sent over a connection that is not encrypted and vouched for. */
  tlsRequired: boolean;
  credentials: { user: string; password: string } | null;
  from: MailAddress;
};

const IMPLICIT_TLS_PORT = 465;
const SUBMISSION_PORT = 587;
const SENDER = "Revenue OS";

/** Whether a text is one e-mail address and nothing beside it: no list, no header hidden behind a line break. */
export function isOneAddress(text: string): boolean {
  return text.length <= 254 && z.email().safeParse(text).success;
}

function isPercentEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function addressIn(text: string): MailAddress | null {
  const named = /^([^<>"\p{Cc}]{0,60})<([^<>]+)>$/u.exec(text.trim());
  const address = (named?.[2] ?? text).trim();
  return isOneAddress(address) ? { name: named?.[1]?.trim() || SENDER, address } : null;
}

/** What the settings say together: the mail server, null when e-mail is off, or a sentence on what is wrong. */
export function readSmtp(values: SmtpValues): MailSettings | null | string {
  const { SMTP_URL, SMTP_HOST, SMTP_PORT, SMTP_USER, SMTP_PASSWORD, SMTP_FROM } = values;
  if (SMTP_URL !== undefined) {
    if (SMTP_HOST !== undefined) return "Set SMTP_URL or SMTP_HOST, not both.";
    return complete(serverIn(new URL(SMTP_URL)), values);
  }
  if (SMTP_HOST === undefined) {
    const alone = SMTP_PORT !== undefined || SMTP_USER !== undefined || SMTP_PASSWORD !== undefined;
    return alone ? "SMTP_HOST is missing: without it no e-mail is sent." : null;
  }
  if ((SMTP_USER === undefined) !== (SMTP_PASSWORD === undefined))
    return "Set SMTP_USER and SMTP_PASSWORD together, or neither.";
  if (SMTP_FROM === undefined) return SMTP_SENTENCES.SMTP_FROM ?? "";
  const port = SMTP_PORT ?? SUBMISSION_PORT;
  const credentials =
    SMTP_USER !== undefined && SMTP_PASSWORD !== undefined
      ? { user: SMTP_USER, password: SMTP_PASSWORD }
      : null;
  return complete({ host: SMTP_HOST, port, implicitTls: port === IMPLICIT_TLS_PORT, credentials }, values);
}

type Server = Pick<MailSettings, "host" | "port" | "implicitTls" | "credentials">;

function serverIn(url: URL): Server {
  const implicitTls = url.protocol === "smtps:";
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: url.port === "" ? (implicitTls ? IMPLICIT_TLS_PORT : SUBMISSION_PORT) : Number(url.port),
    implicitTls,
    credentials:
      url.username === ""
        ? null
        : { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) },
  };
}

function complete(server: Server, { SMTP_FROM, SMTP_TLS }: SmtpValues): MailSettings | string {
  const from = SMTP_FROM === undefined ? null : addressIn(SMTP_FROM);
  if (from === null) return SMTP_SENTENCES.SMTP_FROM ?? "";
  const isHere = /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(server.host);
  const tlsRequired = SMTP_TLS === undefined ? !isHere : SMTP_TLS === "required";
  if (!tlsRequired && !isHere && server.credentials !== null)
    return "SMTP_TLS may be optional only without a password, or for a mail server on this machine.";
  return { ...server, tlsRequired, from };
}
