import type { Outcome } from "@/components/ui/failure-alert";

export type FileToSend = {
  company: string;
  kind: string;
  file: File;
  sheet: string | null;
  /** Says later which file is meant when it is asked for. */
  ticket: string;
};

/** Also where the page is not served over https, and there is no randomUUID. */
export const newTicket = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Whether another large file is read before the one that was sent with this ticket. */
export async function waitsForAnother(company: string, ticket: string): Promise<boolean> {
  try {
    const response = await fetch(`/api/imports/${company}?ticket=${ticket}`, { cache: "no-store" });
    const answer = response.ok ? parse(await response.text()) : null;
    return answer?.waits === true;
  } catch (error) {
    // Offline for a moment: it is asked again.
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** Sends one file and says how far it is: the browser's older way of asking, because `fetch` does not tell. */
export function sendFile(
  { company, kind, file, sheet, ticket }: FileToSend,
  onSent: (share: number) => void,
): Promise<Outcome<{ importId: string }>> {
  const query = new URLSearchParams({ kind, name: file.name, ticket, ...(sheet !== null && { sheet }) });
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/imports/${company}?${query}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.onprogress = ({ loaded, total }) => onSent(total > 0 ? loaded / total : 0);
    request.onload = () => resolve(outcomeOf(request.status, request.responseText));
    request.onerror = () => resolve(lost);
    request.onabort = () => resolve(lost);
    request.send(file);
  });
}

const lost = {
  ok: false as const,
  failure: {
    code: "NOT_SENT",
    message: "The file could not be sent. Look whether it was moved or changed, and whether you are online.",
  },
};

type Answer = {
  importId?: string;
  waits?: boolean;
  type?: string;
  detail?: string;
  errors?: { path: string; message: string }[];
};

function outcomeOf(status: number, text: string): Outcome<{ importId: string }> {
  const answer = parse(text);
  if (answer === null) return lost;
  if (status === 202 && answer.importId) return { ok: true, value: { importId: answer.importId } };
  const code = answer.type?.split(":").at(-1)?.toUpperCase().replaceAll("-", "_") ?? "NOT_SENT";
  const fields = Object.fromEntries((answer.errors ?? []).map(({ path, message }) => [path, message]));
  return { ok: false, failure: { code, message: answer.detail ?? lost.failure.message, fields } };
}

function parse(text: string): Answer | null {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === "object" && answer !== null ? answer : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
