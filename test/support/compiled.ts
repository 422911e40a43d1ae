/** Where a process that a test starts finds what others have compiled; it goes into its environment. */
const { NODE_COMPILE_CACHE } = process.env;

export const COMPILED: Readonly<Record<string, string>> =
  NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE };
