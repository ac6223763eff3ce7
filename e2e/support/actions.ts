// Server actions as an intruder would call them: posted by hand, with whatever cookies, to the address of any page. Their
// ids stand in the build's own manifest, so no action can be left out by forgetting it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ADDRESS, PROJECT } from "./server";

type Failure = { code: string; message: string; fields?: Record<string, string> };
export type Answer =
  | { ok: true; value: Record<string, unknown> }
  | { ok: false; failure: Failure }
  /** Turned away before any action ran. */
  | { ok: false; turnedAway: number; to: string | null };

type Manifest = { node: Record<string, { exportedName: string }> };

/** Every action that the built application serves, by name. */
export function actionIds(): Map<string, string> {
  const folder = process.env.NEXT_DIST_DIR ?? ".next";
  const path = join(PROJECT, folder, "server", "server-reference-manifest.json");
  const { node }: Manifest = JSON.parse(readFileSync(path, "utf8"));
  return new Map(Object.entries(node).map(([id, { exportedName }]) => [exportedName, id]));
}

export type Call = {
  name: string;
  args: readonly unknown[];
  /** Of a form: sent as the last argument, as React would. */
  form?: Record<string, string>;
  cookies: string;
  /** The page that it is posted to. */
  to?: string;
  origin?: string | null;
};

export async function callAction({
  name,
  args,
  form,
  cookies,
  to = "/account",
  origin = ADDRESS,
}: Call): Promise<Answer> {
  const id = actionIds().get(name);
  if (id === undefined) throw new Error(`The build has no action ${name}.`);
  const response = await fetch(`${ADDRESS}${to}`, {
    method: "POST",
    redirect: "manual",
    headers: {
      "next-action": id,
      accept: "text/x-component",
      cookie: cookies,
      ...(origin !== null && { origin }),
      ...(form === undefined && { "content-type": "text/plain;charset=UTF-8" }),
    },
    body: form === undefined ? JSON.stringify(args) : multipart(args, form),
  });
  const text = await response.text();
  const redirectedTo = response.headers.get("x-action-redirect") ?? response.headers.get("location");
  if (response.status !== 200) return { ok: false, turnedAway: response.status, to: redirectedTo };
  return readAnswer(text, name);
}

/** A form is a reference in the list of arguments, and its fields stand beside under that number. */
function multipart(args: readonly unknown[], form: Record<string, string>): FormData {
  const body = new FormData();
  for (const [field, value] of Object.entries(form)) body.append(`_1_${field}`, value);
  body.append("0", JSON.stringify([...args, "$K1"]));
  return body;
}

/** The answer stands in one line of what React streams; the rest is the page drawn anew. */
function readAnswer(stream: string, name: string): Answer {
  for (const line of stream.split("\n")) {
    const start = line.indexOf(":{");
    if (start < 0 || !/^[0-9a-f]+$/.test(line.slice(0, start))) continue;
    const found: unknown = JSON.parse(line.slice(start + 1));
    if (typeof found === "object" && found !== null && "ok" in found) return found as Answer;
  }
  throw new Error(`${name} answered without a result: ${stream.slice(0, 300)}`);
}

/** What was refused, in one word: the failure's code, or where the caller was sent. */
export function refusalOf(answer: Answer): string {
  if (answer.ok) return "DONE";
  return "failure" in answer ? answer.failure.code : `${answer.turnedAway} ${answer.to ?? ""}`.trim();
}
