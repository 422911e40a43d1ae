import { ACCOUNT_LOCKED } from './account-locked.ts';
import { AGENT_QUIET } from './agent-quiet.ts';
import { DEPLOYMENT_MISSING } from './deployment-missing.ts';
import { EVENT_JOBS } from './event-jobs.ts';
import { EXPIRY_NOTICES } from './expiry-notices.ts';
import { FAILED_OPERATIONS } from './failed-operations.ts';
import { FAILED_SIGN_INS } from './failed-sign-ins.ts';
import { LONG_RUNNING } from './long-running.ts';
import { OUT_OF_REACH } from './out-of-reach.ts';
import { RENEWAL_MISSING } from './renewal-missing.ts';
import type { Rule } from './rule.ts';

/** Every rule; a new one is a line here and a file beside this one. Those that read derived jobs come behind. */
export const RULES: readonly Rule[] = [
  EVENT_JOBS,
  FAILED_SIGN_INS,
  ACCOUNT_LOCKED,
  EXPIRY_NOTICES,
  FAILED_OPERATIONS,
  LONG_RUNNING,
  RENEWAL_MISSING,
  DEPLOYMENT_MISSING,
  AGENT_QUIET,
  OUT_OF_REACH,
];
