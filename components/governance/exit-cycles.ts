/** RUNTIME-A7-2: so many cycles in a row with every critical trigger PASS end DEFENSIVE mode. */
export const PASS_CYCLES_TO_EXIT = 2;
