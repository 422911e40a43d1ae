import { resolve } from 'node:path';
import type { Settings } from '../../config/settings.ts';
import { FailureError } from '../../domain/failure.ts';
import { nearest } from '../../domain/nearest.ts';
import type { Kind } from '../../domain/record.ts';
import { SECOND, toIso, utcDate } from '../../domain/time.ts';
import { type ArchiveFormat, archiveFormat } from '../../export/archive/read.ts';
import { dayOrderSetting } from '../../platforms/certinext/settings.ts';
import type { PlatformSettings } from '../../platforms/declaration.ts';
import { usageError } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import type { Context } from '../context.ts';
import { type Imported, importArchive } from '../import-archive.ts';
import { importPortal } from '../import-portal.ts';
import { NOUNS } from '../list.ts';
import { openFor } from '../open-for.ts';
import { settingsFor } from '../settings.ts';

/** The kind of platform whose portal exports what its API does not give. */
const PORTAL = 'certinext';
const BY_FILE = 'auto';
const KINDS = { audit: 'audit', stats: 'statistic' } as const;

export const IMPORT = defineCommand({
  name: 'import',
  about: "Read a portal's Excel or csv export, or an export or archive of certdeck's own, into the cache",
  examples: [
    'certdeck import AuditLogs.xlsx',
    'certdeck import statistics.csv --platform certinext --kind stats',
    'certdeck import prod-audit-2026-03.jsonl.gz',
  ],
  positionals: [
    {
      name: 'FILE',
      required: true,
      about: 'xlsx or csv of the portal; json, jsonl, csv or jsonl.gz of certdeck',
    },
  ],
  options: {
    platform: { type: 'text', value: 'NAME', about: 'whose records these are, where the file does not tell' },
    kind: {
      type: 'choice',
      choices: [BY_FILE, ...Object.keys(KINDS)],
      default: BY_FILE,
      about: `what the file holds; ${BY_FILE} goes by its headings`,
    },
    unverified: { type: 'flag', about: 'take a file of certdeck whose manifest says that it was changed' },
  },
  async run({ options, positionals }, context) {
    const { io, globals } = context;
    const path = resolve(io.cwd, positionals[0] ?? '');
    if (globals['read-only']) {
      throw new FailureError({
        code: 'READ_ONLY',
        what: 'nothing can be imported with --read-only',
        next: 'Leave --read-only out: importing writes into the cache.',
      });
    }
    const kind = options.kind === BY_FILE ? null : KINDS[options.kind as keyof typeof KINDS];
    const settings = await settingsFor(context, { secrets: false });
    if (options.platform !== undefined) checkPlatform(settings, options.platform);
    const format = await archiveFormat(path);
    if (!format.ok) throw new FailureError(format.failure);
    if (format.value !== null) {
      return await fromArchive(settings, context, {
        path,
        format: format.value,
        kind,
        platform: options.platform,
        unverified: options.unverified,
      });
    }
    return await fromPortal(settings, context, {
      path,
      kind,
      platform: options.platform ?? portalOf(settings),
    });
  },
});

interface Asked {
  readonly path: string;
  readonly kind: 'audit' | 'statistic' | null;
}

async function fromArchive(
  settings: Settings,
  context: Context,
  {
    path,
    format,
    kind,
    platform,
    unverified,
  }: Asked & {
    readonly format: ArchiveFormat;
    readonly platform: string | undefined;
    readonly unverified: boolean;
  },
): Promise<number> {
  const { io } = context;
  await using services = await openFor(settings, context);
  const given = { kind: kind as Kind | null, platform: platform ?? null };
  const onRows = progress(context);
  const imported = await importArchive(services.cache, {
    path,
    format,
    given,
    clock: io.clock,
    signal: io.signal,
    onRows,
    unverified,
  });
  tell(context, path, imported, 'records');
  return imported.rows === 0 && imported.rejected > 0 ? 1 : 0;
}

async function fromPortal(
  settings: Settings,
  context: Context,
  { path, kind, platform }: Asked & { readonly platform: string },
): Promise<number> {
  const { io, talk } = context;
  await using services = await openFor(settings, context);
  const onRows = progress(context);
  const imported = await importPortal(services.cache, {
    path,
    platform,
    kind,
    dayOrder: dayOrderOf(settings, platform),
    clock: io.clock,
    signal: io.signal,
    onRows,
  });
  const { reading } = imported;
  tell(context, path, imported, NOUNS[reading.kind]);
  const { covered, notes } = reading;
  if (covered !== null && reading.kind === 'audit') {
    talk.say(
      `  ${platform}: covered from ${toIso(covered.from)} to ${toIso(covered.to)}, as far as the export was not filtered`,
    );
  }
  if (covered !== null && reading.kind === 'statistic')
    talk.say(`  ${platform}: figures of ${utcDate(covered.from)}`);
  for (const note of notes) talk.say(`  ${note}`);
  if (imported.rejected > 0) talk.say('  `certdeck platforms` tells why rows were set aside.');
  return imported.rows === 0 && imported.rejected > 0 ? 1 : 0;
}

function tell({ talk }: Context, path: string, imported: Imported, noun: string): void {
  const { rows, added, changed, kept, rejected, older } = imported;
  const known = rows - added - changed - kept - older;
  const parts = [
    `${added} new`,
    ...(changed > 0 ? [`${changed} changed`] : []),
    ...(known > 0 ? [`${known} known already`] : []),
    ...(kept > 0 ? [`${kept} left as the platform delivered them`] : []),
    ...(older > 0 ? [`${older} older than retention keeps, not taken`] : []),
    ...(rejected > 0 ? [`${rejected} rows set aside`] : []),
  ];
  talk.say(`${path}: ${rows} ${noun} read: ${parts.join(', ')}`);
}

function checkPlatform({ platforms }: Settings, name: string): void {
  const names = platforms.map((platform) => platform.name);
  if (names.includes(name) || names.length === 0) return;
  const near = nearest(name, names);
  const next = near === null ? `Configured: ${names.join(', ')}.` : `Did you mean ${JSON.stringify(near)}?`;
  throw usageError(`there is no platform ${JSON.stringify(name)}`, next);
}

function dayOrderOf({ platforms }: Settings, name: string) {
  const settings = platforms.find((platform) => platform.name === name);
  return settings === undefined ? null : dayOrderSetting(settings);
}

/** The one platform a portal's export can be of; a USAGE failure where there is none, or several. */
function portalOf({ platforms }: Settings): string {
  const portals = platforms.filter(({ kind }: PlatformSettings) => kind === PORTAL);
  const [only] = portals;
  if (only !== undefined && portals.length === 1) return only.name;
  const names = (portals.length > 0 ? portals : platforms).map(({ name }) => name);
  throw usageError(
    portals.length > 0
      ? 'the file does not tell which platform it is of'
      : `no ${PORTAL} platform is configured`,
    names.length === 0 ? 'Write --platform NAME.' : `Write --platform with one of ${names.join(', ')}.`,
  );
}

/** Tells how far it is every two seconds. */
function progress({ talk, io }: Context): (rows: number) => void {
  let told = io.clock();
  return (rows) => {
    if (io.clock() - told < 2 * SECOND) return;
    told = io.clock();
    talk.say(`${rows} rows ...`);
  };
}
