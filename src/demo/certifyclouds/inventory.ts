/** What CertifyClouds has discovered: key vaults, and the certificates, secrets and keys in them. */
import { DAY } from '../clock-times.ts';
import type { Certificate } from '../estate.ts';
import type { Team } from '../names.ts';
import { below, mix, mixText, uuid } from '../random.ts';
import type { Orders } from '../story/orders.ts';
import type { World } from '../world.ts';

export interface Vault {
  readonly id: string;
  readonly name: string;
  readonly team: Team;
  readonly subscription: string;
}

export type AssetType = 'certificate' | 'secret' | 'key';
export type AssetStatus = 'healthy' | 'warning' | 'critical' | 'expired';

export interface Asset {
  readonly id: string;
  readonly type: AssetType;
  readonly name: string;
  readonly vault: Vault;
  readonly hash: number;
  /** What it is the secret of: a host or a service user. */
  readonly of: string;
  readonly certificate: Certificate | null;
}

export interface Inventory {
  readonly vaults: readonly Vault[];
  readonly assets: readonly Asset[];
  /** The client secrets, which are rotated. */
  readonly secrets: readonly Asset[];
  certificateNamed(commonName: string): Asset | null;
  /** When the version in use ends, UTC ms. */
  expiryOf(asset: Asset, now: number): number;
  statusOf(asset: Asset, now: number): AssetStatus;
}

/** Days between two versions of a secret or a key. */
const LIFE = 120 * DAY;

export const vaultName = (name: string): string => name.replaceAll('.', '-');

export function createInventory(world: World, orders: Orders): Inventory {
  const { seed, people, estate } = world;
  const teams = [...new Set(estate.certificates.map(({ team }) => team))];
  const vaults = teams.map((team, index): Vault => {
    const h = mix(mixText(seed, 'vault'), index);
    const subscription = uuid(mix(mixText(seed, 'subscription'), index % 3));
    return { id: uuid(h), name: `kv-${team.slug}-prod`, team, subscription };
  });
  const vaultOf = (team: Team) => vaults.find((vault) => vault.team === team) ?? (vaults[0] as Vault);
  const certificates = estate.certificates.map(
    (certificate): Asset => ({
      // The same thing on every platform has the same id.
      id: certificate.id,
      type: 'certificate',
      name: vaultName(certificate.commonName),
      vault: vaultOf(certificate.team),
      hash: certificate.hash,
      of: certificate.commonName,
      certificate,
    }),
  );
  const made = (type: AssetType, name: string, of: string, team: Team): Asset => {
    const hash = mixText(mixText(seed, `asset-${type}`), name);
    return { id: uuid(hash), type, name, vault: vaultOf(team), hash, of, certificate: null };
  };
  const secrets = people.services.map((service) =>
    made('secret', `${service.name}-client-secret`, service.name, service.team),
  );
  const keys = teams.map((team) => made('key', `${team.slug}-signing-key`, team.name, team));
  let known: { readonly now: number; readonly ends: ReadonlyMap<string, number> } | null = null;

  function expiryOf({ id, hash, certificate }: Asset, now: number): number {
    if (certificate !== null) {
      // All certificates are asked for at once.
      if (known?.now !== now) known = { now, ends: orders.endsAt(now) };
      return known.ends.get(id) ?? now + certificate.lifetime;
    }
    // A few were forgotten.
    if (below(mix(hash, 4), 24) === 0) return world.start - (1 + below(mix(hash, 5), 9)) * DAY;
    const phase = below(mix(hash, 6), LIFE);
    return (Math.floor((now - phase) / LIFE) + 1) * LIFE + phase;
  }
  const byName = new Map(certificates.map((asset) => [asset.of, asset]));
  return {
    vaults,
    assets: [...certificates, ...secrets, ...keys],
    secrets,
    certificateNamed: (commonName) => byName.get(commonName) ?? null,
    expiryOf,
    statusOf(asset, now) {
      const left = expiryOf(asset, now) - now;
      if (left < 0) return 'expired';
      if (left < 7 * DAY) return 'critical';
      return left < 30 * DAY ? 'warning' : 'healthy';
    },
  };
}
