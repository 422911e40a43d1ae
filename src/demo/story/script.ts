/**
 * Writes down one activity. Ids look like the 24 hexadecimal digits of a document store and can be read back:
 * the last eight say which activity and which of its events it is, so nothing has to be remembered to find it.
 */
import { SECOND } from '../clock-times.ts';
import { hex8, mix, mixText } from '../random.ts';
import type { World } from '../world.ts';
import type {
  AccountEvent,
  Activity,
  AlertEvent,
  AuditEvent,
  DiscoveryEvent,
  JobEvent,
  ListName,
} from './events.ts';

/** Events of one list in one activity. */
const MOST = 64;

export interface Reference {
  readonly activity: number;
  readonly ordinal: number;
}

export function eventId(world: World, list: ListName, at: number, { activity, ordinal }: Reference): string {
  return (
    hex8(Math.floor(at / SECOND) >>> 0) + hex8(mixText(world.seed, list)) + hex8(activity * MOST + ordinal)
  );
}

/** Which event an id would be; null when it cannot be one of this list. */
export function referenceOf(world: World, list: ListName, id: string): Reference | null {
  if (!/^[0-9a-f]{24}$/.test(id) || id.slice(8, 16) !== hex8(mixText(world.seed, list))) return null;
  const place = Number.parseInt(id.slice(16), 16);
  return { activity: Math.floor(place / MOST), ordinal: place % MOST };
}

type Without<T, K extends PropertyKey> = Omit<T, K>;

export interface Script {
  readonly world: World;
  /** The instant the activity begins. */
  readonly at: number;
  /** A number of chance for a named place in this activity. */
  chance(place: string): number;
  /** Each returns the id of what it wrote. */
  job(event: Without<JobEvent, 'id'>): string;
  alert(event: Without<AlertEvent, 'id'>): string;
  audit(event: Without<AuditEvent, 'id'>): string;
  discovery(event: Without<DiscoveryEvent, 'id'>): string;
  account(event: AccountEvent): void;
}

export type Teller = (script: Script) => void;

/** An activity of the day, by its number; live numbers walk through the workloads. */
export type Routine = (script: Script, number: number) => void;

export function tell(world: World, activity: number, at: number, teller: Teller): Activity {
  const written = {
    job: [] as JobEvent[],
    alert: [] as AlertEvent[],
    audit: [] as AuditEvent[],
    discovery: [] as DiscoveryEvent[],
    account: [] as AccountEvent[],
  };
  const hash = mix(mixText(world.seed, 'activity'), activity);
  function add<T extends { readonly id: string; readonly at: number }>(
    list: ListName,
    into: T[],
    event: Without<T, 'id'> & { readonly at: number },
  ): string {
    if (into.length === MOST) throw new RangeError('an activity with too many events');
    const id = eventId(world, list, event.at, { activity, ordinal: into.length });
    into.push({ ...event, id } as unknown as T);
    return id;
  }
  teller({
    world,
    at,
    chance: (place) => mixText(hash, place),
    job: (event) => add('job', written.job, event),
    alert: (event) => add('alert', written.alert, event),
    audit: (event) => add('audit', written.audit, event),
    discovery: (event) => add('discovery', written.discovery, event),
    account: (event) => written.account.push(event),
  });
  return written;
}
