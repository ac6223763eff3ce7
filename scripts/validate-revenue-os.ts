// `npm run validate:revenue-os [-- --url URL]`: the six steps of the validation loop over HTTP against a running server,
// each check on a line of its own. Exits 1 when one of them does not hold, or nobody answers.
import * as z from "zod";
import { DEMO_PASSWORD } from "@/lib/auth/demo-accounts";
import { LOOP, type Operation, type StepAnswer, stepAnswerSchema } from "@/lib/validation/contract";

const ENDPOINT = "/functions/v1/revenue-os-validation";
const OPERATOR = "operator@revenue-os.example";
/** A step computes weeks of metrics for two companies. */
const PATIENCE_MS = 300_000;

/** Whoever runs the loop: the operator after a sign-in, or a key of each test tenant. */
type Caller = { name: string; headers: Record<string, string> };
type Print = (line: string) => void;

export async function main(args: readonly string[]): Promise<void> {
  const url = addressFrom(args);
  if (!(await validate(url, process.env, (line) => console.log(line)))) process.exitCode = 1;
}

/** Runs the loop; true when every check holds. */
export async function validate(
  url: string,
  settings: Record<string, string | undefined>,
  print: Print,
): Promise<boolean> {
  const callers = await callersFor(url, settings);
  print(`Revenue OS validation of ${url}`);
  let failed = 0;
  let passed = 0;
  for (const [index, operation] of LOOP.entries()) {
    print(`\n${index + 1}. ${operation}`);
    for (const caller of callers) {
      const answer = await ask(url, caller, operation);
      for (const { name, clock, happened } of answer.tenants)
        print(`   ${name}, ${clock.slice(0, 16).replace("T", " ")} UTC: ${happened}`);
      for (const { name, pass, detail } of answer.checks) print(`   ${pass ? "✓" : "✗"} ${name}: ${detail}`);
      // A step without checks has shown nothing.
      if (answer.checks.length === 0) print(`   ✗ ${caller.name}: nothing was checked`);
      failed += answer.checks.filter(({ pass }) => !pass).length + (answer.checks.length === 0 ? 1 : 0);
      passed += answer.checks.filter(({ pass }) => pass).length;
    }
  }
  print(`\n${failed === 0 ? "✓" : "✗"} ${passed} checks hold, ${failed} do not.`);
  return failed === 0;
}

function addressFrom(args: readonly string[]): string {
  const [flag, given, ...rest] = args;
  if (flag === undefined) return `http://localhost:${process.env.PORT || "3000"}`;
  if (flag !== "--url" || given === undefined || rest.length > 0 || !URL.canParse(given))
    throw new Error("Usage: npm run validate:revenue-os -- --url http://localhost:3000");
  return given.replace(/\/+$/, "");
}

async function callersFor(url: string, settings: Record<string, string | undefined>): Promise<Caller[]> {
  const keys = (settings.VALIDATE_KEYS ?? "").split(",").filter((key) => key.trim() !== "");
  if (keys.length > 0) {
    return keys.map((key, index) => ({
      name: `key ${index + 1}`,
      headers: { authorization: `Bearer ${key.trim()}` },
    }));
  }
  const email = settings.VALIDATE_EMAIL || OPERATOR;
  const password = settings.VALIDATE_PASSWORD || DEMO_PASSWORD;
  return [{ name: email, headers: await signIn(url, email, password) }];
}

/** As the sign-in page does it: a token against forgery, then the form; the session comes back as a cookie. */
async function signIn(url: string, email: string, password: string): Promise<Record<string, string>> {
  const csrf = await send(`${url}/api/auth/csrf`, {});
  const { csrfToken } = z.object({ csrfToken: z.string() }).parse(await csrf.json());
  const jar = cookiesOf(csrf);
  const answer = await send(`${url}/api/auth/callback/credentials`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie: jar, origin: url, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken, email, password, json: "true" }),
  });
  const session = cookiesOf(answer);
  if (answer.status !== 200 || !session.includes("session"))
    throw new Error(`${email} could not sign in at ${url}: set VALIDATE_EMAIL and VALIDATE_PASSWORD.`);
  return { cookie: session, origin: url };
}

const cookiesOf = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");

async function ask(url: string, caller: Caller, operation: Operation): Promise<StepAnswer> {
  const answer = await send(`${url}${ENDPOINT}`, {
    method: "POST",
    headers: { ...caller.headers, "content-type": "application/json" },
    body: JSON.stringify({ operation }),
  });
  const body: unknown = await answer.json();
  if (answer.status === 200) return stepAnswerSchema.parse(body);
  const problem = z.object({ detail: z.string() }).safeParse(body);
  const words = problem.success ? problem.data.detail : "";
  throw new Error(`${operation} was answered ${answer.status} for ${caller.name}: ${words}`);
}

async function send(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (error) {
    if (error instanceof TypeError || (error instanceof DOMException && error.name === "TimeoutError"))
      throw new Error(
        `No answer from ${new URL(address).origin}: start the application with npm start, or name another with --url.`,
      );
    throw error;
  }
}
