/** What happens at CertifyClouds, and the pen that writes it down. */
import { DAY, isoDate } from '../clock-times.ts';
import { mixText } from '../random.ts';
import type { World } from '../world.ts';
import type { Asset, Inventory } from './inventory.ts';

export interface Actor {
  readonly type: 'user' | 'system';
  readonly id: string;
  readonly name: string;
}

export const SYSTEM: Actor = { type: 'system', id: 'system', name: 'system' };

export interface Resource {
  readonly type: string;
  readonly id: string;
  readonly name?: string;
}

export interface AuditHappening {
  readonly id: string;
  readonly at: number;
  readonly event: string;
  readonly actor: Actor;
  readonly resource: Resource | null;
  readonly description: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly severity: 'info' | 'warning' | 'error';
  readonly ip: string | null;
  readonly agent: string | null;
}

export interface AlertHappening {
  readonly id: string;
  readonly at: number;
  readonly type: string;
  readonly severity: 'Info' | 'Warning' | 'Error' | 'Critical';
  readonly title: string;
  readonly message: string;
  readonly resource: Resource;
}

/** A discovery scan; before `ends` it runs. */
export interface ScanHappening {
  readonly id: string;
  readonly at: number;
  readonly ends: number;
  readonly mode: 'full' | 'delta';
  readonly subscriptions: readonly string[];
  readonly by: string;
  readonly error: string | null;
  readonly results: Readonly<Record<string, number>>;
}

export interface Happenings {
  readonly audit: AuditHappening;
  readonly alert: AlertHappening;
  readonly scan: ScanHappening;
}
export type ListName = keyof Happenings;

export interface Pen {
  readonly world: World;
  readonly inventory: Inventory;
  /** When the scene begins. */
  readonly at: number;
  /** A number of chance for a named place in this scene. */
  chance(place: string): number;
  /** Each returns the id of what it wrote. */
  audit(
    event: Omit<AuditHappening, 'id' | 'ip' | 'agent'> & Partial<Pick<AuditHappening, 'ip' | 'agent'>>,
  ): string;
  alert(event: Omit<AlertHappening, 'id'>): string;
  scan(event: Omit<ScanHappening, 'id'>): string;
}

/** Tells one scene. Nothing in it may lie before its beginning. */
export type Scene = (pen: Pen) => void;

export type Written = { readonly [L in ListName]: Happenings[L][] };

/** `source` and `number` name the scene and make its ids: the same scene told again has the same. */
export function tellScene(
  { world, inventory }: Pick<Pen, 'world' | 'inventory'>,
  { source, number, at }: { readonly source: string; readonly number: number; readonly at: number },
  scene: Scene,
): Written {
  const written: Written = { audit: [], alert: [], scan: [] };
  const hash = mixText(mixText(world.seed, `clouds-${source}`), String(number));
  const add = <L extends ListName>(list: L, event: Omit<Happenings[L], 'id'>): string => {
    const id = `${list}-${source}${number}-${written[list].length + 1}`;
    written[list].push({ ...event, id } as Happenings[L]);
    return id;
  };
  scene({
    world,
    inventory,
    at,
    chance: (place) => mixText(hash, place),
    audit: (event) => add('audit', { ip: null, agent: null, ...event }),
    alert: (event) => add('alert', event),
    scan: (event) => add('scan', event),
  });
  return written;
}

export const assetResource = ({ type, id, name }: Asset): Resource => ({ type, id, name });

/**
 * Says that the version of an asset in use ends, or has ended. Certificates and keys are folded into secrets in one
 * generation of the documentation; this is the other.
 */
export function expiryAlert(asset: Asset, at: number, ends: number): Omit<AlertHappening, 'id'> {
  const { type, name, vault, of } = asset;
  const days = Math.round((ends - at) / DAY);
  const ended = ends <= at;
  return {
    at,
    type: ended ? `${type}_expired` : `${type}_expiring`,
    severity: ended ? 'Error' : 'Warning',
    title: ended ? `${name} has expired` : `${name} expires in ${days} days`,
    message: `The ${type} ${name} in ${vault.name} (${of}) ${ended ? 'expired' : 'expires'} ${isoDate(ends)}.`,
    resource: assetResource(asset),
  };
}
