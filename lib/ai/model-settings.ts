import { env } from "../env";
import type { ModelSettings } from "./proposer";

/** The endpoint of the environment; null while none is set, which is how the application comes. */
export function modelSettings(): ModelSettings | null {
  const { MODEL_BASE_URL, MODEL_NAME, MODEL_API_KEY, MODEL_TIMEOUT_SECONDS } = env();
  if (MODEL_BASE_URL === undefined || MODEL_NAME === undefined) return null;
  return {
    baseUrl: MODEL_BASE_URL,
    model: MODEL_NAME,
    apiKey: MODEL_API_KEY ?? null,
    timeoutSeconds: MODEL_TIMEOUT_SECONDS,
  };
}
