/** What a day at CertifyClouds is made of: scans, rotations, sign-ins, settings. */
import { DAY, isoDate, SECOND } from '../clock-times.ts';
import { below, between, hex8, mix, pick } from '../random.ts';
import { assetResource, expiryAlert, type Pen, type Scene, SYSTEM } from './happenings.ts';
import type { Asset } from './inventory.ts';
import { deltaScan, fullScan } from './scans.ts';
import { addressOf, BROWSER, lockedOut, signIn, someone } from './sign-ins.ts';

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
