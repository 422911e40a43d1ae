/**
 * An event as a row of a Log Analytics table. Columns begin with a letter and have at most 45 letters, digits and `_`;
 * some names are taken, and a value of more than 64 KB is cut without a word
 * (learn.microsoft.com/azure/azure-monitor/fundamentals/service-limits, "Logs Ingestion API"). Pure.
 */
import type { Json, JsonObject } from '../../domain/json.ts';
import { fold } from '../../domain/text.ts';
import { toIso } from '../../domain/time.ts';
import type { OutEvent } from '../target.ts';

const LONGEST_NAME = 45;
/** UTF-8 bytes of a value. */
const LARGEST_VALUE = 64 * 1024;
const CUT_MARK = ' … [cut]';

/** Names the service keeps for itself, folded, and what stands for them. */
const RESERVED: Readonly<Record<string, string>> = {
  id: 'EntryId',
  title: 'RecordTitle',
  type: 'RecordType',
  uniqueid: 'RecordUniqueId',
  tenantid: 'RecordTenantId',
  _resourceid: 'RecordResourceId',
  _subscriptionid: 'RecordSubscriptionId',
};

export interface RowShape {
  /** Columns by the members of an event, in place of the names they would get. */
  readonly columns: Readonly<Record<string, string>>;
  /** Whether what is structured goes as JSON in a text. */
  readonly nestedAsText: boolean;
}

/** Whether the service takes this name for a column. */
export const isColumn = (name: string): boolean =>
  /^[a-z][a-z\d_]{0,44}$/i.test(name) && !Object.hasOwn(RESERVED, fold(name));

/** The row: when it happened, the event's id, and every member as a column. */
export function rowOf({ id, at, body }: OutEvent, { columns, nestedAsText }: RowShape): JsonObject {
  const row: Record<string, Json> = { TimeGenerated: toIso(at), EventId: id };
  const taken = new Map<string, Json>([
    ['timegenerated', null],
    ['eventid', id],
  ]);
  for (const [member, value] of Object.entries(body)) {
    const wanted = (Object.hasOwn(columns, member) ? columns[member] : null) ?? columnOf(member);
    // The id that is there already.
    if (taken.get(fold(wanted)) === value) continue;
    const name = freeName(wanted, taken);
    taken.set(fold(name), value);
    row[name] = cellOf(value, nestedAsText);
  }
  return row;
}

function columnOf(member: string): string {
  const reserved = RESERVED[fold(member)];
  if (reserved !== undefined) return reserved;
  const name = member
    .replace(/[^a-z\d_]/gi, '_')
    .replace(/^[^a-z]+/i, '')
    .slice(0, LONGEST_NAME);
  return name === '' ? 'Field' : (RESERVED[fold(name)] ?? name);
}

function freeName(wanted: string, taken: ReadonlyMap<string, Json>): string {
  for (let number = 2, name = wanted; ; number++) {
    if (!taken.has(fold(name))) return name;
    const suffix = `_${number}`;
    name = wanted.slice(0, LONGEST_NAME - suffix.length) + suffix;
  }
}

function cellOf(value: Json, nestedAsText: boolean): Json {
  if (typeof value === 'string') return cutValue(value);
  if (typeof value !== 'object' || value === null) return value;
  const text = JSON.stringify(value);
  const cut = cutValue(text);
  return nestedAsText || cut !== text ? cut : value;
}

/** At most what a value may be, with a mark where something is left out; no character is cut in two. */
function cutValue(text: string): string {
  // Every UTF-16 unit is three bytes at most.
  if (text.length * 3 <= LARGEST_VALUE || Buffer.byteLength(text) <= LARGEST_VALUE) return text;
  const room = LARGEST_VALUE - Buffer.byteLength(CUT_MARK);
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(room));
  return text.slice(0, read) + CUT_MARK;
}
