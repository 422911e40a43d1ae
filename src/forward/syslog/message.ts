/** An event as a syslog message (https://www.rfc-editor.org/rfc/rfc5424). Pure. */
import type { Severity } from '../../domain/alert.ts';
import { jsonText } from '../../domain/text.ts';
import { toIso } from '../../domain/time.ts';
import type { OutEvent } from '../target.ts';

export interface MessageOptions {
  /** 0 to 23; 13 is the log audit. */
  readonly facility: number;
  readonly hostname: string;
  readonly appName: string;
  /** The private enterprise number of the structured data (https://www.iana.org/assignments/enterprise-numbers). */
  readonly pen: number;
  /** The most octets of a message, without its frame. */
  readonly maxBytes: number;
}

const SEVERITIES: Readonly<Record<Severity, number>> = { error: 3, warning: 4, info: 6 };
const BOM = '\ufeff';
/** Octets of a value in the structured data: whoever needs the whole finds it in the message. */
const LONGEST_VALUE = 256;

/**
 * One message: header, structured data, and the fields as JSON, which has no line break. What is longer than allowed is
 * cut at a character and says so at its end.
 */
export function messageOf(event: OutEvent, options: MessageOptions): string {
  const { facility, hostname, appName, pen, maxBytes } = options;
  const at = toIso(event.at) ?? '';
  const header = [
    `<${facility * 8 + SEVERITIES[event.severity]}>1`,
    // Four digits of a year are all the format has.
    /^\d{4}-/.test(at) ? at : '-',
    name(hostname, 255),
    name(appName, 48),
    '-',
    event.kind,
  ].join(' ');
  const { id, ref, platform, kind } = event;
  const data = `[certdeck@${pen}${[
    ['id', id],
    ['ref', ref],
    ['platform', platform],
    ['kind', kind],
  ]
    .map(([key, value]) => ` ${key}="${value === undefined ? '' : quoted(value)}"`)
    .join('')}]`;
  return cut(`${header} ${data} ${BOM}`, jsonText(event.body), maxBytes);
}

/** Printable ASCII without blanks, or the sign for none. */
function name(text: string, longest: number): string {
  return text.replace(/[^\x21-\x7e]/g, '_').slice(0, longest) || '-';
}

function quoted(text: string): string {
  const shown = text.toWellFormed().replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '\ufffd');
  const bytes = Buffer.from(shown);
  const short = bytes.length <= LONGEST_VALUE ? shown : `${head(bytes, LONGEST_VALUE)}…`;
  return short.replace(/["\\\]]/g, '\\$&');
}

function cut(before: string, text: string, maxBytes: number): string {
  const room = maxBytes - Buffer.byteLength(before);
  const bytes = Buffer.from(text);
  if (bytes.length <= room) return before + text;
  const mark = ` ...[cut, ${bytes.length} octets in all]`;
  return before + head(bytes, Math.max(0, room - mark.length)) + mark;
}

/** At most so many octets, whole characters only. */
function head(bytes: Buffer, most: number): string {
  let end = Math.min(most, bytes.length);
  // An octet that continues a character belongs to what is cut.
  while (end > 0 && end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end).toString('utf8');
}

export type Framing = 'octet-counting' | 'lf';

/** A message as it goes over a stream (https://www.rfc-editor.org/rfc/rfc6587, https://www.rfc-editor.org/rfc/rfc5425). */
export const framed = (message: string, framing: Framing): string =>
  framing === 'lf'
    ? `${message.replaceAll('\r', '\\r').replaceAll('\n', '\\n')}\n`
    : `${Buffer.byteLength(message)} ${message}`;
