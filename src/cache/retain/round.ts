/**
 * Retention in small steps, each a transaction of a few milliseconds: first what is claimed to be held is cut, then
 * what is older goes, the oldest first, then what was derived from it, then the pages it leaves. A round that is cut
 * anywhere leaves a true cache; the next one goes on.
 */
import type { Database } from 'better-sqlite3';
import { isObject, type Json } from '../../domain/json.ts';
import type { Kind } from '../../domain/record.ts';
import { BOUNDED_KINDS, type BoundedKind, edgeOf } from '../../domain/retention.ts';
import { takeBack } from '../outbox.ts';
import type { RecordWriters } from '../record-writers.ts';
import { regionOf } from '../row-key.ts';
import { prepared } from '../statements.ts';
import type { Keeping, Retained } from '../stored.ts';
import { dropCases, dropPeople, dropSubjects } from './cases.ts';
import { cutCoverage, type Edge, type Edges, keptFrom, readEdges, writeEdges } from './edges.ts';
import { type ByKind, excessOf, weightsOf } from './excess.ts';
import { type Candidate, oldestOf, stayingOf } from './oldest.ts';

/** Milliseconds after which a step ends. */
const STEP = 4;
/** Records between two looks at the clock. */
const AT_ONCE = 8;

const PHASES = ['begin', 'age', 'size', 'cases', 'subjects', 'people', 'pages'] as const;
type Phase = (typeof PHASES)[number];

/** Where a round has got to; what it means is for the phase to know. */
interface Place {
  readonly phase: Phase;
  readonly kind?: BoundedKind;
  /** The row up to which everything was looked at, by kind. */
  readonly rows?: ByKind;
  /** Bytes of a record by kind, as they were when the round came to sizes. */
  readonly weights?: ByKind;
  readonly after?: Json;
  /** Records the round has taken out. */
  readonly removed?: number;
}

interface Round {
  readonly db: Database;
  readonly writers: RecordWriters;
  readonly keeping: Keeping;
  readonly now: number;
  /** Whether the step has to end. */
  readonly due: () => boolean;
}

interface Done {
  readonly removed: number;
  readonly next: Place | null;
}

/** Whether what is left of a round is to give pages back, which no transaction can do. */
export function isAtPages(at: Json): boolean {
  return placeOf(at).phase === 'pages';
}

/** One step; `at` is where the one before ended, null to begin a round. To be called in a transaction. */
export function retainStep(
  db: Database,
  writers: RecordWriters,
  keeping: Keeping,
  now: number,
  at: Json,
): Retained {
  const began = performance.now();
  const round: Round = { db, writers, keeping, now, due: () => performance.now() - began > STEP };
  let place: Place | null = placeOf(at);
  let removed = 0;
  do {
    const done: Done = STEPS[place.phase](round, place);
    removed += done.removed;
    place = done.next === null ? null : { ...done.next, removed: (place.removed ?? 0) + done.removed };
    // Counts are written with the transaction: what comes next has to see them.
  } while (place !== null && removed === 0 && place.phase !== 'pages' && !round.due());
  return { removed, next: place as Json };
}

function placeOf(at: Json): Place {
  const phase = isObject(at) ? PHASES.find((name) => name === at.phase) : undefined;
  return phase === undefined ? { phase: 'begin' } : ({ ...(at as object), phase } as Place);
}

