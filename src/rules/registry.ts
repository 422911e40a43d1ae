import { ACCOUNT_LOCKED } from './account-locked.ts';
import { EVENT_JOBS } from './event-jobs.ts';
import { EXPIRY_NOTICES } from './expiry-notices.ts';
import { FAILED_OPERATIONS } from './failed-operations.ts';
import { FAILED_SIGN_INS } from './failed-sign-ins.ts';
import type { Rule } from './rule.ts';

/** Every rule; a new one is a line here and a file beside this one. */
export const RULES: readonly Rule[] = [
  EVENT_JOBS,
  FAILED_SIGN_INS,
  ACCOUNT_LOCKED,
  EXPIRY_NOTICES,
  FAILED_OPERATIONS,
];
