import type { KindDeclaration } from '../../src/config/schema.ts';

/** Declarations that use every type of setting; the checks read declarations, not the real platforms. */
export const KINDS: readonly KindDeclaration[] = [
  {
    kind: 'cloud',
    hasBaseUrl: true,
    credential: 'api_key',
    settings: [
      { name: 'api_key', type: 'secret', required: true, help: 'the key' },
      { name: 'prefix', type: 'text', choices: ['auto', '', '/api'], default: 'auto', help: 'path prefix' },
      { name: 'account_id', type: 'number', least: 1, help: 'the account' },
      { name: 'division_ids', type: 'numbers', default: [], help: 'divisions' },
      {
        name: 'paths',
        type: 'map',
        choices: ['alerts', 'jobs'],
        default: { alerts: '/a', jobs: '/j' },
        help: 'where records are',
      },
      {
        name: 'fields',
        type: 'maps',
        choices: ['alerts.id', 'jobs.id', 'jobs.output/certificateId'],
        default: { alerts: { id: '/id' }, jobs: { id: '/id' } },
        help: 'pointers',
      },
    ],
  },
  {
    kind: 'files',
    hasBaseUrl: false,
    credential: null,
    settings: [
      { name: 'globs', type: 'texts', default: ['/etc/*.pem'], help: 'files' },
      { name: 'scan_interval', type: 'duration', default: '1h', least: 1000, help: 'how often' },
    ],
  },
];
