/** The five likeliest keys for what has the focus. Pure. */
import { cut } from '../../src/domain/cells.ts';
import type { Facts } from '../../stores/facts.ts';
import { KEYS, type KeyRow, keyLabel, type Scope } from '../../stores/keys.ts';
import type { Theme } from '../theme.ts';

const MOST = 5;
/** Keys that count as likely in one pane only. */
const BY_PANE: Readonly<Record<string, readonly string[]>> = {
  alerts: ['read.toggle', 'read.all'],
  jobs: ['export.open'],
  audit: ['export.open'],
  statistics: ['export.open'],
};

export function footerKeys(
  scopes: readonly Scope[],
  facts: Facts,
  rows: readonly KeyRow[] = KEYS,
): readonly (readonly [string, string])[] {
  const [first] = scopes;
  const extra =
    first === 'list' || first === 'figures'
      ? (BY_PANE[facts.pane] ?? [])
      : first === 'text'
        ? ['tab.next', 'back']
        : [];
  const likely = rows.filter(
    (key) =>
      key.keys.length > 0 &&
      scopes.includes(key.scope) &&
      (key.footer !== undefined || extra.includes(key.id)) &&
      (key.when === undefined || key.when(facts) === null),
  );
  const rank = (id: string, footer: number | undefined): number => footer ?? 4 + extra.indexOf(id) / 10;
  return [...likely]
    .sort((a, b) => rank(a.id, a.footer) - rank(b.id, b.footer))
    .slice(0, MOST)
    .map((key) => [keyText(key, rows), key.short ?? key.title] as const);
}

function keyText({ keys: [key = ''], scope, beside }: KeyRow, rows: readonly KeyRow[]): string {
  const other = rows.find((row) => row.scope === scope && row.id === beside)?.keys[0];
  return other === undefined ? keyLabel(key) : `${keyLabel(key)} ${keyLabel(other)}`;
}

export function footerLine(
  theme: Theme,
  keys: readonly (readonly [string, string])[],
  width: number,
): string {
  const plain = keys.map(([key, title]) => `${key} ${title}`).join('   ');
  const line = ` ${plain}`;
  if (line.length > width) return cut(line, width);
  const painted = keys
    .map(([key, title]) => `${theme.paint('accent', key)} ${theme.paint('dim', title)}`)
    .join('   ');
  return ` ${painted}${' '.repeat(width - line.length)}`;
}
