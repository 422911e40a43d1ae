/**
 * The figures that are known by name whichever platform reports them: what the published Overall Statistics of
 * a portal covers (docs.certinext.io, Reports and Exports), and others that several platforms share.
 */

export const FIGURE_GROUPS = [
  { id: 'certificates', title: 'Certificates' },
  { id: 'endpoints', title: 'Endpoints and discovery' },
  { id: 'keys', title: 'Keys' },
  { id: 'templates', title: 'Templates and profiles' },
] as const;
export type FigureGroup = (typeof FIGURE_GROUPS)[number]['id'];

export interface KnownFigure {
  readonly name: string;
  readonly group: FigureGroup;
  readonly unit: string;
  /** Which way is good news; null where neither is. */
  readonly better: 'more' | 'less' | null;
  /** Whether no two platforms can count the same thing, as two may well see one certificate or tell of one scan. */
  readonly adds: boolean;
  /** What else it is called, folded by `foldFigure`. */
  readonly synonyms: readonly string[];
  /** Shown even where no platform reports it. */
  readonly expected: boolean;
}

type Row = readonly [name: string, better: KnownFigure['better'], ...synonyms: readonly string[]];
interface Block {
  readonly group: FigureGroup;
  readonly unit: string;
  readonly adds?: boolean;
  readonly expected?: boolean;
  readonly rows: readonly Row[];
}

/** In the order they are shown. */
const BLOCKS: readonly Block[] = [
  {
    group: 'certificates',
    unit: 'certificates',
    expected: true,
    rows: [
      ['Discovered certificates', null, 'discovered'],
      ['Configured certificates', 'more', 'configured'],
      [
        'Non-configured certificates',
        'less',
        'non configured',
        'not configured',
        'unconfigured certificates',
        'unconfigured',
        'not configured certificates',
      ],
      // Where a platform counts its orders as well, the portal's own count has a name of its own.
      ['Issued certificates', null, 'issued', 'issued certificates portal'],
      ['Deployed certificates', 'more', 'deployed'],
      ['Revoked certificates', null, 'revoked', 'revoked certificates portal'],
      ['Rotated certificates', 'more', 'rotated'],
      ['Retired certificates', null, 'retired'],
      ['Vulnerable certificates', 'less', 'vulnerable'],
    ],
  },
  {
    group: 'certificates',
    unit: 'certificates',
    rows: [
      ['Expired certificates', 'less', 'expired'],
      ['Expiring certificates', 'less', 'expiring'],
    ],
  },
  {
    group: 'endpoints',
    unit: 'endpoints',
    expected: true,
    rows: [
      ['Scanned endpoints', null, 'endpoints scanned'],
      ['Protected endpoints', 'more'],
      ['Unprotected endpoints', 'less', 'un protected endpoints'],
    ],
  },
  { group: 'endpoints', unit: 'endpoints', rows: [['Unreachable endpoints', 'less']] },
  { group: 'endpoints', unit: 'scans', rows: [['Discovery scans completed', null]] },
  {
    group: 'keys',
    unit: 'keys',
    expected: true,
    rows: [
      ['Total number of keys', null, 'total keys', 'number of keys', 'keys'],
      ['Symmetric keys', null, 'symmetric key count', 'symmetric keys count', 'symmetric'],
      ['Asymmetric keys', null, 'asymmetric key count', 'asymmetric keys count', 'asymmetric'],
      ['Key usage', 'more', 'key usage statistics'],
      ['Rotated keys', 'more', 'key rotation', 'key rotation statistics', 'keys rotated'],
    ],
  },
  // A template or a profile is set up in one platform and is nobody else's.
  {
    group: 'templates',
    unit: 'templates',
    adds: true,
    expected: true,
    rows: [
      ['CSR templates', null, 'csr template'],
      ['Provisioning templates', null, 'provisioning template'],
    ],
  },
  {
    group: 'templates',
    unit: 'profiles',
    adds: true,
    expected: true,
    rows: [['Key profiles', null, 'key profile']],
  },
  {
    group: 'templates',
    unit: 'templates',
    adds: true,
    expected: true,
    rows: [['Email templates', null, 'e mail templates', 'email template']],
  },
];

export const KNOWN_FIGURES: readonly KnownFigure[] = BLOCKS.flatMap(
  ({ group, unit, adds = false, expected = false, rows }) =>
    rows.map(([name, better, ...synonyms]) => ({ name, group, unit, better, adds, synonyms, expected })),
);

/** Lower case, words alone: what two spellings of a name have in common. */
export const foldFigure = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const BY_NAME = new Map<string, KnownFigure>(
  KNOWN_FIGURES.flatMap((figure) =>
    [foldFigure(figure.name), ...figure.synonyms].map((text): [string, KnownFigure] => [text, figure]),
  ),
);

/** The figure a label stands for; counting words around it do not matter. */
export function figureLabelled(label: string): KnownFigure | null {
  const text = foldFigure(label).replace(/ counts$/, ' count');
  const bare = text
    .replace(/^(?:total (?:number of |no of )?|number of |no of |count of )/, '')
    .replace(/ (?:count|total)$/, '');
  return BY_NAME.get(text) ?? BY_NAME.get(bare) ?? null;
}

/** The figure a platform's own is under another name: only one of the same group passes for it. */
export function knownFigure(name: string, category: string): KnownFigure | null {
  const found = figureLabelled(name);
  return found?.group === groupOfCategory(category) ? found : null;
}

export const groupTitle = (id: FigureGroup): string =>
  FIGURE_GROUPS.find((group) => group.id === id)?.title ?? id;

/** Which group the figures of a category belong to; null where it is none of them. */
export function groupOfCategory(category: string): FigureGroup | null {
  const text = foldFigure(category);
  return FIGURE_GROUPS.find(({ id, title }) => text === id || text === foldFigure(title))?.id ?? null;
}
