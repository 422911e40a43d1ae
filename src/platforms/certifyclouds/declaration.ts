/** CertifyClouds: audit log, discovery scans, alert history, and what it counts; behind a log-in. */
import { ok, type Result } from '../../domain/failure.ts';
import { JOB_STATUSES } from '../../domain/job.ts';
import { HOUR, MINUTE } from '../../domain/time.ts';
import type { PlatformKind, PlatformSettings } from '../declaration.ts';
import { createHttp, type Http } from '../http.ts';
import type { ChangingStream, LogStream } from '../port.ts';
import { bearer, createSession, readToken } from '../session.ts';
import { mapSetting, secretSetting } from '../settings.ts';
import { auditEntry } from './audit-entry.ts';
import { figureStreams } from './figures.ts';
import { historyAlert } from './history-alert.ts';
import { type List, pager, readList } from './list-stream.ts';
import { PREFIXES, type PrefixSetting, prefixed } from './prefix.ts';
import { DEFAULT_ALIASES, scanJob, statusReader } from './scan-job.ts';

const ALERTS_HISTORY = '/alerts/history';

/** Published for a caller (certifyclouds-docs.pages.dev/api); newer deployments may set others, and say so by 429. */
const LIMITS = [
  { requests: 60, per: MINUTE },
  { requests: 1_000, per: HOUR },
];

export const CERTIFYCLOUDS: PlatformKind = {
  kind: 'certifyclouds',
  about: 'CertifyClouds: audit log, discovery scans, alert history, assets and compliance',
  hasBaseUrl: true,
  settings: [
    {
      name: 'username',
      type: 'text',
      label: 'user name',
      required: true,
      help: 'user that logs in; one that may read is enough',
    },
    { name: 'password', type: 'secret', required: true, help: 'password of that user' },
    {
      name: 'api_prefix',
      type: 'text',
      choices: PREFIXES,
      default: 'auto',
      help: 'what paths begin with: "/api", nothing, or whichever answers',
    },
    {
      name: 'alerts_history_path',
      type: 'text',
      default: ALERTS_HISTORY,
      faultOf: (text) =>
        text.startsWith('/')
          ? null
          : { what: 'does not begin with "/"', fix: `Write a path: "${ALERTS_HISTORY}".` },
      help: 'where this deployment lists the alerts it has sent',
    },
    {
      name: 'status_aliases',
      type: 'map',
      default: DEFAULT_ALIASES,
      faultOf: (text) =>
        JOB_STATUSES.some((status) => status === text.toUpperCase())
          ? null
          : {
              what: `is no job status (${JSON.stringify(text)})`,
              fix: `Write one of ${JOB_STATUSES.join(', ')}.`,
            },
      help: 'scan statuses of this deployment by the one they mean: QUEUED, RUNNING, SUCCESS or FAILED',
    },
  ],
  credential: 'password',
  create(settings, tools) {
    const { name, values } = settings;
    const http = createHttp({
      platform: name,
      baseUrl: settings.baseUrl,
      credential: bearer(
        { setting: 'password', secret: secretSetting(settings, 'password') },
        createSession({ clock: tools.clock, logIn: (signal) => logIn(signal) }),
      ),
      limits: LIMITS,
      tools,
    });
    const ask = prefixed(http, prefixOf(values.api_prefix), settings.baseUrl);
    const logIn = loggingIn(settings, ask);

    const lists = listsOf(settings);
    const audit: LogStream = {
      name: 'audit',
      kinds: ['audit'],
      mode: 'log',
      page: pager(name, ask, lists.audit),
    };
    const scans: ChangingStream = {
      name: 'scans',
      kinds: ['job'],
      mode: 'changing',
      optional: true,
      page: pager(name, ask, lists.scans),
      isOpen: (record) =>
        record.kind === 'job' && (record.status === 'QUEUED' || record.status === 'RUNNING'),
    };
    // What was sent stays sent: the platform keeps no read marks, ours are kept here.
    const alerts: LogStream = {
      name: 'alerts',
      kinds: ['alert'],
      mode: 'log',
      optional: true,
      page: pager(name, ask, lists.alerts),
    };
    return {
      name,
      kind: 'certifyclouds',
      streams: [alerts, scans, audit, ...figureStreams(name, ask)],
      actions: {},
      async probe(signal): Promise<Result<string>> {
        const got = await readList(name, ask, lists.audit, { limit: 1, offset: 0 }, signal);
        if (!got.ok) return got;
        const count = got.value.total ?? 'an unknown number of';
        return ok(`CertifyClouds answered: the user can read ${count} audit entries.`);
      },
      close: async () => http.close(),
    };
  },
};

/** The user's name may come wrapped like a secret: it is one half of a credential. */
function loggingIn(settings: PlatformSettings, ask: Http['ask']) {
  const [username, password] = [secretSetting(settings, 'username'), secretSetting(settings, 'password')];
  return async (signal: AbortSignal) => {
    const answered = await ask({
      method: 'POST',
      path: '/auth/login',
      body: { username: username.reveal(), password: password.reveal() },
      anonymous: true,
      asked: 'the log-in',
      signal,
    });
    return answered.ok ? readToken(settings.name, answered.value) : answered;
  };
}

const prefixOf = (value: unknown): PrefixSetting => PREFIXES.find((prefix) => prefix === value) ?? 'auto';

function listsOf({ name, values }: PlatformSettings): Readonly<Record<'audit' | 'scans' | 'alerts', List>> {
  const statuses = statusReader(mapSetting(values.status_aliases, DEFAULT_ALIASES));
  const history = values.alerts_history_path;
  return {
    audit: {
      path: '/audit/entries',
      asked: 'the audit log',
      optional: false,
      dated: true,
      id: '/id',
      map: (read) => auditEntry(name, read),
      at: (record) => (record.kind === 'audit' ? record.timestamp : null),
    },
    scans: {
      path: '/assets/discovery/scans',
      asked: 'the list of scans',
      optional: true,
      dated: false,
      id: '/id',
      map: (read) => scanJob(name, read, statuses),
      at: (record) => (record.kind === 'job' ? (record.startedAt ?? record.scheduledAt) : null),
    },
    alerts: {
      path: typeof history === 'string' ? history : ALERTS_HISTORY,
      asked: 'the alert history',
      optional: true,
      ifMissing: 'Set alerts_history_path to where this deployment lists the alerts it has sent.',
      dated: true,
      id: '/id',
      map: (read) => historyAlert(name, read),
      at: (record) => (record.kind === 'alert' ? record.createdAt : null),
    },
  };
}
