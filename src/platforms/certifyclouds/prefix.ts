/**
 * Where a CertifyClouds answers. One generation of its documentation has paths under `/api`, the other without,
 * and its lists mix both (certifyclouds-docs.pages.dev/api, …/api/endpoints): each path is found by trying.
 */
import type { Failure, FailureCode } from '../../domain/failure.ts';
import type { Http } from '../http.ts';

export const PREFIXES = ['auto', '', '/api'] as const;
export type PrefixSetting = (typeof PREFIXES)[number];

/**
 * Answers that may only mean "not here": something in front may want a log-in for every path there is, or
 * answer with its own page.
 */
const DOUBTFUL: readonly FailureCode[] = [
  'NOT_FOUND',
  'UNAUTHORISED',
  'FORBIDDEN',
  'BAD_RESPONSE',
  'PLATFORM_ERROR',
  'REDIRECTED',
];

/** Asks like `http`, with the prefix each path answers under. */
export function prefixed(http: Pick<Http, 'ask'>, setting: PrefixSetting, baseUrl: string): Http['ask'] {
  if (setting !== 'auto') return (ask) => http.ask({ ...ask, path: setting + ask.path });
  const found = new Map<string, string>();
  // A base_url that ends in /api has the prefix already.
  let likely = baseUrl.endsWith('/api') ? '' : '/api';
  return async (ask) => {
    const known = found.get(ask.path);
    const first = known ?? likely;
    const one = await http.ask({ ...ask, path: first + ask.path });
    if (one.ok) {
      found.set(ask.path, first);
      likely = first;
      return one;
    }
    const doubt = known === undefined ? DOUBTFUL : (['NOT_FOUND'] as const);
    if (!doubt.some((code) => code === one.failure.code)) return one;
    const second = first === '' ? '/api' : '';
    const other = await http.ask({ ...ask, path: second + ask.path });
    if (other.ok) {
      found.set(ask.path, second);
      likely = second;
      return other;
    }
    // The verdict is that of the path that exists.
    const isOther = one.failure.code === 'NOT_FOUND' && !isNoPath(other.failure, found.size > 0);
    return isOther ? other : one;
  };
}

/**
 * Whether an answer under the other prefix only tells of what else lives there: a web page for every path. Once a
 * prefix is `settled`, so does what breaks there, or wants a log-in of its own.
 */
function isNoPath({ code, status = 0 }: Failure, settled: boolean): boolean {
  if (code === 'BAD_RESPONSE' || code === 'REDIRECTED') return true;
  if (code === 'PLATFORM_ERROR') return settled || status < 500;
  return settled && code === 'UNAUTHORISED';
}
