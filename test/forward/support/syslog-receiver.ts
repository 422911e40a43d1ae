/** A syslog receiver that takes nothing but what RFC 5424, RFC 5425 and RFC 6587 allow. */
import { once } from 'node:events';
import { type AddressInfo, createServer as createPlainServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

export interface Message {
  readonly pri: number;
  readonly timestamp: string;
  readonly hostname: string;
  readonly appName: string;
  readonly procId: string;
  readonly msgId: string;
  readonly data: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly text: string;
  readonly octets: number;
}

const HEADER =
  /^<(0|[1-9]\d{0,2})>1 (-|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)) ([\x21-\x7e]{1,255}) ([\x21-\x7e]{1,48}) ([\x21-\x7e]{1,128}) ([\x21-\x7e]{1,32}) /;
const ELEMENT =
  /^\[([^= \]"\x00-\x20\x7f-\uffff]{1,32})((?: [^= \]"\x00-\x20\x7f-\uffff]{1,32}="(?:[^"\\\]]|\\["\\\]])*")*)\]/;
const PARAM = / ([^=]+)="((?:[^"\\\]]|\\["\\\]])*)"/g;

/** Throws on anything the grammar has no place for. */
export function parseMessage(octets: Buffer): Message {
  const line = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets);
  const header = HEADER.exec(line);
  if (header === null) throw new Error(`no header: ${line.slice(0, 200)}`);
  const [whole, pri, timestamp = '', hostname = '', appName = '', procId = '', msgId = ''] = header;
  if (Number(pri) > 191) throw new Error(`PRI ${pri}`);
  let rest = line.slice(whole.length);
  const data: Record<string, Record<string, string>> = {};
  if (rest.startsWith('-')) rest = rest.slice(1);
  else {
    for (let element = ELEMENT.exec(rest); element !== null; element = ELEMENT.exec(rest)) {
      const [text, id = '', params = ''] = element;
      data[id] = Object.fromEntries(
        [...params.matchAll(PARAM)].map(([, key, value]) => [
          key,
          value?.replace(/\\(["\\\]])/g, '$1') ?? '',
        ]),
      );
      rest = rest.slice(text.length);
    }
    if (Object.keys(data).length === 0) throw new Error(`no structured data: ${rest.slice(0, 200)}`);
  }
  if (!rest.startsWith(' \ufeff')) throw new Error('a message in UTF-8 begins with a BOM');
  const text = rest.slice(2);
  return { pri: Number(pri), timestamp, hostname, appName, procId, msgId, data, text, octets: octets.length };
}

export interface Receiver {
  readonly port: number;
  readonly messages: Message[];
  readonly connections: () => number;
  /** What was not as it should be. */
  readonly faults: string[];
  /** Cuts the connection when so many octets have come from now on; what came in that piece is not taken. */
  cutAfter(octets: number, then?: () => void): void;
  close(): Promise<void>;
}

export async function startReceiver({
  tls,
  framing = 'octet-counting',
}: {
  readonly tls?: TlsOptions;
  readonly framing?: 'octet-counting' | 'lf';
} = {}): Promise<Receiver> {
  const messages: Message[] = [];
  const faults: string[] = [];
  const open = new Set<Socket>();
  let connections = 0;
  let cut: { left: number; readonly then: () => void } | null = null;
  const serve = (socket: Socket) => {
    connections += 1;
    open.add(socket);
    let waiting: Buffer = Buffer.alloc(0);
    const frame = (): Buffer | null => {
      if (framing === 'lf') {
        const end = waiting.indexOf(10);
        if (end < 0) return null;
        const message = waiting.subarray(0, end);
        waiting = waiting.subarray(end + 1);
        return message;
      }
      const head = /^([1-9]\d{0,9}) /.exec(waiting.subarray(0, 11).toString('latin1'));
      if (head === null) {
        if (waiting.length > 10) throw new Error(`no count: ${waiting.subarray(0, 40).toString('latin1')}`);
        return null;
      }
      const from = head[0].length;
      const end = from + Number(head[1]);
      if (waiting.length < end) return null;
      const message = waiting.subarray(from, end);
      waiting = waiting.subarray(end);
      return message;
    };
    socket.on('data', (octets: Buffer) => {
      if (cut !== null) cut.left -= octets.length;
      if (cut !== null && cut.left <= 0) {
        const { then } = cut;
        cut = null;
        socket.resetAndDestroy();
        then();
        return;
      }
      waiting = Buffer.concat([waiting, octets]);
      try {
        for (let message = frame(); message !== null; message = frame()) messages.push(parseMessage(message));
      } catch (thrown) {
        faults.push((thrown as Error).message);
        socket.destroy();
      }
    });
    socket.on('end', () => {
      if (waiting.length > 0) faults.push(`${waiting.length} octets left over`);
      socket.end();
    });
    socket.on('error', () => {});
    socket.on('close', () => open.delete(socket));
  };
  const server: Server =
    tls === undefined
      ? createPlainServer({ allowHalfOpen: true }, serve)
      : createTlsServer({ ...tls, minVersion: 'TLSv1.2' }, serve);
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    messages,
    faults,
    connections: () => connections,
    cutAfter: (left, then = () => {}) => {
      cut = { left, then };
    },
    close: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
