/**
 * Brings octets to a syslog receiver over a connection of their own. The protocol has no acknowledgement: what comes
 * nearest is that the receiver, having read to the end, closes its side without an error.
 */
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

export interface Receiver {
  readonly host: string;
  readonly port: number;
  /** Null for plain TCP. */
  readonly tls: {
    /** PEM; null for those the machine trusts. */
    readonly ca: string | null;
    /** The name its certificate has to be for. */
    readonly serverName: string;
    readonly cert: string | null;
    readonly key: string | null;
  } | null;
}

export interface Patience {
  /** Milliseconds until the connection stands, TLS included. */
  readonly connect: number;
  /** Milliseconds in which nothing moves. */
  readonly idle: number;
  /** Milliseconds the receiver has to close its side after ours. */
  readonly close: number;
}

export const PATIENCE: Patience = { connect: 10_000, idle: 30_000, close: 10_000 };

/** What is thrown where time ran out. */
export class TooSlow extends Error {
  readonly code = 'ETIMEDOUT';
}

/**
 * Resolves when the receiver has closed its side after all of it: `closed`. A receiver that keeps it open is given up
 * after a while: `open`. Rejects with the error of the connection, or when the signal aborts.
 */
export function deliver(
  to: Receiver,
  octets: string,
  signal: AbortSignal,
  patience: Patience = PATIENCE,
): Promise<'closed' | 'open'> {
  return new Promise((resolve, reject) => {
    const socket = connect(to);
    let timer: NodeJS.Timeout | null = null;
    let written = false;
    const over = (end: () => void) => {
      if (timer !== null) clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.destroy();
      end();
    };
    const within = (ms: number, then: () => void) => {
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(() => over(then), ms);
    };
    const slow = (what: string) => () => reject(new TooSlow(what));
    const onAbort = () => over(() => reject(signal.reason));
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort);
    // Without a listener an error ends the process, also one that comes late.
    socket.on('error', (error) => over(() => reject(error)));
    within(patience.connect, slow('no connection in time'));
    socket.once(to.tls === null ? 'connect' : 'secureConnect', () => {
      within(patience.idle, slow('the receiver takes nothing'));
      socket.on('drain', () => within(patience.idle, slow('the receiver takes nothing')));
      socket.end(octets, () => {
        written = true;
        within(patience.close, () => resolve('open'));
      });
    });
    // Nothing comes back; read to the end, or the end is never seen.
    socket.resume();
    socket.once('close', () =>
      over(written ? () => resolve('closed') : () => reject(new Error('closed before all was sent'))),
    );
  });
}

function connect({ host, port, tls }: Receiver): Socket {
  if (tls === null) return connectPlain({ host, port, allowHalfOpen: true });
  const { ca, serverName, cert, key } = tls;
  return connectTls({
    host,
    port,
    minVersion: 'TLSv1.2',
    // An address cannot be asked for by name; the certificate is checked against it all the same.
    ...(isIP(serverName) === 0 ? { servername: serverName } : {}),
    ...(ca === null ? {} : { ca }),
    ...(cert === null ? {} : { cert }),
    ...(key === null ? {} : { key }),
  });
}
