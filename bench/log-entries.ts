/** The entries of the measured audit log: each is known by its number, 0 the newest. */

export const DAY = 86_400_000;
/** Days the log reaches back, whatever its length. */
export const SPAN = 300;

export const ACTIONS = [
  'login',
  'certificate_issued',
  'certificate_renewed',
  'certificate_revoked',
  'order_created',
  'order_approved',
  'api_key_created',
  'profile_updated',
  'user_updated',
] as const;
const TYPES = ['user', 'certificate', 'order', 'api_key', 'profile'] as const;
const ACTORS = 500;

export interface Log {
  readonly count: number;
  /** UTC ms of the newest, a whole second. */
  readonly newest: number;
  /** Milliseconds from one entry to the next. */
  readonly step: number;
  /** The number of the first entry, from the newest on, that is not after an instant. */
  firstAtOrBefore(at: number): number;
}

export function log(count: number, newest: number): Log {
  const [whole, step] = [Math.floor(newest / 1_000) * 1_000, (SPAN * DAY) / Math.max(1, count)];
  return {
    count,
    newest: whole,
    step,
    firstAtOrBefore: (at) => Math.min(count, Math.max(0, Math.ceil((whole - at) / step))),
  };
}

export const timeOf = ({ newest, step }: Log, number: number): number => newest - Math.floor(number * step);

/** A number that looks like chance and is the same each time (a 32-bit finalizer). */
function mixed(number: number): number {
  let hash = Math.imul(number ^ (number >>> 16) ^ 0x2545f491, 0x45d9f3b);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function uuid(number: number): string {
  const hex = [1, 2, 3, 4]
    .map((part) =>
      mixed(number * 4 + part)
        .toString(16)
        .padStart(8, '0'),
    )
    .join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

const actors = Array.from({ length: ACTORS }, (_, at) => ({
  id: uuid(-1 - at),
  name: `${['ana', 'ben', 'chen', 'dora', 'emil'][at % 5]}.${['costa', 'weber', 'okafor', 'lindt'][at % 4]}.${at}`,
}));
const ACCOUNT = { id: uuid(-10_000), name: 'Example Trust' };

/** The entry as the wire carries it. */
export function entryJson(entries: Log, number: number): string {
  const chance = mixed(number);
  const actor = actors[chance % ACTORS] ?? ACCOUNT;
  const action = ACTIONS[(chance >>> 9) % ACTIONS.length] ?? 'login';
  const type = TYPES[(chance >>> 13) % TYPES.length] ?? 'user';
  const failed = (chance >>> 4) % 10 === 0;
  const host = `srv-${(chance >>> 7) % 20_000}.example.com`;
  const at = `${new Date(timeOf(entries, number)).toISOString().slice(0, 19)}Z`;
  return (
    `{"id":"${uuid(number)}","account":{"id":"${ACCOUNT.id}","name":"${ACCOUNT.name}"},"resource_type":"${type}",` +
    `"resource_id":"${uuid(-20_000 - (chance % 40_000))}","resource_name":"${host}","action":"${action}",` +
    `"user":{"id":"${actor.id}","name":"${actor.name}"},"timestamp":"${at}",` +
    `"description":"${action} ${failed ? 'refused on' : 'on'} ${host}","status":"${failed ? 'failure' : 'success'}"}`
  );
}
