import type { PlatformKind, PlatformSettings, PlatformTools } from '../declaration.ts';
import type { Platform, ScanStream } from '../port.ts';
import { LIMITS } from './limits.ts';
import { probe } from './probe.ts';
import type { ScanOrder } from './scan.ts';
import { scanApart } from './scan-apart.ts';
import { hostSettings, SETTINGS } from './settings.ts';

/** This machine as a platform: its certificate files and the TLS servers it can reach. */
export const HOST: PlatformKind = {
  kind: 'host',
  about: 'The certificate files of this machine and the TLS servers it can reach; needs no account.',
  hasBaseUrl: false,
  brings: ['alert', 'job'],
  settings: SETTINGS,
  credential: null,
  create,
};

function create(settings: PlatformSettings, tools: PlatformTools): Platform {
  const { interval, globs, endpoints, expect } = hostSettings(settings);
  const closing = new AbortController();
  const order: Omit<ScanOrder, 'state' | 'now'> = {
    platform: settings.name,
    fileRoot: tools.fileRoot ?? '/',
    globs,
    endpoints,
    expect,
    expiringWithin: settings.expiringWithin,
    limits: LIMITS,
  };
  const stream: ScanStream = {
    mode: 'scan',
    name: 'scan',
    kinds: ['alert', 'job', 'audit', 'statistic'],
    interval,
    scan({ state, now, signal, onStep }) {
      tools.log(`${settings.name}: scanning ${globs.length} globs, ${endpoints.length} endpoints`);
      const run = { signal: AbortSignal.any([signal, closing.signal]), ...(onStep && { onStep }) };
      return scanApart({ ...order, state, now }, run);
    },
  };
  return {
    name: settings.name,
    kind: HOST.kind,
    streams: [stream],
    actions: {},
    probe: (signal) => probe(order, AbortSignal.any([signal, closing.signal])),
    async close() {
      closing.abort();
    },
  };
}
