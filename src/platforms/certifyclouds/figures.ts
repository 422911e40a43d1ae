/** What CertifyClouds has counted: assets by type and state, vaults, the compliance score. */
import { fail, ok, type Result } from '../../domain/failure.ts';
import { HOUR } from '../../domain/time.ts';
import type { Http } from '../http.ts';
import { ifOffered } from '../if-offered.ts';
import type { ScanAsk, ScanStream } from '../port.ts';
import { type Figure, takeSnapshots } from '../snapshot.ts';
import { readObject } from './envelope.ts';
import { LIMIT, readList } from './list-stream.ts';

/** Figures of a day need no poll each minute, and requests are few. */
const INTERVAL = HOUR;
/** Pages counted where a list does not say how long it is; more is no inventory one could count by reading. */
const MOST_PAGES = 100;

interface AssetFigure {
  readonly category: string;
  readonly name: string;
  readonly unit: string;
  readonly type: string;
  /** States whose counts add up; absent: all. */
  readonly states?: readonly string[];
}

const EXPIRING = ['warning', 'critical'];
const ASSETS: readonly AssetFigure[] = [
  { category: 'Certificates', name: 'Discovered certificates', unit: 'certificates', type: 'certificate' },
  {
    category: 'Certificates',
    name: 'Expired certificates',
    unit: 'certificates',
    type: 'certificate',
    states: ['expired'],
  },
  {
    category: 'Certificates',
    name: 'Expiring certificates',
    unit: 'certificates',
    type: 'certificate',
    states: EXPIRING,
  },
  { category: 'Keys', name: 'Total number of keys', unit: 'keys', type: 'key' },
  { category: 'Secrets', name: 'Secrets', unit: 'secrets', type: 'secret' },
  { category: 'Secrets', name: 'Expired secrets', unit: 'secrets', type: 'secret', states: ['expired'] },
  { category: 'Secrets', name: 'Expiring secrets', unit: 'secrets', type: 'secret', states: EXPIRING },
];

const ASSET_LIST = { path: '/assets/discovery/assets', asked: 'the list of assets', optional: true };
const VAULT_LIST = { path: '/assets/discovery/vaults', asked: 'the list of vaults', optional: true };

type Read = (look: {
  readonly signal: AbortSignal;
  readonly step: (done: number) => void;
}) => Promise<Result<readonly Figure[]>>;

/** Each a stream of its own, so that a deployment without one of them still gives the others. */
export function figureStreams(platform: string, ask: Http['ask']): readonly ScanStream[] {
  async function count(
    list: typeof ASSET_LIST,
    query: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Result<number>> {
    let counted = 0;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const got = await readList(platform, ask, list, { ...query, limit: LIMIT, offset: counted }, signal);
      if (!got.ok) return got;
      const { rows, total } = got.value;
      if (total !== null) return ok(total);
      counted += rows.length;
      // More than was asked for means that it knows no pages.
      if (rows.length !== LIMIT) return ok(counted);
    }
    return ok(counted);
  }

  const assets: Read = async ({ signal, step }) => {
    const figures: Figure[] = [];
    for (const [index, { category, name, unit, type, states = [null] }] of ASSETS.entries()) {
      let value = 0;
      for (const status of states) {
        const counted = await count(ASSET_LIST, status === null ? { type } : { type, status }, signal);
        if (!counted.ok) return counted;
        value += counted.value;
      }
      figures.push({ category, name, value, unit });
      step((index + 1) / ASSETS.length);
    }
    return ok(figures);
  };

  const vaults: Read = async ({ signal }) => {
    const counted = await count(VAULT_LIST, {}, signal);
    if (!counted.ok) return counted;
    return ok([
      { category: 'Endpoints and discovery', name: 'Vaults', value: counted.value, unit: 'vaults' },
    ]);
  };

  const compliance: Read = async ({ signal }) => {
    const answered = await ask({ path: '/compliance/score', asked: 'the compliance score', signal });
    if (!answered.ok) return ifOffered(answered);
    const figures = scoreFigures(answered.value);
    return figures.length > 0 ? ok(figures) : fail(noScore(platform));
  };

  const stream = (name: string, read: Read): ScanStream => ({
    name,
    kinds: ['statistic'],
    mode: 'scan',
    optional: true,
    interval: INTERVAL,
    scan: async (look: ScanAsk) => {
      const step = (done: number) => look.onStep?.(Math.round(done * 100), 100);
      const got = await read({ signal: look.signal, step });
      if (!got.ok) return got;
      const { statistics, state } = takeSnapshots(platform, got.value, look.state, look.now);
      const rows = statistics.map((record) => ({ record, raw: null }));
      return ok({ rows, rejected: [], retired: [], state });
    },
  });

  return [stream('assets', assets), stream('vaults', vaults), stream('compliance', compliance)];
}

const SCORES = [
  ['score', 'Compliance score', '%'],
  ['passed', 'Compliance checks passed', 'checks'],
  ['failed', 'Compliance checks failed', 'checks'],
  ['total', 'Compliance checks', 'checks'],
] as const;
const VIOLATIONS = ['critical', 'high', 'medium', 'low'] as const;

/** `{score, passed, failed, total, bySeverity: {critical, high, medium, low}}`; what is missing is left out. */
function scoreFigures(body: unknown): readonly Figure[] {
  const score = readObject(body) ?? {};
  const by = readObject(score.bySeverity ?? score.by_severity) ?? {};
  return [
    ...SCORES.map(([field, name, unit]) => ({ name, unit, value: score[field] })),
    ...VIOLATIONS.map((severity) => ({
      name: `Violations of ${severity} severity`,
      unit: 'violations',
      value: by[severity],
    })),
  ].flatMap(({ name, unit, value }) =>
    typeof value === 'number' && Number.isFinite(value)
      ? [{ category: 'Compliance', name, unit, value }]
      : [],
  );
}

function noScore(platform: string) {
  return {
    code: 'BAD_RESPONSE' as const,
    what: `${platform}: the compliance score was not answered as documented`,
    cause: 'It answered with JSON that has no score.',
    next: 'Nothing to do: everything else of this platform is read without it.',
    where: platform,
  };
}
