/** What a day at CertifyClouds is made of: scans, rotations, sign-ins, settings. */
import { DAY, isoDate, MINUTE, SECOND } from '../clock-times.ts';
import type { Person } from '../people.ts';
import { below, between, hex8, mix, pick } from '../random.ts';
import { type Actor, assetResource, expiryAlert, type Pen, type Scene, SYSTEM } from './happenings.ts';
import type { Asset } from './inventory.ts';

const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

export const userOf = ({ id, email }: Person): Actor => ({ type: 'user', id, name: email });

function someone({ chance, world }: Pen): Actor {
  return userOf(pick(chance('who'), world.people.admins));
}

const addressOf = (h: number): string => `192.0.2.${between(h, 130, 220)}`;

export const signIn: Scene = (pen) => {
  const actor = someone(pen);
  const ip = addressOf(mix(pen.chance('ip'), 1));
  const web = { actor, ip, agent: BROWSER, resource: null, severity: 'info' as const };
  const details = { username: actor.name, ip_address: ip };
  pen.audit({
    ...web,
    at: pen.at,
    event: 'auth.login.success',
    description: `${actor.name} logged in`,
    details: { ...details, user_agent: BROWSER },
  });
  pen.audit({
    ...web,
    at: pen.at + between(pen.chance('stay'), 4, 50) * MINUTE,
    event: 'auth.logout',
    description: `${actor.name} logged out`,
    details,
  });
};

export const lockedOut: Scene = (pen) => {
  const actor = userOf(pick(pen.chance('victim'), pen.world.people.users.slice(0, 60)));
  const ip = `198.51.100.${between(pen.chance('ip'), 150, 240)}`;
  const from = { actor, ip, agent: 'python-requests/2.32.3', resource: null };
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    pen.audit({
      ...from,
      at: pen.at + attempt * 7 * SECOND,
      event: 'auth.login.failed',
      severity: 'warning',
      description: `Failed login for ${actor.name}`,
      details: { username: actor.name, ip_address: ip, reason: 'invalid_password', attempt },
    });
  }
  pen.audit({
    ...from,
    at: pen.at + 36 * SECOND,
    event: 'auth.account.locked',
    severity: 'error',
    description: `Account ${actor.name} locked after 5 failed attempts`,
    details: { username: actor.name, attempt_count: 5 },
  });
};

interface ScanPlan {
  readonly mode: 'full' | 'delta';
  readonly lasts: number;
  readonly fails: boolean;
}

export const scan =
  (plan: (pen: Pen) => ScanPlan): Scene =>
  (pen) => {
    const { at, inventory, chance } = pen;
    const { mode, lasts, fails } = plan(pen);
    const ends = at + lasts;
    const manual = below(chance('manual'), 4) === 0;
    const actor = manual ? someone(pen) : SYSTEM;
    const subscriptions = [...new Set(inventory.vaults.map(({ subscription }) => subscription))];
    const broken = pick(chance('vault'), inventory.vaults);
    const request = hex8(chance('request'));
    const error = fails
      ? `Key Vault ${broken.name} answered HTTP 403 Forbidden: caller is not authorised to perform secrets/list (ForbiddenByPolicy). Request ID ${request}.`
      : null;
    const results = {
      vaultsScanned: inventory.vaults.length - (fails ? 1 : 0),
      secretsFound: inventory.secrets.length,
      certificatesFound: inventory.assets.filter(({ type }) => type === 'certificate').length,
      keysFound: inventory.assets.filter(({ type }) => type === 'key').length,
    };
    const id = pen.scan({ at, ends, mode, subscriptions, by: actor.name, error, results });
    const entry = {
      actor,
      resource: { type: 'scan', id },
      ...(manual ? { ip: addressOf(chance('ip')), agent: BROWSER } : {}),
    };
    pen.audit({
      ...entry,
      at,
      event: 'discovery.scan.started',
      severity: 'info',
      description: `Discovery scan started (${mode})`,
      details: { mode, subscriptions, initiated_by: actor.name },
    });
    if (error === null) {
      pen.audit({
        ...entry,
        at: ends,
        event: 'discovery.scan.completed',
        severity: 'info',
        description: 'Discovery scan completed successfully',
        details: {
          mode,
          duration_seconds: Math.round(lasts / SECOND),
          vaults_scanned: results.vaultsScanned,
          secrets_found: results.secretsFound,
          certificates_found: results.certificatesFound,
        },
      });
      return;
    }
    pen.audit({
      at: ends - SECOND,
      event: 'discovery.vault.error',
      actor: SYSTEM,
      resource: { type: 'vault', id: broken.id, name: broken.name },
      severity: 'error',
      description: `Vault ${broken.name} could not be read`,
      details: { vault: broken.name, scan_id: id, error, status: 403 },
    });
    pen.audit({
      ...entry,
      at: ends,
      event: 'discovery.scan.failed',
      severity: 'error',
      description: 'Discovery scan failed',
      details: { mode, error, affected_vaults: [broken.name] },
    });
    pen.alert({
      at: ends + SECOND,
      type: 'vault_error',
      severity: 'Error',
      title: `Vault access error: ${broken.name}`,
      message: `${error} Scan ${id}.`,
      resource: { type: 'vault', id: broken.id, name: broken.name },
    });
  };

