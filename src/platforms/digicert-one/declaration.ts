/** DigiCert ONE: the audit log of Account Manager, with its users and accounts resolved. */
import type { PlatformKind } from '../declaration.ts';
import { createHttp } from '../http.ts';
import { secretSetting } from '../settings.ts';
import { auditStream, probeAudit } from './audit-stream.ts';
import { lookUp } from './profile.ts';

export const DIGICERT_ONE: PlatformKind = {
  kind: 'digicert-one',
  about: 'DigiCert ONE: the audit log of Account Manager, actors and accounts resolved',
  hasBaseUrl: true,
  settings: [
    {
      name: 'api_key',
      type: 'secret',
      label: 'API key',
      required: true,
      help: 'API token of a user that may read the audit log (roles AM_ACCOUNT_ADMIN, AM_VIEW_ONLY, AM_USER_MANAGER)',
    },
  ],
  credential: 'api_key',
  create(settings, tools) {
    const { name } = settings;
    const secret = secretSetting(settings, 'api_key');
    const http = createHttp({
      platform: name,
      baseUrl: settings.baseUrl,
      credential: { setting: 'api_key', secret, headers: () => ({ 'x-api-key': secret.reveal() }) },
      // Limits are per key; their numbers are not published.
      limits: [],
      tools,
    });
    return {
      name,
      kind: 'digicert-one',
      streams: [auditStream(name, http)],
      actions: {},
      lookUp: async (mention, signal) => lookUp(http, name, mention, signal),
      probe: async (signal) => probeAudit(http, name, signal),
      close: async () => http.close(),
    };
  },
};
