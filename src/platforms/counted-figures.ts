/**
 * Figures that no interface of a platform reports, but that its own records add up to: how many of them say
 * that the thing was done. Only what the record itself says counts; a word with two meanings is left out.
 */

/** Kinds that are counted. */
export type CountedKind = 'job' | 'audit';

export interface CountedFigure {
  /** Unique; its records have the origin `rule:count-<rule>`. */
  readonly rule: string;
  /** The kind of platform. */
  readonly platform: string;
  readonly category: string;
  /** The name it has wherever another platform reports it. */
  readonly name: string;
  readonly unit: string;
  readonly kind: CountedKind;
  /** Which records count, besides platform and time. */
  readonly query: string;
  /** What these are, in words: `ISSUE_CERT jobs`. */
  readonly counts: string;
}

type Row = readonly [rule: string, name: string, kind: CountedKind, query: string, counts: string];
interface Block {
  readonly platform: string;
  readonly category: string;
  readonly unit: string;
  readonly rows: readonly Row[];
}

const BLOCKS: readonly Block[] = [
  // Job types as published at docs.qcecuring.com/ssl-clm/platform/monitoring; audit actions as installations name them.
  {
    platform: 'ssl-clm',
    category: 'Certificates',
    unit: 'certificates',
    rows: [
      [
        'clm-issued',
        'Issued certificates',
        'job',
        'type=ISSUE_CERT status:SUCCESS',
        'successful ISSUE_CERT jobs',
      ],
      [
        'clm-deployed',
        'Deployed certificates',
        'audit',
        'action=DEPLOYMENT_COMPLETED',
        'DEPLOYMENT_COMPLETED entries',
      ],
      [
        'clm-revoked',
        'Revoked certificates',
        'job',
        'type=REVOKE_CERT status:SUCCESS',
        'successful REVOKE_CERT jobs',
      ],
      [
        'clm-rotated',
        'Rotated certificates',
        'job',
        'type=RENEW_CERT status:SUCCESS',
        'successful RENEW_CERT jobs',
      ],
    ],
  },
  {
    platform: 'ssl-clm',
    category: 'Endpoints and discovery',
    unit: 'scans',
    rows: [
      [
        'clm-scans',
        'Discovery scans completed',
        'audit',
        'action=DISCOVERY_COMPLETED',
        'DISCOVERY_COMPLETED entries',
      ],
    ],
  },
  // Event types as published at certifyclouds-docs.pages.dev/features/audit; a rotation is one of an app's secret.
  {
    platform: 'certifyclouds',
    category: 'Endpoints and discovery',
    unit: 'scans',
    rows: [
      [
        'clouds-scans',
        'Discovery scans completed',
        'audit',
        'action=discovery.scan.completed',
        'discovery.scan.completed entries',
      ],
    ],
  },
  {
    platform: 'certifyclouds',
    category: 'Secrets',
    unit: 'secrets',
    rows: [
      [
        'clouds-rotated',
        'Rotated secrets',
        'audit',
        'action=rotation.completed',
        'rotation.completed entries',
      ],
    ],
  },
  // Functions are free text, of which examples are published; one that is not used is not counted.
  {
    platform: 'digicert-discovery',
    category: 'Endpoints and discovery',
    unit: 'scans',
    rows: [
      [
        'discovery-scans',
        'Discovery scans completed',
        'audit',
        'action="Complete scan"',
        'Complete scan entries',
      ],
      ['discovery-aborted', 'Discovery scans aborted', 'audit', 'action="Abort scan"', 'Abort scan entries'],
    ],
  },
  // Actions and resource types as published in the tutorial of the Account Manager API, dev.digicert.com.
  {
    platform: 'digicert-one',
    category: 'Certificates',
    unit: 'certificates',
    rows: [
      [
        'one-client-certificates',
        'Client certificates created',
        'audit',
        'action=CREATE resource_type=CLIENT_AUTH_CERT outcome:success',
        'CREATE entries of CLIENT_AUTH_CERT',
      ],
    ],
  },
  {
    platform: 'digicert-one',
    category: 'API keys',
    unit: 'API keys',
    rows: [
      [
        'one-api-keys-created',
        'API keys created',
        'audit',
        'action=CREATE resource_type=APIKEY outcome:success',
        'CREATE entries of APIKEY',
      ],
      [
        'one-api-keys-deleted',
        'API keys deleted',
        'audit',
        'action=DELETE resource_type=APIKEY outcome:success',
        'DELETE entries of APIKEY',
      ],
    ],
  },
  {
    platform: 'host',
    category: 'Certificates',
    unit: 'certificates',
    rows: [
      [
        'host-rotated',
        'Rotated certificates',
        'audit',
        'action=CERTIFICATE_REPLACED',
        'CERTIFICATE_REPLACED entries',
      ],
    ],
  },
];

export const COUNTED_FIGURES: readonly CountedFigure[] = BLOCKS.flatMap(
  ({ platform, category, unit, rows }) =>
    rows.map(([rule, name, kind, query, counts]) => ({
      rule,
      platform,
      category,
      name,
      unit,
      kind,
      query,
      counts,
    })),
);

/** The row whose records have this origin; null for every other origin. */
export function countedBy(origin: string): CountedFigure | null {
  return COUNTED_FIGURES.find(({ rule }) => origin === `rule:count-${rule}`) ?? null;
}
