/** Discovery scans of CertifyClouds, as their list and its audit log tell them. */
import { SECOND } from '../clock-times.ts';
import { below, between, hex8, pick } from '../random.ts';
import { type Pen, type Scene, SYSTEM } from './happenings.ts';
import { addressOf, BROWSER, someone } from './sign-ins.ts';

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
