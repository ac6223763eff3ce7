// One table of the kernel, taken by itself so that a browser is not sent the rest.
export { PASS_CYCLES_TO_LEAVE as PASS_CYCLES_TO_EXIT } from "@/kernel/enforcement/cycles/mode";
