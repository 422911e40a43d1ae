/** CERTInext (eMudhra): orders as jobs, certificates that run out, figures and the ledger, by API v2. */
import { ok, type Result } from '../../domain/failure.ts';
import { DAY, MINUTE } from '../../domain/time.ts';
import type { PlatformKind } from '../declaration.ts';
import { createHttp, type Http } from '../http.ts';
import { inTurn } from '../in-turn.ts';
import type { ChangingStream, LogStream } from '../port.ts';
import { bearer } from '../session.ts';
import { springPager } from '../spring-list.ts';
import { FIRST_PAGE } from '../spring-paging.ts';
import { certificateScan } from './certificate-scan.ts';
import { domainScan } from './domain-scan.ts';
import { exportStreams } from './exports/streams.ts';
import { ledgerMapper } from './ledger.ts';
import { ORDER_ID, orderJob, type ReadStatus } from './order.ts';
import { LEDGER, ORDERS, type ReadReport, reportReader } from './report.ts';
import { clientSession } from './session.ts';
import { readSettings, SETTINGS } from './settings.ts';

/**
 * Orders that nobody approves stay open for ever, and drift to the end of the list: a poll goes after those of the
 * last days, a sweep after all.
 */
const POLLED_FOR = 7 * DAY;

export const CERTINEXT: PlatformKind = {
  kind: 'certinext',
  about: 'CERTInext: orders, expiring certificates, the ledger, and exports of the portal',
  hasBaseUrl: true,
  settings: SETTINGS,
  credential: 'client_secret',
  create(settings, tools) {
    const { name: platform, expiringWithin, pollInterval } = settings;
    const { account, secret, scope, perMinute, folder, dayOrder, statusOf } = readSettings(settings);
    const { clock } = tools;
    const session = clientSession({ platform, account, secret, scope, clock, http: () => http });
    const http: Http = createHttp({
      platform,
      baseUrl: settings.baseUrl,
      credential: bearer({ setting: 'client_secret', secret }, session),
      // There are limits; their numbers are not published.
      limits: perMinute === null ? [] : [{ requests: perMinute, per: MINUTE }],
      tools,
    });
    const asking = inTurn(http);
    const read = reportReader(platform, asking);
    return {
      name: platform,
      kind: 'certinext',
      streams: [
        orderStream(platform, read, statusOf),
        certificateScan({ platform, read, statusOf, expiringWithin }),
        domainScan(platform, asking),
        ledgerStream(platform, read),
        ...exportStreams({ platform, folder, interval: pollInterval, dayOrder }),
      ],
      actions: {},
      probe: async (signal) => probe(read, signal),
      close: async () => http.close(),
    };
  },
};

function orderStream(platform: string, read: ReadReport, statusOf: ReadStatus): ChangingStream {
  return {
    name: 'orders',
    kinds: ['job'],
    mode: 'changing',
    page: springPager({
      read: (cursor, signal) => read({ report: ORDERS, cursor, signal }),
      idPointer: ORDER_ID,
      mapper: () => (row) => orderJob(platform, statusOf, row),
      times: ['scheduledAt'],
    }),
    isOpen: (record) => record.kind === 'job' && (record.status === 'QUEUED' || record.status === 'RUNNING'),
    isPolled: (record, now) =>
      record.kind === 'job' && record.scheduledAt !== null && now - record.scheduledAt < POLLED_FOR,
  };
}

function ledgerStream(platform: string, read: ReadReport): LogStream {
  return {
    name: 'ledger',
    kinds: ['audit'],
    mode: 'log',
    optional: true,
    page: springPager({
      read: (cursor, signal) => read({ report: LEDGER, cursor, signal }),
      idPointer: '',
      mapper: () => ledgerMapper(platform),
      times: ['timestamp'],
    }),
  };
}

/** One order proves address, credentials and right to read; gives how many there are. */
async function probe(read: ReadReport, signal: AbortSignal): Promise<Result<string>> {
  const page = await read({ report: ORDERS, cursor: FIRST_PAGE, size: 1, signal });
  if (!page.ok) return page;
  return ok(`CERTInext answered: the account holds ${page.value.total ?? 'an unknown number of'} orders.`);
}