const STEPS: Readonly<Record<Phase, (round: Round, place: Place) => Done>> = {
  begin(round) {
    // Where nothing has bounds, nothing is left of what had.
    return to(setEdges(round) ? { phase: 'age', kind: BOUNDED_KINDS[0] } : null);
  },
  age(round, { kind = BOUNDED_KINDS[0], rows = {} }) {
    const edge = keptFrom(readEdges(round.db, round.keeping.platform), kind);
    const before = regionOf(edge).first;
    const done = Number.isFinite(edge) ? drop(round, kind, { after: rows[kind] ?? -1, before, edge }) : null;
    if (done !== null && done.upTo !== null)
      return { removed: done.removed, next: { phase: 'age', kind, rows: { [kind]: done.upTo } } };
    const next = BOUNDED_KINDS[BOUNDED_KINDS.indexOf(kind) + 1];
    const place: Place = next === undefined ? { phase: 'size' } : { phase: 'age', kind: next };
    return { removed: done?.removed ?? 0, next: place };
  },
  size(round, place) {
    const weights = place.weights ?? weightsOf(round);
    const excess = excessOf(round, weights, place.rows ?? {});
    if (excess === null) return to({ phase: 'cases' });
    const { kind, most, before } = excess;
    const edge = Number.POSITIVE_INFINITY;
    const done = drop(round, kind, { after: place.rows?.[kind] ?? -1, before, edge, most });
    const upTo = done.upTo ?? Number.MAX_SAFE_INTEGER;
    if (done.last !== null) moveEdge(round, kind, Math.floor(done.last) + 1);
    return {
      removed: done.removed,
      next: { phase: 'size', weights, rows: { ...place.rows, [kind]: upTo } },
    };
  },
  cases: ({ db, writers, keeping, due }, { after }) => {
    const rest = dropCases(db, writers, keeping.platform, { after: after ?? null, due });
    return to(rest === null ? { phase: 'subjects' } : { phase: 'cases', after: rest });
  },
  subjects: ({ db, keeping }, { after }) => {
    const rest = dropSubjects(db, keeping.platform, after ?? null);
    return to(rest === null ? { phase: 'people' } : { phase: 'subjects', after: rest });
  },
  people: ({ db, keeping }, { after }) => {
    const rest = dropPeople(db, keeping.platform, after ?? null);
    return to(rest === null ? { phase: 'pages' } : { phase: 'people', after: rest });
  },
  pages: () => to(null),
};

const to = (next: Place | null): Done => ({ removed: 0, next });

/** Says from when on what is kept, before anything goes; false where everything is. */
function setEdges({ db, writers, keeping, now }: Round): boolean {
  const { platform, all } = keeping;
  const before = readEdges(db, platform);
  const edges: Partial<Record<Kind, Edge>> = {};
  for (const kind of BOUNDED_KINDS) {
    const bounds = keeping.kinds[kind];
    if (bounds === undefined) continue;
    const { age, records, bytes } = bounds;
    const by = JSON.stringify([records, bytes, all.records, all.bytes]);
    // What was dropped for its size is dropped until the bounds are others.
    const size = before[kind]?.by === by ? (before[kind]?.size ?? null) : null;
    edges[kind] = { age: age === null ? null : edgeOf(age, now), size, by };
  }
  const any = Object.keys(edges).length > 0;
  if (JSON.stringify(edges) === JSON.stringify(before)) return any;
  writeEdges(db, platform, edges);
  cutCoverage(db, platform, edges);
  writers.touchOnly([], platform);
  return any;
}

function moveEdge({ db, keeping: { platform } }: Round, kind: BoundedKind, size: number): void {
  const before = readEdges(db, platform);
  const edge = before[kind];
  if (edge === undefined || (edge.size ?? Number.NEGATIVE_INFINITY) >= size) return;
  const edges: Edges = { ...before, [kind]: { ...edge, size } };
  writeEdges(db, platform, edges);
  cutCoverage(db, platform, edges);
}

interface Stretch {
  readonly after: number;
  readonly before: number;
  /** Records of this instant and later stay: a key may lie before its time. */
  readonly edge: number;
  readonly most?: number;
}

interface Dropped {
  readonly removed: number;
  /** Up to which row all were looked at; null when there are no more. */
  readonly upTo: number | null;
  /** The time of the last one taken out. */
  readonly last: number | null;
}

function drop({ db, writers, keeping: { platform }, due }: Round, kind: Kind, stretch: Stretch): Dropped {
  const { after, before, edge, most = Number.POSITIVE_INFINITY } = stretch;
  const { candidates, upTo } = oldestOf(db, kind, platform, after, before);
  const stays = stayingOf(db, kind, platform);
  const gone: Candidate[] = [];
  let looked = upTo;
  for (const [index, candidate] of candidates.entries()) {
    if (gone.length >= most || (index % AT_ONCE === 0 && index > 0 && due())) {
      looked = candidate.row - 1;
      break;
    }
    if (candidate.time >= edge || stays(candidate)) continue;
    writers.of(kind).remove(candidate.row, 'dropped');
    prepared(db, 'DELETE FROM evidence WHERE row = ? AND kind = ?').run(candidate.row, kind);
    gone.push(candidate);
  }
  if (gone.length > 0) writers.touch(kind, platform, -gone.length, 0);
  if (kind === 'alert' && gone.length > 0) takeBack(db, platform, new Set(gone.map(({ id }) => id)));
  return { removed: gone.length, upTo: looked, last: gone.at(-1)?.time ?? null };
}
