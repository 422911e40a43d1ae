/**
 * Everything that can go wrong, by stable code. `by` says who has to act, `exit` is the process exit code
 * a command ends with. The edges (command line, console) turn a failure into words; nothing below them does.
 */
export const FAILURES = {
  USAGE: { by: 'user', exit: 2 },
  CONFIG_INVALID: { by: 'user', exit: 2 },
  CONFIG_UNREADABLE: { by: 'user', exit: 2 },
  SECRET_UNREADABLE: { by: 'user', exit: 2 },
  QUERY_INVALID: { by: 'user', exit: 1 },
  NOT_FOUND: { by: 'user', exit: 1 },
  FILE_UNREADABLE: { by: 'user', exit: 1 },
  FILE_UNWRITABLE: { by: 'user', exit: 1 },
  READ_ONLY: { by: 'user', exit: 2 },
  CANCELLED: { by: 'user', exit: 130 },
  UNAUTHORISED: { by: 'user', exit: 4 },
  FORBIDDEN: { by: 'user', exit: 4 },
  RATE_LIMITED: { by: 'platform', exit: 1 },
  NOT_OFFERED: { by: 'platform', exit: 0 },
  BAD_RESPONSE: { by: 'platform', exit: 1 },
  PLATFORM_ERROR: { by: 'platform', exit: 1 },
  UNAVAILABLE: { by: 'platform', exit: 3 },
  UNREACHABLE: { by: 'network', exit: 3 },
  TIMED_OUT: { by: 'network', exit: 3 },
  REDIRECTED: { by: 'network', exit: 3 },
  TLS_FAILED: { by: 'network', exit: 3 },
  CACHE_FAILED: { by: 'us', exit: 1 },
  CACHE_BUSY: { by: 'us', exit: 1 },
  INTERNAL: { by: 'us', exit: 1 },
} as const satisfies Record<string, { by: 'user' | 'platform' | 'network' | 'us'; exit: number }>;

export type FailureCode = keyof typeof FAILURES;

/** A failure as a value: plain data, safe to store and to send between threads; holds no secret. */
export interface Failure {
  readonly code: FailureCode;
  /** What happened, naming the thing: `prod: the API key was refused (HTTP 401)`. */
  readonly what: string;
  /** The likely cause, when one can be told. */
  readonly cause?: string;
  /** What to do next. */
  readonly next: string;
  /** Where: platform name, file, stream. */
  readonly where?: string;
  /** The HTTP status that was answered, where that is what failed. */
  readonly status?: number;
  /** Earliest useful retry, in milliseconds from now, when the other side said so. */
  readonly retryAfter?: number;
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const fail = (failure: Failure): { readonly ok: false; readonly failure: Failure } => ({
  ok: false,
  failure,
});

/** Carries a failure through code that throws; unwrapped by `failureOf` at the next seam. */
export class FailureError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.what, options);
    this.name = 'FailureError';
    this.failure = failure;
  }
}

/** The failure inside anything thrown; what is not one of ours is INTERNAL. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof FailureError) return thrown.failure;
  const what = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'INTERNAL', what, next: 'Please report this with the --log-file of the run.' };
}
