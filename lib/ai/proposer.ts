import OpenAI from "openai";
import * as z from "zod";
import { getRevenueOSSystemPrompt } from "../../kernel/prompts";
import { type Candidate, candidateSchema, type KernelInput } from "../../kernel/revenue";
import { boundedFetch } from "./bounded-fetch";
import { cyclePrompt } from "./cycle-prompt";

/** An endpoint that speaks the OpenAI protocol. */
export type ModelSettings = {
  baseUrl: string;
  /** Null where the endpoint asks for none. */
  apiKey: string | null;
  model: string;
  timeoutSeconds: number;
};

/** What the model contributed to a cycle, or in a sentence why it contributed nothing. */
export type Proposals = {
  proposer: "catalogue" | "model";
  note: string | null;
  candidates: Candidate[];
};

const MAXIMUM_ANSWER_BYTES = 1_000_000;
const MOST_CANDIDATES = 20;

const answerSchema = z.object({
  tenant_id: z.guid(),
  candidates: z.array(z.unknown()).max(MOST_CANDIDATES),
});

const withoutModel = (note: string): Proposals => ({ proposer: "catalogue", note, candidates: [] });

/**
 * Asks the model for candidates. Never throws and never waits longer than its time limit: whatever goes wrong, the
 * deterministic catalogue stands alone and the reason is kept with the cycle. Each candidate is parsed with the kernel's own
 * schema; what does not fit is left out and counted.
 */
export async function proposeCandidates(
  input: KernelInput,
  settings: ModelSettings | null,
): Promise<Proposals> {
  if (settings === null) return { proposer: "catalogue", note: null, candidates: [] };
  let answer: string;
  try {
    answer = await ask(input, settings);
  } catch (error) {
    return withoutModel(`${settings.model} gave no answer: ${whatHappened(error, settings)}`);
  }
  return readAnswer(answer, input, settings);
}

async function ask(
  input: KernelInput,
  { baseUrl, apiKey, model, timeoutSeconds }: ModelSettings,
): Promise<string> {
  const client = new OpenAI({
    baseURL: baseUrl,
    apiKey: apiKey ?? "none",
    maxRetries: 0,
    logLevel: "off",
    fetch: boundedFetch(MAXIMUM_ANSWER_BYTES),
  });
  const completion = await client.chat.completions.create(
    {
      model,
      temperature: 0,
      response_format: { type: "json_object" },
      messages: [
        { role: "system", content: getRevenueOSSystemPrompt() },
        { role: "user", content: cyclePrompt(input) },
      ],
    },
    // The library's own time limit ends with the headers; the signal covers the body too.
    { signal: AbortSignal.timeout(timeoutSeconds * 1000) },
  );
  return completion.choices?.[0]?.message?.content ?? "";
}

function readAnswer(answer: string, input: KernelInput, { model }: ModelSettings): Proposals {
  let json: unknown;
  try {
    json = JSON.parse(answer);
  } catch {
    return withoutModel(`${model} did not answer in JSON.`);
  }
  const parsed = answerSchema.safeParse(json);
  if (!parsed.success)
    return withoutModel(`${model} answered in another shape: ${parsed.error.issues[0]?.message}`);
  if (parsed.data.tenant_id !== input.tenant_id)
    return withoutModel(`${model} answered for another company; nothing of it was read.`);
  const read = parsed.data.candidates.map((each) => candidateSchema.safeParse(each));
  const candidates = read.flatMap((each) => (each.success ? [each.data] : []));
  const first = read.find((each) => !each.success)?.error?.issues[0];
  const left = read.length - candidates.length;
  const note =
    left === 0
      ? null
      : `${left} of ${read.length} proposals of ${model} were left out: ${first?.path.join(".")}: ${first?.message}`;
  if (candidates.length === 0) return withoutModel(note ?? `${model} proposed nothing.`);
  return { proposer: "model", note, candidates };
}

/** In words, without the address, the key or anything of the answer. */
function whatHappened(error: unknown, { timeoutSeconds }: ModelSettings): string {
  if (error instanceof OpenAI.APIUserAbortError || (error instanceof Error && error.name === "AbortError"))
    return `it took longer than ${timeoutSeconds} s.`;
  if (error instanceof OpenAI.APIConnectionError) return "the endpoint could not be reached.";
  if (error instanceof OpenAI.APIError)
    return `the endpoint answered with status ${error.status ?? "unknown"}.`;
  return "the answer could not be read.";
}
