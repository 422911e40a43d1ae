/** What a record is about, by the names it gives: what ties other records to it, and the query for them. Pure. */
import type { Row } from '../../src/cache/ask.ts';
import { isObject, type Json } from '../../src/domain/json.ts';
import type { AnyRecord, Named } from '../../src/domain/record.ts';

/** What two records have in common: `certificate`, `request`, `job`, `agent`, or another type of thing; `rests on` is what a rule derived the record from. */
export type Relation = string;

/** The closest first: of one certificate there are few records, of one agent there are thousands. */
const ORDER: readonly Relation[] = ['certificate', 'request', 'job', 'agent'];

/** Records that share the same thing with the one in front, newest first. */
export interface RelatedGroup {
  readonly relation: Relation;
  readonly rows: readonly Row[];
  /** Whether there are more than these. */
  readonly more: boolean;
}

export interface Tie {
  readonly relation: Relation;
  readonly names: readonly string[];
}

/** Members of a document that name something other records are about, and what they name. */
const NAMING: readonly (readonly [RegExp, Relation])[] = [
  [/^(?:previous|new)?(?:certificate|serial)[a-z]*(?:id|number|fingerprint)$/i, 'certificate'],
  [/^(?:external)?(?:request|order|enrol?lment)[a-z]*(?:id|number)$/i, 'request'],
  [/^job(?:id|number)$/i, 'job'],
  [/^agent[a-z]*(?:id|number)$/i, 'agent'],
];
const DEEPEST = 3;
const MOST_NAMES = 12;
/** From this length on an id is so particular that finding it anywhere in a record means that record. */
const TELLING = 8;

type Naming = readonly [relation: Relation, name: string | null];

/** The things a record names, the closest first, each name once. */
export function tiesOf(record: AnyRecord): readonly Tie[] {
  const seen = new Map<string, Relation>();
  for (const [relation, name] of namedBy(record)) {
    if (name !== null && name !== '' && seen.size < MOST_NAMES && !seen.has(name)) seen.set(name, relation);
  }
  const found = [...new Set(seen.values())];
  const rank = (relation: Relation): number =>
    (ORDER.indexOf(relation) + ORDER.length + 1) % (ORDER.length + 1);
  return found
    .sort((a, b) => rank(a) - rank(b))
    .map((relation) => ({
      relation,
      names: [...seen].flatMap(([name, of]) => (of === relation ? [name] : [])),
    }));
}

function namedBy(record: AnyRecord): readonly Naming[] {
  switch (record.kind) {
    case 'alert':
      return ofThing(record.entity);
    case 'job':
      return [
        ['certificate', record.certificateId],
        ['request', record.externalRequestId],
        ['job', record.id],
        ...namesIn(record.payload),
        ...namesIn(record.output),
      ];
    case 'audit':
      return [...ofThing(record.resource), ...namesIn(record.details)];
    case 'statistic':
      return [];
  }
}

function ofThing(thing: Named | null): readonly Naming[] {
  const type = thing?.type?.toLowerCase() ?? 'entity';
  const relation = ORDER.find((one) => type.includes(one)) ?? type.replaceAll('_', ' ');
  return [
    [relation, thing?.id ?? null],
    [relation, thing?.name ?? null],
  ];
}

function namesIn(value: Json, depth = 0): readonly Naming[] {
  if (!isObject(value) || depth > DEEPEST) return [];
  return Object.entries(value).flatMap(([key, member]): readonly Naming[] => {
    if (typeof member !== 'string') return namesIn(member, depth + 1);
    const [, relation] = NAMING.find(([pattern]) => pattern.test(key)) ?? [];
    return relation === undefined ? [] : [[relation, member]];
  });
}

const quoted = (text: string): string => JSON.stringify(text);

/** The query for records that name one of these. */
export function tieQuery(names: readonly string[]): string {
  return names
    .flatMap((name) => [`entity=${quoted(name)}`, ...(name.length >= TELLING ? [quoted(name)] : [])])
    .join(' OR ');
}

/** The query for records about any of the same things; null when the record names none. */
export function relatedQuery(record: AnyRecord): string | null {
  const ties = tiesOf(record);
  return ties.length === 0 ? null : tieQuery(ties.flatMap(({ names }) => names));
}
