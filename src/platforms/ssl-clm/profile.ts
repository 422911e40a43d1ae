/**
 * How an SSL CLM is spoken to. Its vendor publishes what a record has (docs.qcecuring.com/ssl-clm/platform/monitoring)
 * but neither paths nor JSON keys: what stands here are defaults, every one of them a setting.
 */
import { JOB_STATUSES, type JobStatus } from '../../domain/job.ts';
import { isObject, type Json } from '../../domain/json.ts';
import type { PlatformSettings } from '../declaration.ts';
import { mapSetting } from '../settings.ts';
import { ENDPOINT } from './settings-check.ts';

export const DEFAULT_PATHS = {
  alerts: '/api/alerts',
  jobs: '/api/jobs',
  audit: '/api/audit-logs',
  read: 'POST /api/alerts/{id}/read',
  read_all: 'POST /api/alerts/read-all',
} as const;
export type PathName = keyof typeof DEFAULT_PATHS;

const pointers = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, `/${name}`]));

/** JSON pointers by the name of the field, which is also where the field is by default. */
export const DEFAULT_FIELDS = {
  alerts: pointers(
    'id',
    'severity',
    'type',
    'title',
    'message',
    'entityType',
    'entityId',
    'createdAt',
    'read',
  ),
  jobs: pointers(
    ...['id', 'name', 'type', 'status', 'caId', 'scheduledAt', 'startedAt', 'completedAt'],
    ...['triggeredBy/type', 'triggeredBy/id', 'payload', 'output', 'error'],
    ...['output/certificateId', 'output/externalRequestId'],
  ),
  audit: pointers('id', 'timestamp', 'action', 'entityType', 'entityId', 'actorType', 'actorId', 'details'),
} as const;
export type ListName = keyof typeof DEFAULT_FIELDS;

/** One deployment ends its jobs as SUCCESS, another as COMPLETED; both are documented. */
export const DEFAULT_ALIASES = { COMPLETED: 'SUCCESS' } as const;

export interface Endpoint {
  readonly method: string;
  /** May carry a query, and `{id}`. */
  readonly path: string;
}

export interface Profile {
  readonly endpoint: (name: PathName) => Endpoint;
  /** The pointer of a field; a name that no list has is a defect of ours. */
  readonly pointer: (list: ListName, field: string) => string;
  /** Null for a status that is neither ours nor an alias of one. */
  readonly status: (word: string) => JobStatus | null;
}

export function profileOf({ values }: PlatformSettings): Profile {
  const paths = mapSetting(values.paths, DEFAULT_PATHS);
  const given = isObject(values.fields) ? values.fields : {};
  const fields = Object.fromEntries(
    Object.entries(DEFAULT_FIELDS).map(([list, defaults]) => [list, mapSetting(given[list], defaults)]),
  );
  const aliases = mapSetting(values.status_aliases, DEFAULT_ALIASES);
  const statuses = new Map(Object.entries(aliases).map(([word, status]) => [word.toUpperCase(), status]));
  return {
    endpoint: (name) => endpointOf(paths[name] ?? DEFAULT_PATHS[name]),
    pointer: (list, field) => fields[list]?.[field] ?? `/${field}`,
    status(word) {
      const upper = word.toUpperCase();
      const meant = (statuses.get(upper) ?? upper).toUpperCase();
      return JOB_STATUSES.find((status) => status === meant) ?? null;
    },
  };
}

/** `POST /path` or just `/path`, which is a GET. */
function endpointOf(text: string): Endpoint {
  const [, method = 'GET', path = '/'] = ENDPOINT.exec(text.trim()) ?? [];
  return { method: method.toUpperCase(), path };
}

/** The settings' defaults as plain JSON, for the declaration. */
export const DEFAULTS: Readonly<Record<'paths' | 'fields' | 'status_aliases', Json>> = {
  paths: DEFAULT_PATHS,
  fields: DEFAULT_FIELDS,
  status_aliases: DEFAULT_ALIASES,
};
