/** What the tests of scans share: a scan in this thread over a folder, and its records by kind. */
import type { Json } from '../../../src/domain/json.ts';
import type { Kind, RecordOf } from '../../../src/domain/record.ts';
import { DAY } from '../../../src/domain/time.ts';
import { LIMITS, type Limits } from '../../../src/platforms/host/limits.ts';
import { runScan, type ScanOrder } from '../../../src/platforms/host/scan.ts';
import type { Scan } from '../../../src/platforms/port.ts';

export interface Look {
  readonly scan: Scan;
  readonly state: Json;
  readonly of: <K extends Kind>(kind: K) => readonly RecordOf<K>[];
  /** `TYPE name` of every alert, sorted. */
  readonly alerts: readonly string[];
  /** Actions of every audit entry, in order. */
  readonly actions: readonly (string | null)[];
  /** A figure by its name. */
  readonly figure: (name: string) => number | undefined;
}

export async function look(
  fileRoot: string,
  wish: Partial<Omit<ScanOrder, 'limits'>> & { readonly limits?: Partial<Limits> } = {},
): Promise<Look> {
  const { limits, ...rest } = wish;
  const order: ScanOrder = {
    platform: 'here',
    fileRoot,
    globs: ['/**/*.{pem,crt,cer,der}'],
    endpoints: [],
    expect: {},
    expiringWithin: 30 * DAY,
    state: null,
    now: Date.now(),
    ...rest,
    limits: { ...LIMITS, handshake: 5_000, ...limits },
  };
  const result = await runScan(order, { signal: new AbortController().signal });
  if (!result.ok) throw new Error(result.failure.what);
  const scan = result.value;
  const of = <K extends Kind>(kind: K) =>
    scan.rows.map(({ record }) => record).filter((record): record is RecordOf<K> => record.kind === kind);
  return {
    scan,
    state: JSON.parse(JSON.stringify(scan.state)) as Json,
    of,
    alerts: of('alert')
      .map(({ type, entity }) => `${type} ${entity?.name}`)
      .sort(),
    actions: of('audit').map(({ action }) => action),
    figure: (name) => of('statistic').find((statistic) => statistic.name === name)?.value,
  };
}
