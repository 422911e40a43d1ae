/** What a CA refuses, and why. Error names are those of RFC 8555 where the CA speaks ACME. */
import { DAY, isoMillis, isoSeconds } from '../clock-times.ts';
import { between, hex, mixText } from '../random.ts';
import type { Reason, Trouble } from './trouble.ts';

const DIGICERT = ['ca-digicert-one-tls'];
const PUBLIC = [...DIGICERT, 'ca-acme-public'];
const ACME = [...PUBLIC, 'ca-mesh-01'];

/** The answer to a challenge, new with each attempt; the key ID at an ACME server, the same in all. */
const token = (t: Trouble, place: string) => hex(mixText(t.hash, place), 24);
const keyId = (t: Trouble) => hex(mixText(t.story, 'kid'), 16);
const issuer = (t: Trouble) => t.certificate.issuer.name;

export const CA_REASONS: readonly Reason[] = [
  {
    code: 'CA_REFUSED',
    issuers: DIGICERT,
    stage: 'ca',
    error: (t) =>
      `${issuer(t)} refused the order: HTTP 403 access_denied "Certificate profile tls-${t.certificate.team.slug} is not assigned to this API token." Request ID ${t.requestId}.`,
    facts: (t) => ({ httpStatus: 403, code: 'access_denied', profile: `tls-${t.certificate.team.slug}` }),
    account: {
      action: 'UPDATE',
      type: 'ROLE',
      on: 'role',
      by: 'admin',
      text: (t) => `Role EM_CERTIFICATE_MANAGER taken from service user ${t.service.name}.`,
    },
    fix: 'Role EM_CERTIFICATE_MANAGER given back to the service user',
  },
  {
    code: 'DNS_VALIDATION',
    issuers: PUBLIC,
    stage: 'ca',
    error: (t) =>
      `urn:ietf:params:acme:error:dns: DNS-01 validation failed for ${t.certificate.commonName}: TXT record _acme-challenge.${t.certificate.commonName} expected "${token(t, 'expected')}", found "${token(t, 'found')}" (nameserver 198.51.100.53).`,
    facts: (t) => ({
      record: `_acme-challenge.${t.certificate.commonName}`,
      expected: token(t, 'expected'),
      found: token(t, 'found'),
      nameserver: '198.51.100.53',
    }),
    change: { setting: 'dns.provider.zone', from: 'primary (198.51.100.53)', to: 'secondary (203.0.113.53)' },
    fix: 'dns.provider.zone set back to primary (198.51.100.53)',
  },
  {
    code: 'DNS_RECORD_MISSING',
    issuers: PUBLIC,
    stage: 'ca',
    error: (t) =>
      `urn:ietf:params:acme:error:dns: DNS-01 validation failed for ${t.certificate.commonName}: TXT record _acme-challenge.${t.certificate.commonName} expected "${token(t, 'expected')}", found none (NXDOMAIN after 120 s).`,
    facts: (t) => ({
      record: `_acme-challenge.${t.certificate.commonName}`,
      expected: token(t, 'expected'),
      found: null,
      rcode: 'NXDOMAIN',
    }),
    change: { setting: 'dns.provider.apiToken', from: '(set)', to: '(replaced)' },
    fix: 'dns.provider.apiToken replaced by one that may write the zone',
  },
  {
    code: 'RATE_LIMITED',
    issuers: PUBLIC,
    stage: 'ca',
    error: (t) =>
      `urn:ietf:params:acme:error:rateLimited: too many certificates (50) already issued for "${t.certificate.commonName.split('.').slice(-2).join('.')}" in the last 168h. HTTP 429, Retry-After: ${between(t.hash, 20, 90) * 60}.`,
    facts: (t) => ({
      httpStatus: 429,
      retryAfterSeconds: between(t.hash, 20, 90) * 60,
      limit: 50,
      windowHours: 168,
    }),
    change: { setting: 'renewal.batchSize', from: '10', to: '200' },
    fix: 'renewal.batchSize set back to 10',
  },
  {
    code: 'CAA',
    issuers: PUBLIC,
    stage: 'ca',
    error: (t) =>
      `urn:ietf:params:acme:error:caa: CAA record for ${t.certificate.commonName} prevents issuance: found issue "other-ca.example.net", expected issue "${t.certificate.issuer.host}".`,
    facts: (t) => ({
      record: `${t.certificate.commonName} CAA`,
      found: '0 issue "other-ca.example.net"',
      expected: `0 issue "${t.certificate.issuer.host}"`,
    }),
    change: { setting: 'dns.caa.policy', from: 'managed', to: 'external' },
    fix: 'CAA record extended by the issuer',
  },
  {
    code: 'EAB_EXPIRED',
    issuers: [...DIGICERT, 'ca-mesh-01'],
    stage: 'ca',
    error: (t) =>
      `urn:ietf:params:acme:error:unauthorized: external account binding of key ID ${keyId(t)} expired on ${isoSeconds(t.began - between(t.story, 1, 3) * DAY)}; account of ${t.service.name} must be bound again.`,
    facts: (t) => ({ kid: keyId(t), serviceUser: t.service.name }),
    account: {
      action: 'API_ACCESS_TOKEN_EXPIRY_EMAIL_SENT',
      type: 'APIKEY',
      on: 'key',
      by: 'system',
      text: (t) =>
        `API token of ${t.service.name} (ACME external account binding) has expired; reminder sent to ${t.service.email}.`,
    },
    fix: 'External account binding renewed',
  },
  {
    code: 'LICENCE_EXHAUSTED',
    issuers: DIGICERT,
    stage: 'ca',
    error: (t) =>
      `${issuer(t)} refused the order: HTTP 400 invalid_request "No seats left in licence Trust Lifecycle seats (500)." Request ID ${t.requestId}.`,
    facts: () => ({ httpStatus: 400, code: 'invalid_request', seatsUsed: 500, seatsTotal: 500 }),
    account: {
      action: 'LOW_LICENSE_WARNING_SENT',
      type: 'LICENSE',
      on: 'licence',
      by: 'system',
      text: (t) =>
        `Trust Lifecycle seats (500): 498 of 500 used, ${t.certificate.team.name} renews next; administrators informed.`,
    },
    fix: 'Seats of retired hosts released',
  },
  {
    code: 'SERVICE_USER_DISABLED',
    issuers: DIGICERT,
    stage: 'ca',
    error: (t) =>
      `${issuer(t)} refused the request: HTTP 401 invalid_api_key "The API key is missing, invalid or expired." (service user ${t.service.name}). Request ID ${t.requestId}.`,
    facts: (t) => ({ httpStatus: 401, code: 'invalid_api_key', serviceUser: t.service.name }),
    account: {
      action: 'DISABLED',
      type: 'APIKEY',
      on: 'key',
      by: 'admin',
      text: (t) => `API token of ${t.service.name} disabled: not used for 90 days.`,
    },
    fix: 'New API token stored for the CA connection',
  },
  {
    code: 'CA_TIMEOUT',
    stage: 'ca',
    error: (t) =>
      `${issuer(t)} did not answer: connect ETIMEDOUT ${t.certificate.issuer.address}:443 after 30 s (attempt ${t.attempt} of 3).`,
    facts: (t) => ({ address: `${t.certificate.issuer.address}:443`, timeoutSeconds: 30 }),
    change: { setting: 'egress.proxy', from: 'http://192.0.2.8:3128', to: 'direct' },
    fix: 'egress.proxy set back to http://192.0.2.8:3128',
  },
  {
    code: 'CSR_POLICY',
    issuers: ACME,
    stage: 'ca',
    error: (t) =>
      `${issuer(t)} rejected the CSR: urn:ietf:params:acme:error:badCSR "Key usage keyEncipherment is not allowed by policy tls-2026." Request ID ${t.requestId}.`,
    facts: () => ({ policy: 'tls-2026', extension: 'keyUsage', found: 'keyEncipherment' }),
    change: {
      setting: 'csr.template.keyUsage',
      from: 'digitalSignature',
      to: 'digitalSignature, keyEncipherment',
    },
    fix: 'csr.template.keyUsage set back to digitalSignature',
  },
  {
    code: 'VALIDITY_TOO_LONG',
    issuers: ['ca-internal-g2'],
    stage: 'ca',
    error: (t) =>
      `${issuer(t)} refused the order: HTTP 400 invalid_request "Requested validity ends ${isoSeconds(t.next.notAfter)}, after the issuing CA itself." Request ID ${t.requestId}.`,
    facts: (t) => ({ httpStatus: 400, requestedNotAfter: isoMillis(t.next.notAfter) }),
    change: { setting: 'profile.internal-tls.validityDays', from: '365', to: '730' },
    fix: 'profile.internal-tls.validityDays set back to 365',
  },
];