export const deltaScan = scan(({ chance }) => ({
  mode: 'delta',
  lasts: between(chance('run'), 12, 70) * SECOND,
  fails: below(chance('fate'), 12) === 0,
}));
export const fullScan = scan(({ chance }) => ({
  mode: 'full',
  lasts: between(chance('run'), 90, 900) * SECOND,
  fails: below(chance('fate'), 9) === 0,
}));

export const rotate =
  (choose: (pen: Pen) => { readonly asset: Asset; readonly fails: boolean }): Scene =>
  (pen) => {
    const { at, chance, inventory } = pen;
    const { asset, fails } = choose(pen);
    const rotation = `rotation-${hex8(mix(asset.hash, Math.floor(at / SECOND)))}`;
    const ends = at + between(chance('run'), 4, 40) * SECOND;
    const about = {
      actor: SYSTEM,
      resource: { type: 'rotation', id: rotation, name: asset.name },
    };
    const subject = {
      app_name: asset.of,
      secret_name: asset.name,
      vault: asset.vault.name,
      asset_id: asset.id,
    };
    pen.audit({
      ...about,
      at,
      event: 'rotation.started',
      severity: 'info',
      description: `Rotation of ${asset.name} started`,
      details: { ...subject, initiated_by: 'schedule' },
    });
    if (!fails) {
      const expires = isoDate(ends + 120 * DAY);
      pen.audit({
        ...about,
        at: ends,
        event: 'rotation.completed',
        severity: 'info',
        description: `Rotation of ${asset.name} completed`,
        details: { ...subject, new_expiry_date: expires, updated_vaults: [asset.vault.name] },
      });
      return;
    }
    const error = `Microsoft Graph refused addPassword for ${asset.of}: HTTP 403 Authorization_RequestDenied "Insufficient privileges to complete the operation." Request ID ${hex8(chance('request'))}.`;
    pen.audit({
      ...about,
      at: ends,
      event: 'rotation.failed',
      severity: 'error',
      description: `Rotation of ${asset.name} failed`,
      details: { ...subject, error, rollback_status: 'completed' },
    });
    pen.alert({
      at: ends + SECOND,
      type: 'rotation_failed',
      severity: 'Error',
      title: `Rotation failed: ${asset.name}`,
      message: `${error} The version in use expires ${isoDate(inventory.expiryOf(asset, at))}.`,
      resource: assetResource(asset),
    });
  };

const rotateOne = rotate(({ chance, inventory }) => ({
  asset: pick(chance('secret'), inventory.secrets),
  fails: below(chance('fate'), 7) === 0,
}));

/** What the certificates run into is told by the platform that watches them. */
const expiring: Scene = (pen) => {
  const { at, inventory } = pen;
  const near = inventory.assets.filter((asset) => {
    if (asset.certificate !== null) return false;
    const left = inventory.expiryOf(asset, at) - at;
    return left > 0 && left < 30 * DAY;
  });
  if (near.length === 0) return;
  const asset = pick(pen.chance('asset'), near);
  pen.alert(expiryAlert(asset, at, inventory.expiryOf(asset, at)));
};

const SETTINGS = [
  ['discovery.schedule', 'every 6 hours', 'every 4 hours'],
  ['alerts.threshold_days', 30, 14],
  ['audit.retention_days', 90, 180],
] as const;

const configure: Scene = (pen) => {
  const actor = someone(pen);
  const [setting, from, to] = pick(pen.chance('setting'), SETTINGS);
  pen.audit({
    at: pen.at,
    event: 'settings.updated',
    actor,
    resource: { type: 'setting', id: setting },
    severity: 'info',
    description: `Setting ${setting} changed`,
    details: { setting, old_value: from, new_value: to, modified_by: actor.name },
    ip: addressOf(pen.chance('ip')),
    agent: BROWSER,
  });
};

const changeRule: Scene = (pen) => {
  const actor = someone(pen);
  const id = `rule-${between(pen.chance('rule'), 1, 12)}`;
  pen.audit({
    at: pen.at,
    event: 'alert.rule.updated',
    actor,
    resource: { type: 'alert_rule', id },
    severity: 'info',
    description: `Alert rule ${id} modified`,
    details: { rule_id: id, changed_fields: ['thresholdDays'], modified_by: actor.name },
    ip: addressOf(pen.chance('ip')),
    agent: BROWSER,
  });
};

/** Scenes in the share in which they come. */
export const DECK: readonly Scene[] = [
  ...Array.from({ length: 6 }, () => deltaScan),
  fullScan,
  ...Array.from({ length: 5 }, () => rotateOne),
  ...Array.from({ length: 4 }, () => signIn),
  expiring,
  expiring,
  lockedOut,
  configure,
  changeRule,
];
