/**
 * CertifyClouds as JSON: audit entries in snake_case with `Z` (certifyclouds-docs.pages.dev/features/audit),
 * everything else in camelCase with an explicit offset (…/api/).
 */
import { isoSeconds } from '../clock-times.ts';
import type { AlertHappening, AuditHappening, ScanHappening } from './happenings.ts';
import type { Asset, Inventory, Vault } from './inventory.ts';

const offsetTime = (at: number): string => isoSeconds(at).replace('Z', '+00:00');

export function auditJson(entry: AuditHappening): Record<string, unknown> {
  const { id, at, event, actor, resource, description, details, severity, ip, agent } = entry;
  return {
    id,
    timestamp: isoSeconds(at),
    event_type: event,
    actor,
    resource,
    description,
    details,
    severity,
    ip_address: ip,
    user_agent: agent,
  };
}

export function scanJson(scan: ScanHappening, now: number): Record<string, unknown> {
  const { id, mode, subscriptions, at, ends, by, error, results } = scan;
  const ended = now >= ends;
  return {
    id,
    mode,
    subscriptions,
    status: !ended ? 'running' : error === null ? 'completed' : 'failed',
    startedAt: offsetTime(at),
    completedAt: ended ? offsetTime(ends) : null,
    triggeredBy: by === 'system' ? 'schedule' : by,
    results: ended ? results : null,
    error: ended ? error : null,
  };
}

export function alertJson(alert: AlertHappening): Record<string, unknown> {
  const { id, at, type, severity, title, message, resource } = alert;
  const delivery = { deliveryMethod: 'email', status: 'sent' };
  return { id, alertType: type, severity, title, message, resource, ...delivery, createdAt: offsetTime(at) };
}

export function assetJson(asset: Asset, inventory: Inventory, now: number): Record<string, unknown> {
  const { id, type, name, vault } = asset;
  return {
    id,
    type,
    name,
    vault: vault.name,
    subscription: vault.subscription,
    status: inventory.statusOf(asset, now),
    expiresAt: offsetTime(inventory.expiryOf(asset, now)),
  };
}

export function vaultJson({ id, name, subscription }: Vault, { assets }: Inventory): Record<string, unknown> {
  const held = assets.filter(({ vault }) => vault.name === name).length;
  return { id, name, subscription, provider: 'azure', assetCount: held };
}

export function scoreJson({ assets, statusOf }: Inventory, now: number): Record<string, unknown> {
  const of = (status: string) => assets.filter((asset) => statusOf(asset, now) === status).length;
  const [passed, total] = [of('healthy'), assets.length];
  return {
    score: Math.round((passed / total) * 1_000) / 10,
    passed,
    failed: total - passed,
    total,
    bySeverity: { critical: of('expired'), high: of('critical'), medium: of('warning'), low: 0 },
  };
}
