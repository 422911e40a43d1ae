/** DigiCert Discovery (CertCentral): its audit log of sensors, scans and expiring certificates. */
import { SECOND } from '../../domain/time.ts';
import type { Limit } from '../budget.ts';
import type { PlatformKind } from '../declaration.ts';
import { createHttp } from '../http.ts';
import { numberSetting, numbersSetting, secretSetting } from '../settings.ts';
import { auditStream, probeAudit } from './audit-stream.ts';

/** A request counts when it arrives: what travels fast must not catch up with what travelled slowly. */
const TRAVEL = SECOND / 2;
/**
 * Of CertCentral's keys, as rolling windows (dev.digicert.com/en/certcentral-apis/services-api/rate-limits.html);
 * whether Discovery counts apart is not published. A refusal does not say when to come back.
 */
const LIMITS: readonly Limit[] = [
  { requests: 100, per: 5 * SECOND + TRAVEL },
  { requests: 1_000, per: 180 * SECOND + TRAVEL },
];

export const DIGICERT_DISCOVERY: PlatformKind = {
  kind: 'digicert-discovery',
  about: 'DigiCert Discovery: the audit log of sensors, scans and expiring certificates',
  hasBaseUrl: true,
  settings: [
    {
      name: 'api_key',
      type: 'secret',
      label: 'API key',
      required: true,
      help: 'CertCentral API key of an administrator or manager',
    },
    {
      name: 'account_id',
      type: 'number',
      required: true,
      least: 1,
      help: 'number of the CertCentral account',
    },
    {
      name: 'division_ids',
      type: 'numbers',
      default: [],
      help: 'divisions to ask for; what none means is the platform’s to say',
    },
  ],
  credential: 'api_key',
  create(settings, tools) {
    const { name } = settings;
    const secret = secretSetting(settings, 'api_key');
    const scope = {
      accountId: numberSetting(settings, 'account_id'),
      divisionIds: numbersSetting(settings, 'division_ids'),
    };
    const http = createHttp({
      platform: name,
      baseUrl: settings.baseUrl,
      credential: { setting: 'api_key', secret, headers: () => ({ 'x-dc-devkey': secret.reveal() }) },
      limits: LIMITS,
      tools,
    });
    return {
      name,
      kind: 'digicert-discovery',
      streams: [auditStream(name, http, scope)],
      actions: {},
      probe: async (signal) => probeAudit(name, http, scope, signal),
      close: async () => http.close(),
    };
  },
};
