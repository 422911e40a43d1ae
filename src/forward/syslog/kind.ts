/** Syslog: RFC 5424 messages over TLS (RFC 5425) or plain TCP (RFC 6587). */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { FailureError } from '../../domain/failure.ts';
import {
  again,
  settledAll,
  type Target,
  type TargetKind,
  type TargetSettings,
  type TargetTools,
} from '../target.ts';
import { deliver, type Receiver } from './delivery.ts';
import { connectionFailure } from './failure.ts';
import { type Framing, framed, type MessageOptions, messageOf } from './message.ts';

/** Of the registry of IANA for TLS; what receivers listen to for plain TCP. */
const PORTS = { tls: 6514, tcp: 514 } as const;
/** What a batch may be: the connection is made for each. */
const LIMITS = { events: 1_000, bytes: 1024 * 1024 };

type Values = TargetSettings['values'];
const text = (values: Values, name: string): string | null => {
  const value = values[name];
  return typeof value === 'string' ? value : null;
};

export const SYSLOG: TargetKind = {
  kind: 'syslog',
  title: 'Syslog',
  about: 'RFC 5424 messages over TLS, or plain TCP on a network you trust; without acknowledgement',
  settings: [
    { name: 'host', type: 'text', required: true, help: 'name or address of the receiver' },
    { name: 'port', type: 'number', least: 1, most: 65_535, help: '6514 for tls and 514 for tcp without it' },
    { name: 'transport', type: 'text', choices: ['tls', 'tcp'], default: 'tls', help: 'encrypted, or not' },
    {
      name: 'framing',
      type: 'text',
      choices: ['octet-counting', 'lf'],
      default: 'octet-counting',
      help: 'how messages are told apart; lf only over tcp, for receivers that do not count',
    },
    {
      name: 'ca_file',
      type: 'text',
      help: 'PEM of the CA of the receiver, where the machine does not trust it',
    },
    { name: 'server_name', type: 'text', help: 'the name its certificate is for, where that is not host' },
    {
      name: 'cert_file',
      type: 'text',
      help: 'PEM of a certificate to show, where the receiver asks for one',
    },
    { name: 'key_file', type: 'text', help: 'PEM of its private key' },
    { name: 'facility', type: 'number', least: 0, most: 23, default: 13, help: '13 is the log audit' },
    {
      name: 'pen',
      type: 'number',
      least: 1,
      most: 2 ** 32 - 1,
      default: 32_473,
      help: 'your private enterprise number; 32473 is the one for examples',
    },
    { name: 'app_name', type: 'text', default: 'certdeck', help: 'APP-NAME' },
    { name: 'hostname', type: 'text', help: 'HOSTNAME; that of this machine without it' },
    {
      name: 'max_bytes',
      type: 'number',
      least: 1_024,
      most: 65_536,
      default: 8_192,
      help: 'octets of a message; what is longer is cut and says so',
    },
  ],
  faultsOf(values) {
    const isTls = values.transport !== 'tcp';
    const lonely = (text(values, 'cert_file') === null) !== (text(values, 'key_file') === null);
    const only = ['ca_file', 'server_name', 'cert_file', 'key_file'].filter(
      (name) => text(values, name) !== null,
    );
    const whole = ['port', 'facility', 'pen', 'max_bytes'].filter(
      (name) => typeof values[name] === 'number' && !Number.isInteger(values[name]),
    );
    return [
      ...(isTls && values.framing === 'lf'
        ? [
            {
              setting: 'framing',
              what: 'over tls messages are counted',
              fix: 'Leave framing out, or write transport = "tcp".',
            },
          ]
        : []),
      ...(isTls ? [] : only).map((setting) => ({
        setting,
        what: `${setting} is for tls`,
        fix: 'Leave it out, or write transport = "tls".',
      })),
      ...(lonely
        ? [
            {
              setting: 'cert_file',
              what: 'cert_file and key_file belong together',
              fix: 'Write both, or none.',
            },
          ]
        : []),
      ...whole.map((setting) => ({
        setting,
        what: `${setting} has to be a whole number`,
        fix: `Write ${setting} without a fraction.`,
      })),
    ];
  },
  open,
};

/** Batches a receiver may have read and not yet written when it is stopped: it reads several connections at a time. */
const BELIEVED = 3;

function open({ name, values }: TargetSettings, tools: TargetTools): Target {
  const framing = values.framing as Framing;
  const message: MessageOptions = {
    facility: Number(values.facility),
    hostname: text(values, 'hostname') ?? hostname(),
    appName: text(values, 'app_name') ?? '',
    pen: Number(values.pen),
    maxBytes: Number(values.max_bytes),
  };
  const receiver = receiverOf(name, values, tools);
  const place = `${receiver.host}:${receiver.port}`;
  /** What was taken last, and whether the receiver was out of reach since: it may have gone down with what it had read. */
  let believed: readonly string[] = [];
  let wasLost = false;
  return {
    limits: LIMITS,
    write: (event) => framed(messageOf(event, message), framing),
    async send(batch, signal) {
      try {
        const octets = batch.map((one) => one.text).join('');
        const end = await deliver(receiver, wasLost ? believed.join('') + octets : octets, signal);
        believed = [...believed, octets].slice(-BELIEVED);
        wasLost = false;
        const how = end === 'closed' ? '' : ', which keeps the connection open: it may not have read them';
        tools.log(`${name}: ${batch.length} messages to ${place}${how}`);
        return settledAll(batch);
      } catch (thrown) {
        if (signal.aborted) throw thrown;
        wasLost = true;
        return again(connectionFailure(thrown, name, place));
      }
    },
    async check(signal) {
      try {
        // A connection and nothing over it: name and certificates are looked at all the same.
        await deliver(receiver, '', signal);
        return null;
      } catch (thrown) {
        if (signal.aborted) throw thrown;
        return connectionFailure(thrown, name, place);
      }
    },
    close: async () => {},
  };
}

function receiverOf(target: string, values: Values, { pathOf }: TargetTools): Receiver {
  const transport = values.transport === 'tcp' ? 'tcp' : 'tls';
  const host = text(values, 'host') ?? '';
  const port = typeof values.port === 'number' ? values.port : PORTS[transport];
  if (transport === 'tcp') return { host, port, tls: null };
  const read = (setting: string): string | null => {
    const path = text(values, setting);
    if (path === null) return null;
    try {
      return readFileSync(pathOf(path), 'utf8');
    } catch (thrown) {
      throw new FailureError({
        code: 'FILE_UNREADABLE',
        what: `${target}: ${setting} cannot be read`,
        cause: (thrown as Error).message,
        next: 'Check the path, which begins at the folder of the configuration, and that you may read the file.',
        where: target,
      });
    }
  };
  const serverName = text(values, 'server_name') ?? host;
  return {
    host,
    port,
    tls: { ca: read('ca_file'), serverName, cert: read('cert_file'), key: read('key_file') },
  };
}
