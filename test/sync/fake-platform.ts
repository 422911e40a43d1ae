/** A platform whose lists a test holds in its hands. */
import type { Alert } from '../../src/domain/alert.ts';
import type { AuditEntry } from '../../src/domain/audit.ts';
import { ok, type Result } from '../../src/domain/failure.ts';
import type { Job, JobStatus } from '../../src/domain/job.ts';
import type { AnyRecord } from '../../src/domain/record.ts';
import type {
  Actions,
  ChangingStream,
  LogStream,
  Page,
  PageAsk,
  Platform,
  Stream,
} from '../../src/platforms/port.ts';

export function entry(id: string, timestamp: number | null, actor: string | null = null): AuditEntry {
  return {
    kind: 'audit',
    platform: 'p',
    id,
    timestamp,
    action: 'LOGIN',
    module: null,
    resource: null,
    actor: actor === null ? null : { type: 'user', id: actor, name: null, email: null },
    account: null,
    outcome: 'success',
    severity: 'info',
    description: null,
    ip: null,
    country: null,
    userAgent: null,
    details: null,
    origin: 'platform',
  };
}

export function alert(id: string, createdAt: number, read = false): Alert {
  return {
    kind: 'alert',
    platform: 'p',
    id,
    severity: 'error',
    type: 'ERROR',
    title: id,
    message: null,
    entity: null,
    createdAt,
    read,
    readAt: null,
    origin: 'platform',
  };
}

export function job(
  id: string,
  scheduledAt: number,
  status: JobStatus,
  completedAt: number | null = null,
): Job {
  return {
    kind: 'job',
    platform: 'p',
    id,
    name: id,
    type: 'RENEW_CERT',
    status,
    caId: null,
    scheduledAt,
    startedAt: null,
    completedAt,
    triggeredBy: null,
    payload: null,
    output: null,
    error: null,
    certificateId: null,
    externalRequestId: null,
    origin: 'platform',
  };
}

export interface Source {
  /** The list as the platform would sort it. */
  rows: AnyRecord[];
  size: number;
  /** What the platform says the total is; the number of rows unless a test lies. */
  total: ((rows: readonly AnyRecord[]) => number | null) | null;
  /** Runs before each answer, and may answer itself. */
  onAsk: (ask: PageAsk, count: number) => Result<Page> | null | Promise<Result<Page> | null>;
  asks: PageAsk[];
}

export function source(rows: AnyRecord[], size = 3): Source {
  return { rows, size, total: null, onAsk: () => null, asks: [] };
}

/** Pages by offset over the list as it is at that moment, as most platforms do. */
async function page(from: Source, ask: PageAsk): Promise<Result<Page>> {
  from.asks.push(ask);
  const answer = await from.onAsk(ask, from.asks.length);
  if (answer) return answer;
  const offset = typeof ask.cursor === 'number' ? ask.cursor : 0;
  const rows = from.rows.slice(offset, offset + from.size);
  const end = offset + rows.length;
  return ok({
    rows: rows.map((record) => ({ record, raw: null })),
    rejected: [],
    next: rows.length > 0 && end < from.rows.length ? end : null,
    total: from.total ? from.total(from.rows) : from.rows.length,
  });
}

export function logOf(from: Source, more: Partial<LogStream> = {}): LogStream {
  return { name: 'audit', kinds: ['audit'], mode: 'log', page: (ask) => page(from, ask), ...more };
}

export function changingOf(
  from: Source,
  kind: 'alert' | 'job',
  more: Partial<ChangingStream> = {},
): ChangingStream {
  return {
    name: `${kind}s`,
    kinds: [kind],
    mode: 'changing',
    page: (ask) => page(from, ask),
    isOpen: (record) =>
      record.kind === 'alert' ? !record.read : record.kind === 'job' && record.status === 'RUNNING',
    ...more,
  };
}

export function platformOf(
  streams: readonly Stream[],
  more: Partial<Platform> & { actions?: Actions } = {},
): Platform {
  return {
    name: 'p',
    kind: 'fake',
    streams,
    actions: {},
    probe: async () => ok('here'),
    close: async () => {},
    ...more,
  };
}

/** Entries `e<n>` at `at`, newest first. */
export function entries(...at: number[]): AuditEntry[] {
  return at.map((time) => entry(`e${time}`, time));
}
