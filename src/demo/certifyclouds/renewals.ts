/**
 * How renewals of certificates, as the certificate platform tells them, go on here: a new version is synced to
 * the vaults that serve it; where there is none, the sync fails and says which renewal it waits for. What is said
 * there to run out is so in its vault.
 */
import { DAY, MINUTE, SECOND } from '../clock-times.ts';
import { between, hex8, mix, mixText } from '../random.ts';
import type { AuditEvent } from '../story/events.ts';
import { assetResource, expiryAlert, type Pen, type Scene, SYSTEM } from './happenings.ts';
import type { Asset, Inventory } from './inventory.ts';

/** It warns later than the certificate platform does. */
const WARNS_FROM = 15 * DAY;

/** The scene that follows an event of the certificate platform; null when none does. */
export function sceneAfter(event: AuditEvent, inventory: Inventory): Scene | null {
  const commonName = event.details.commonName;
  const asset = typeof commonName === 'string' ? inventory.certificateNamed(commonName) : null;
  if (asset === null) return null;
  if (event.action === 'RENEWAL_COMPLETED') return (pen) => synced(pen, asset, event);
  const ends = Date.parse(String(event.details.notAfter));
  if (event.action === 'ALERT_RAISED' && ends - event.at < WARNS_FROM)
    return (pen) =>
      pen.alert(expiryAlert(asset, pen.at + between(pen.chance('wait'), 15, 90) * SECOND, ends));
  return event.action === 'RENEWAL_FAILED' ? (pen) => notSynced(pen, asset, event) : null;
}

function begin(pen: Pen, asset: Asset, event: AuditEvent) {
  const sync = `sync-${hex8(mix(asset.hash, mixText(0, event.id)))}`;
  const starts = pen.at + between(pen.chance('wait'), 15, 45) * SECOND;
  const subject = {
    source: asset.vault.name,
    target: `${asset.vault.name}-dr`,
    secrets: [asset.name],
    secret_count: 1,
    common_name: asset.of,
    certificate_id: asset.id,
    job_id: event.details.jobId ?? null,
  };
  const about = { actor: SYSTEM, resource: { type: 'sync', id: sync, name: asset.name } };
  pen.audit({
    ...about,
    at: starts,
    event: 'sync.started',
    severity: 'info',
    description: `Sync of ${asset.name} started`,
    details: subject,
  });
  return { starts, subject, about, sync };
}

function synced(pen: Pen, asset: Asset, event: AuditEvent): void {
  const { starts, subject, about } = begin(pen, asset, event);
  const lasts = between(pen.chance('run'), 3, 20) * SECOND;
  pen.audit({
    ...about,
    at: starts + lasts,
    event: 'sync.completed',
    severity: 'info',
    description: `Sync of ${asset.name} completed`,
    details: {
      ...subject,
      synced_count: 1,
      duration_seconds: lasts / SECOND,
      serial_number: event.details.serialNumber ?? null,
    },
  });
}

function notSynced(pen: Pen, asset: Asset, event: AuditEvent): void {
  const { starts, subject, about, sync } = begin(pen, asset, event);
  const ends = starts + between(pen.chance('run'), 1, 2) * MINUTE;
  const serial = String(event.details.serialNumber ?? '');
  const reason = String(event.details.reason ?? 'unknown');
  const error = `No new version of ${asset.name} in ${asset.vault.name}: the renewal of ${asset.of} failed (${reason}); serial ${serial} stays in use.`;
  pen.audit({
    ...about,
    at: ends,
    event: 'sync.failed',
    severity: 'error',
    description: `Sync of ${asset.name} failed`,
    details: { ...subject, error, serial_number: serial, failed_secrets: [asset.name] },
  });
  pen.alert({
    at: ends + SECOND,
    type: 'sync_failed',
    severity: 'Error',
    title: `Sync failed: ${asset.of}`,
    message: `${error} Renewal job ${String(event.details.jobId ?? '')}, sync ${sync}.`,
    resource: assetResource(asset),
  });
}
