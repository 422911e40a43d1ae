/** What a connection to a syslog receiver failed of, in words. Pure. */
import type { Failure, FailureCode } from '../../domain/failure.ts';

interface Rule {
  readonly match: RegExp;
  readonly code: FailureCode;
  readonly what: (place: string) => string;
  readonly next: string;
}

/** By the code of the error Node gives; first match wins. */
const RULES: readonly Rule[] = [
  {
    match: /^ETIMEDOUT$/,
    code: 'TIMED_OUT',
    what: (place) => `${place} does not answer in time`,
    next: 'Check host and port, and what stands between here and there; it is tried again.',
  },
  {
    match:
      /^(ERR_TLS|ERR_SSL|ERR_OSSL|CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|EPROTO|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)/,
    code: 'TLS_FAILED',
    what: (place) => `no trusted TLS connection to ${place}`,
    next: 'Check the certificate of the receiver; ca_file names the CA it is from, server_name the name it is for.',
  },
  {
    match: /^(ENOTFOUND|EAI_)/,
    code: 'UNREACHABLE',
    what: (place) => `the name of ${place} is not known`,
    next: 'Check host; it is tried again.',
  },
  {
    match: /^(ECONNRESET|EPIPE)$/,
    code: 'UNREACHABLE',
    what: (place) => `${place} cut the connection`,
    next: 'Nothing to do: what was under way is sent again, with the same ids.',
  },
];
const OTHER: Rule = {
  match: /./,
  code: 'UNREACHABLE',
  what: (place) => `${place} is out of reach`,
  next: 'Check host and port, and that the receiver listens; it is tried again.',
};

export function connectionFailure(thrown: unknown, target: string, place: string): Failure {
  const error = thrown as { readonly code?: unknown; readonly message?: unknown };
  const code = typeof error.code === 'string' ? error.code : '';
  const { code: failure, what, next } = RULES.find(({ match }) => match.test(code)) ?? OTHER;
  const message = typeof error.message === 'string' ? error.message : String(thrown);
  return {
    code: failure,
    what: `${target}: ${what(place)}`,
    cause: message.includes(code) ? message : `${message} (${code})`,
    next,
    where: target,
  };
}
