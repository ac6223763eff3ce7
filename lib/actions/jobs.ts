"use server";

import { revalidatePath } from "next/cache";
import { operatorForAction } from "../auth/operator";
import { retryJob, retryJobInput } from "../commands/retry-job";
import type { Result } from "../failures";
import { parseInput } from "./parse-input";

export async function retryJobAction(input: unknown): Promise<Result<{ job: string }>> {
  const operator = await operatorForAction();
  if (!operator.ok) return operator;
  const parsed = parseInput(retryJobInput, input);
  if (!parsed.ok) return parsed;
  const result = await retryJob(operator.value.userId, parsed.value);
  if (result.ok) revalidatePath("/operator/jobs");
  return result;
}
