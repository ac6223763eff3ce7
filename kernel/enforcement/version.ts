/**
 * The version of the enforcement kernel; each decision and log entry carries it. It rises with any change
 * after which some document could be answered differently.
 */
export const KERNEL_VERSION = "1.0.0";
