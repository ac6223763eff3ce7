/** The two demonstration companies; their ids are public. */
export const DEMO_TENANT_IDS = [
  "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa",
  "bbbbbbbb-bbbb-bbbb-bbbb-bbbbbbbbbbbb",
] as const;

/** The password of every demo account. Demo accounts sign in only where demo accounts are allowed (lib/env.ts). */
export const DEMO_PASSWORD = "breakeven-in-12-months";
