import type { Endpoint } from './endpoint.ts';
import { codeOf } from './failure-words.ts';

export interface ConnectFailure {
  readonly kind: 'failed';
  /** Whether something answered: an endpoint without TLS is unprotected, one out of reach is unknown. */
  readonly reached: boolean;
  readonly code: string;
  /** One sentence that names the endpoint. */
  readonly text: string;
}

interface Word {
  /** Matches the whole error code. */
  readonly code: RegExp;
  readonly reached: boolean;
  readonly says: (host: string, port: number) => string;
}

/** First match wins. Codes of libuv and c-ares, then OpenSSL's reasons as Node spells them. */
const WORDS: readonly Word[] = [
  {
    code: /ECONNREFUSED/,
    reached: false,
    says: (host, port) => `connection refused: nothing listens on port ${port} of ${host}`,
  },
  { code: /ENOTFOUND|ENODATA/, reached: false, says: (host) => `DNS knows no host named ${host}` },
  {
    code: /EAI_.*/,
    reached: false,
    says: (host) => `the name ${host} could not be resolved: DNS does not answer`,
  },
  { code: /EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL/, reached: false, says: (host) => `no route to ${host}` },
  { code: /ETIMEDOUT/, reached: false, says: (host) => `${host} does not answer` },
  { code: /EACCES|EPERM/, reached: false, says: () => 'this machine does not permit the connection' },
  {
    code: /ECONNRESET|EPIPE/,
    reached: true,
    says: () => 'the server closed the connection during the handshake',
  },
  {
    code: /ERR_SSL_(WRONG_VERSION_NUMBER|HTTP_REQUEST|HTTPS_PROXY_REQUEST|UNKNOWN_PROTOCOL|PACKET_LENGTH_TOO_LONG|BAD_RECORD_TYPE|RECORD_LAYER_FAILURE|INVALID_RECORD|UNEXPECTED_MESSAGE)/,
    reached: true,
    says: (_, port) => `port ${port} answers in plain text, not in TLS`,
  },
  {
    code: /ERR_SSL_.*UNRECOGNIZED_NAME/,
    reached: true,
    says: (host) => `the server has no certificate for ${host} (alert unrecognized_name)`,
  },
  {
    code: /ERR_SSL_.*(UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|VERSION_TOO_LOW|LEGACY_SIGALG).*/,
    reached: true,
    says: () =>
      'no TLS version in common: the server offers only versions older than TLS 1.0, or newer than ours',
  },
  {
    code: /ERR_SSL_.*(HANDSHAKE_FAILURE|NO_SHARED_CIPHER|NO_CIPHERS).*/,
    reached: true,
    says: () =>
      'the server refused the handshake (alert handshake_failure): no cipher in common, or it demands a client certificate',
  },
  {
    code: /ERR_SSL_.*(CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNKNOWN_CA).*/,
    reached: true,
    says: () => 'the server asks for a client certificate',
  },
];

interface Circumstances {
  readonly endpoint: Endpoint;
  /** TCP stood when it failed. */
  readonly connected: boolean;
  readonly timeout: number;
  /** The handshake succeeded without any certificate. */
  readonly bare?: boolean;
}

/** Words for a handshake that did not happen; a null error is time running out. */
export function connectFailure(error: unknown, circumstances: Circumstances): ConnectFailure {
  const { endpoint, connected, timeout, bare = false } = circumstances;
  const failed = (code: string, reached: boolean, text: string): ConnectFailure => ({
    kind: 'failed',
    code,
    reached,
    text: `${endpoint.id}: ${text}`,
  });
  if (bare) return failed('NO_CERTIFICATE', true, 'the server showed no certificate');
  if (error === null) {
    const seconds = `${timeout / 1000} s`;
    return connected
      ? failed('SILENT', false, `the server accepts the connection but says nothing for ${seconds}`)
      : failed('ETIMEDOUT', false, `no connection within ${seconds}`);
  }
  const code = codeOf(error);
  const word = WORDS.find((candidate) => new RegExp(`^(?:${candidate.code.source})$`).test(code));
  if (word !== undefined) return failed(code, word.reached, word.says(endpoint.host, endpoint.port));
  const reason =
    error instanceof Error ? error.message.replace(/^[0-9A-F]+:error:[0-9A-F]*:?/i, '').trim() : '';
  return failed(code || 'FAILED', connected, `the handshake failed: ${reason || code || 'no reason given'}`);
}
