/** QCecuring SSL CLM: alerts with read marks, jobs, audit logs; paths and field names by configuration. */
import type { PlatformKind } from '../declaration.ts';
import { createHttp } from '../http.ts';
import type { ChangingStream, LogStream } from '../port.ts';
import { secretSetting } from '../settings.ts';
import { pager, probeAlerts } from './list-stream.ts';
import { DEFAULT_FIELDS, DEFAULT_PATHS, DEFAULTS, profileOf } from './profile.ts';
import { readMarks } from './read-marks.ts';
import { pathFault, pointerFault, statusFault } from './settings-check.ts';

const fieldChoices = Object.entries(DEFAULT_FIELDS).flatMap(([list, fields]) =>
  Object.keys(fields).map((field) => `${list}.${field}`),
);

export const SSL_CLM: PlatformKind = {
  kind: 'ssl-clm',
  about: 'QCecuring SSL CLM: alerts with read marks, jobs and audit logs',
  hasBaseUrl: true,
  brings: ['alert', 'job'],
  automates: ['renewal', 'deployment'],
  settings: [
    { name: 'token', type: 'secret', required: true, help: 'token sent as Bearer' },
    {
      name: 'paths',
      type: 'map',
      choices: Object.keys(DEFAULT_PATHS),
      default: DEFAULTS.paths,
      faultOf: pathFault,
      help: 'where this deployment answers; a path may carry a query, and a method before it',
    },
    {
      name: 'fields',
      type: 'maps',
      choices: fieldChoices,
      default: DEFAULTS.fields,
      faultOf: pointerFault,
      help: 'JSON pointers to the fields of alerts, jobs and audit entries',
    },
    {
      name: 'status_aliases',
      type: 'map',
      default: DEFAULTS.status_aliases,
      faultOf: statusFault,
      help: 'job statuses of this deployment by the one they mean: QUEUED, RUNNING, SUCCESS or FAILED',
    },
  ],
  credential: 'token',
  create(settings, tools) {
    const { name } = settings;
    const secret = secretSetting(settings, 'token');
    const profile = profileOf(settings);
    const http = createHttp({
      platform: name,
      baseUrl: settings.baseUrl,
      credential: {
        setting: 'token',
        secret,
        headers: () => ({ authorization: `Bearer ${secret.reveal()}` }),
      },
      // No limit is published.
      limits: [],
      tools,
    });
    const alerts: ChangingStream = {
      name: 'alerts',
      kinds: ['alert'],
      mode: 'changing',
      page: pager(name, http, profile, { name: 'alerts', asked: 'the list of alerts' }),
      isOpen: (record) => record.kind === 'alert' && !record.read,
    };
    const jobs: ChangingStream = {
      name: 'jobs',
      kinds: ['job'],
      mode: 'changing',
      page: pager(name, http, profile, { name: 'jobs', asked: 'the list of jobs' }),
      isOpen: (record) =>
        record.kind === 'job' && (record.status === 'QUEUED' || record.status === 'RUNNING'),
    };
    const audit: LogStream = {
      name: 'audit',
      kinds: ['audit'],
      mode: 'log',
      page: pager(name, http, profile, { name: 'audit', asked: 'the audit log' }),
    };
    return {
      name,
      kind: 'ssl-clm',
      streams: [alerts, jobs, audit],
      actions: readMarks(http, profile),
      probe: async (signal) => probeAlerts(http, profile, name, signal),
      close: async () => http.close(),
    };
  },
};
