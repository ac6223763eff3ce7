// The only reader of process.env in the application. Read when first asked for, not when imported, because a build
// imports everything and has no settings. What is missing or unsafe stops the program with one sentence.
import { join, resolve } from "node:path";
import * as z from "zod";
import { type MailSettings, readSmtp, SMTP_SENTENCES, smtpFields } from "./mail/smtp-settings";

const SECRET_CHARACTERS = 32;

const settings = z.object({
  REVENUE_OS_MODE: z.enum(["demo", "test", "production"]).default("demo"),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  NEXTAUTH_SECRET: z.string().min(SECRET_CHARACTERS),
  NEXTAUTH_URL: z.url({ protocol: /^https?$/ }).optional(),
  REVENUE_OS_TEST_NOW: z.iso.datetime().optional(),
  MODEL_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  MODEL_API_KEY: z.string().optional(),
  MODEL_NAME: z.string().max(200).optional(),
  MODEL_TIMEOUT_SECONDS: z.coerce.number().int().min(1).max(120).default(20),
  REVENUE_OS_WORKER: z.enum(["on", "on-demand", "off"]).default("on"),
  SESSION_IDLE_MINUTES: z.coerce.number().int().min(1).max(720).optional(),
  POLICY_SET_DIR: z.string().optional(),
  ...smtpFields,
});

/** Named as in .env.example, where each is explained. DATABASE_URL is the application's own role, never the owner. */
export type Env = z.infer<typeof settings>;

const SENTENCES: Record<string, string> = {
  REVENUE_OS_MODE: "REVENUE_OS_MODE must be demo, test or production.",
  DATABASE_URL: "DATABASE_URL must name a PostgreSQL database: start with npm start, or set it.",
  NEXTAUTH_SECRET: `NEXTAUTH_SECRET must be set to at least ${SECRET_CHARACTERS} random characters (openssl rand -base64 32).`,
  NEXTAUTH_URL: "NEXTAUTH_URL must be the http or https address that people open.",
  REVENUE_OS_TEST_NOW: "REVENUE_OS_TEST_NOW must be a moment in UTC, such as 2026-01-31T12:00:00Z.",
  MODEL_BASE_URL:
    "MODEL_BASE_URL must be the http or https address of an endpoint that speaks the OpenAI protocol.",
  MODEL_NAME: "MODEL_NAME must be the name of a model, at most 200 characters.",
  MODEL_TIMEOUT_SECONDS: "MODEL_TIMEOUT_SECONDS must be a whole number of seconds from 1 to 120.",
  REVENUE_OS_WORKER: "REVENUE_OS_WORKER must be on, on-demand or off.",
  SESSION_IDLE_MINUTES: "SESSION_IDLE_MINUTES must be a whole number of minutes from 1 to 720.",
  ...SMTP_SENTENCES,
};

/** Words that stand in examples and in the demonstration; none of them keeps a secret. */
const KNOWN_SECRET = /(^|[^a-z])(demo|secret|change|example|test|password|revenue|replace|your)/i;
const KNOWN_PASSWORD = /^(postgres|password|demo|changeme|revenue_os|revenue_os_app)$/i;

function refuseInProduction(values: Env): string | null {
  const secret = values.NEXTAUTH_SECRET;
  if (KNOWN_SECRET.test(secret) || new Set(secret).size < 12) {
    return "NEXTAUTH_SECRET is guessable: set it to random characters (openssl rand -base64 32).";
  }
  if (values.REVENUE_OS_TEST_NOW !== undefined)
    return "REVENUE_OS_TEST_NOW holds the clock and must not be set in production.";
  if (values.NEXTAUTH_URL === undefined) return SENTENCES.NEXTAUTH_URL ?? "";
  if (KNOWN_PASSWORD.test(new URL(values.DATABASE_URL).password)) {
    return "DATABASE_URL carries a well-known password: give the application's role a random one.";
  }
  return null;
}

/** Throws an Error of one sentence; the values themselves are never in it. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = settings.safeParse(given);
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]?.path[0]);
    throw new Error(SENTENCES[name] ?? `${name} is not valid.`);
  }
  const values = parsed.data;
  const refusal = values.REVENUE_OS_MODE === "production" ? refuseInProduction(values) : null;
  if (refusal !== null) throw new Error(refusal);
  const mail = readSmtp(values);
  if (typeof mail === "string") throw new Error(mail);
  return values;
}

/** Demo accounts exist, and may sign in, everywhere but in production. */
export function demoAccountsAllowed({ REVENUE_OS_MODE }: Env = env()): boolean {
  return REVENUE_OS_MODE !== "production";
}

/** The mail server, or null while e-mail is off. */
export function mailSettings(values: Env = env()): MailSettings | null {
  const mail = readSmtp(values);
  // Half a setting was refused when the environment was parsed.
  return typeof mail === "string" ? null : mail;
}

/**
 * The part that a test breaks on purpose (lib/validation/faults.ts). The build replaces NODE_ENV by a constant, so that
 * outside a test run nothing is left here to set.
 */
export function deliberateFault(): string | undefined {
  return process.env.NODE_ENV === "test" ? process.env.REVENUE_OS_FAULT : undefined;
}

const SET = "vsf-TEST-CFO-001";
const POLICIES = join("docs", "policy");

/**
 * The folder of the published policy set. Asked for on its own, because the start reads it before it has a database,
 * and the commands where the other settings are not given.
 */
export function policySetFolder(): string {
  return resolve(process.env.POLICY_SET_DIR || join(POLICIES, SET));
}

/** The releases that came with this version; a set that lies elsewhere is held to them as well. */
export function policyReleasesFolder(): string {
  return resolve(POLICIES, "releases", SET);
}

/** What a process is given that reads what strangers send: how the application runs, and none of its secrets. */
export function environmentWithoutSecrets(): NodeJS.ProcessEnv {
  const { NODE_ENV, TZ, SystemRoot } = process.env;
  return { NODE_ENV, TZ, SystemRoot };
}

let known: Env | undefined;

export function env(): Env {
  known ??= parseEnv(process.env);
  return known;
}
