/** The two demo companies; their ids and the accounts' one password are public, so production knows neither. */
export const DEMO_TENANT_IDS = [
  "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa",
  "bbbbbbbb-bbbb-bbbb-bbbb-bbbbbbbbbbbb",
] as const;

export const DEMO_PASSWORD = "demo";
