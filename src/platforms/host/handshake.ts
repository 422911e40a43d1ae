import type { X509Certificate } from 'node:crypto';
import { checkServerIdentity, connect, type SecureContext, type TLSSocket } from 'node:tls';
import { type Certificate, readCertificate } from './certificate.ts';
import type { Endpoint } from './endpoint.ts';
import { type ConnectFailure, connectFailure } from './handshake-words.ts';

/** What a server showed. */
export interface Served {
  readonly kind: 'served';
  /** Its own certificate first, then the rest in the order sent, judged by nobody yet. */
  readonly chain: readonly Certificate[];
  readonly der: readonly Uint8Array[];
  readonly protocol: string | null;
  readonly cipher: string;
  /** OpenSSL's code for what keeps the chain from verifying (`CERT_HAS_EXPIRED`), null when it verifies. */
  readonly chainError: string | null;
  /** Why the certificate is not for this host, null when it is. */
  readonly nameError: string | null;
}

export type Answer = Served | ConnectFailure;

/**
 * One handshake. Nothing is refused, so that a broken certificate can be looked at; the verdicts are the
 * ones node:tls reached on the way. Resolves within `timeout` ms, and at once when aborted.
 */
export function shakeHands(
  endpoint: Endpoint,
  secureContext: SecureContext,
  timeout: number,
  signal: AbortSignal,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let connected = false;
    const socket = connect({
      host: endpoint.host,
      port: endpoint.port,
      ...(endpoint.serverName === null ? {} : { servername: endpoint.serverName }),
      secureContext,
      rejectUnauthorized: false,
      // The name is judged apart, or its verdict would hide behind the chain's.
      checkServerIdentity: () => undefined,
    });
    const settle = (finish: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      socket.destroy();
      finish();
    };
    const failed = (error: unknown) =>
      settle(() => resolve(connectFailure(error, { endpoint, connected, timeout })));
    const abort = () => settle(() => reject(signal.reason));
    const timer = setTimeout(() => failed(null), timeout);
    signal.addEventListener('abort', abort);
    // A late error of a socket that is being destroyed has nobody else to go to.
    socket.on('error', failed);
    socket.once('connect', () => {
      connected = true;
    });
    socket.once('close', () => failed(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
    socket.once('secureConnect', () => {
      const answer = describe(socket, endpoint);
      settle(() => resolve(answer ?? connectFailure(null, { endpoint, connected, timeout, bare: true })));
    });
    if (signal.aborted) abort();
  });
}

function describe(socket: TLSSocket, endpoint: Endpoint): Served | null {
  const der: Uint8Array[] = [];
  const leaf = socket.getPeerX509Certificate();
  // The chain is as sent: Node links each certificate to the next one, related or not.
  for (let at: X509Certificate | undefined = leaf; at !== undefined; at = at.issuerCertificate)
    der.push(at.raw);
  const chain = der.map(readCertificate).filter((certificate) => certificate !== null);
  if (leaf === undefined || chain.length === 0) return null;
  return {
    kind: 'served',
    chain,
    der,
    protocol: socket.getProtocol(),
    cipher: socket.getCipher().name,
    chainError: socket.authorized ? null : String(socket.authorizationError),
    nameError: nameError(endpoint.host, leaf),
  };
}

/** What tls.checkServerIdentity says (RFC 6125: subject alternative names, the common name only without any). */
function nameError(host: string, leaf: X509Certificate): string | null {
  const error = checkServerIdentity(host, leaf.toLegacyObject() as Parameters<typeof checkServerIdentity>[1]);
  return error === undefined ? null : ((error as { reason?: string }).reason ?? error.message);
}
