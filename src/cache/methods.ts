/** The names of the port's calls, and where in their arguments `asking` stands. */
import type { CacheReader, CacheWriter } from './port.ts';

export const WRITER_METHODS = [
  'commit',
  'note',
  'saveProfiles',
  'markRead',
  'outboxDone',
  'pin',
  'annotate',
  'mute',
  'remember',
  'lease',
  'release',
  'retain',
] as const satisfies readonly (keyof CacheWriter)[];

/** The index of `asking` among the arguments; null where there is none. */
export const READER_METHODS = {
  rows: 1,
  count: 1,
  record: null,
  recordText: null,
  refs: 2,
  histogram: 1,
  groups: 1,
  values: null,
  valueCounts: null,
  sql: 1,
  figures: null,
  streams: null,
  rejected: null,
  outbox: null,
  profiles: null,
  unknown: null,
  open: null,
  muted: null,
  notes: null,
  recall: null,
  known: null,
  disk: null,
  arrivals: null,
  ledgerHead: null,
  verifyLedger: 1,
} as const satisfies Record<keyof CacheReader, number | null>;
