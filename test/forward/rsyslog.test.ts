/** Syslog to a receiver we did not write: Debian's rsyslog, where it is installed. */
import { afterAll, expect, test } from 'vitest';
import type { Json } from '../../src/domain/json.ts';
import { openTarget, realWait } from '../../src/forward/open.ts';
import { SYSLOG } from '../../src/forward/syslog/kind.ts';
import { audit, NOW, page } from '../cache/records.ts';
import { openIssuer } from '../platforms/host/openssl.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { rig, SETTINGS } from './support/rig.ts';
import { hasTlsDriver, killRsyslogs, type Rsyslog, rsyslogd, startRsyslog } from './support/rsyslog.ts';

afterAll(killRsyslogs);

const COUNT = 3_000;
const HOSTILE = [
  'a\nb',
  '"]\\',
  '\u0000\u001b[31m',
  '🔥é漢',
  '<13>1 - - - - - -',
  '123 <1>',
  'x'.repeat(3_000),
];

async function certificates(folder: string) {
  const issue = await openIssuer(folder);
  const ca = await issue({ subject: '/CN=test CA', ca: true });
  return {
    ca,
    leaf: await issue({ subject: '/CN=logs.example.com', san: 'DNS:logs.example.com', issuer: ca }),
  };
}

const idsIn = (lines: readonly string[]): ReadonlySet<string> =>
  new Set(
    lines.flatMap(
      (line) => /^110 certdeck audit \[certdeck@32473 id="([0-9a-f]{32})" /.exec(line)?.[1] ?? [],
    ),
  );

for (const { how, framing, secure } of [
  { how: 'over TCP, counted', framing: 'octet-counting', secure: false },
  { how: 'over TCP, by line feeds', framing: 'lf', secure: false },
  { how: 'over TLS', framing: 'octet-counting', secure: true },
] as const) {
  test.skipIf(rsyslogd === null || (secure && !hasTlsDriver()))(
    `rsyslog gets everything ${how}, though it is stopped and started on the way`,
    async () => {
      const folder = temporaryFolder('rsyslog');
      const tls = secure ? await certificates(`${folder}/tls`) : null;
      const asked = tls === null ? {} : { tls };
      let running: Rsyslog = await startRsyslog(rsyslogd ?? '', folder, asked);
      const { port } = running;
      const values: Record<string, Json> = {
        ...Object.fromEntries(SYSLOG.settings.map((setting) => [setting.name, setting.default ?? null])),
        ...{ host: '127.0.0.1', port, framing, transport: secure ? 'tls' : 'tcp' },
        ...(tls === null ? {} : { ca_file: tls.ca.file, server_name: 'logs.example.com' }),
      };
      const settings = { ...SETTINGS, kind: 'syslog', values };
      const tools = { clock: Date.now, log: () => {}, pathOf: (path: string) => path, wait: realWait };
      const { cache, run } = rig();
      for (let from = 0; from < COUNT; from += 500) {
        const entries = Array.from({ length: 500 }, (_, at) =>
          audit({
            id: `e${from + at}`,
            timestamp: NOW + from + at,
            severity: 'info',
            description: HOSTILE[at % HOSTILE.length] ?? null,
          }),
        );
        await cache.commit(page(entries, { at: NOW + from }));
      }
      const opened = openTarget(settings, tools);
      const sentIds = new Set<string>();
      const target = {
        ...opened,
        limits: { events: 250, bytes: opened.limits.bytes },
        async send(...[batch, signal]: Parameters<typeof opened.send>) {
          for (const { event } of batch) sentIds.add(event.id);
          return opened.send(batch, signal);
        },
      };
      // It stays away until that is noticed: of one that is back before the next batch nobody can tell that it was gone.
      let stopped: Promise<void> | null = null;
      let restart: Promise<void> | null = null;
      const ended = await run(target, {
        settings,
        tools: { ...tools, wait: (ms, signal) => realWait(Math.min(ms, 50), signal) },
        onState: ({ sent, phase }) => {
          if (sent >= 1_000 && phase.kind === 'sending') stopped ??= running.stop();
          if (stopped === null || phase.kind !== 'failed') return;
          restart ??= stopped.then(async () => {
            running = await startRsyslog(rsyslogd ?? '', folder, { ...asked, port });
          });
        },
      });
      expect(restart).not.toBeNull();
      await restart;
      expect(ended).toMatchObject({ sent: COUNT, refused: 0, failure: null });
      expect(sentIds.size).toBe(COUNT);
      await running.stop();
      const lines = running.lines();
      const come = idsIn(lines);
      expect([...sentIds].filter((id) => !come.has(id))).toEqual([]);
      for (const line of lines.slice(0, 50)) {
        const json = line.slice(line.indexOf('{'));
        expect(HOSTILE).toContain((JSON.parse(json) as { description: string }).description);
      }
    },
  );
}

test.runIf(rsyslogd === null)('rsyslog is not installed: the strict receiver alone is asked', () => {
  expect(rsyslogd).toBeNull();
});
