/** What the lane is about: the things the record names, under which names this one is known, since when it fails. Pure. */

import { cut } from '../../src/domain/cells.ts';
import type { Identity } from '../../src/domain/entity/identity.ts';
import { type Known, labelOf } from '../../src/domain/entity/known.ts';
import { grouped } from '../../src/domain/grouped.ts';
import { safeLine } from '../../src/domain/text.ts';
import { formatAgo, formatInstant, type TimeMode } from '../../stores/age.ts';
import { whenOf } from '../../stores/lane/merged.ts';
import { type ByPane, type LaneState, platformsOf, thingOf } from '../../stores/lane/state.ts';
import type { Tally } from '../../stores/list-state.ts';
import { LIST_PANE_IDS } from '../../stores/panes.ts';
import { cellsOfPieces, line, type Piece } from '../layout/pieces.ts';
import { GLYPHS, type Theme } from '../theme.ts';

const THINGS = { certificate: 'certificate', host: 'host', user: 'user', ca: 'CA' } as const;
const COUNTED: ByPane<readonly [one: string, more: string]> = {
  alerts: ['alert', 'alerts'],
  jobs: ['job', 'jobs'],
  audit: ['audit', 'audit'],
};

const nameOf = (known: Known): string => `${THINGS[known.thing]} ${safeLine(labelOf(known))}`;

export interface HeadFacts {
  readonly now: number;
  readonly mode: TimeMode;
  readonly width: number;
  readonly lines: number;
  /** Platforms whose newest records may be missing. */
  readonly behind: readonly string[];
}

/** Exactly `lines` lines of exactly `width` cells. */
export function headText(theme: Theme, lane: LaneState, facts: HeadFacts): readonly string[] {
  const { width, lines } = facts;
  const counts = countPieces(lane, facts);
  const room = width - cellsOfPieces(counts) - 1;
  const head = `${line(theme, thingPieces(lane), room)} ${line(theme, counts, width - room - 1)}`;
  return [head, line(theme, namePieces(lane, facts), width)].slice(0, lines);
}

/** The thing in front in brackets, then the others of the record, in their turn. */
function thingPieces({ things, at }: LaneState): readonly Piece[] {
  const others = [...things.slice(at + 1), ...things.slice(0, at)];
  const here = things[at];
  return [
    { text: here === undefined ? '' : `[${nameOf(here)}]`, tone: 'strong' },
    ...others.map((known): Piece => ({ text: `  ${nameOf(known)}`, tone: 'dim' })),
  ];
}

/** As exact as it is known; before anything was counted, what is loaded is the least there is. */
function countPieces({ counts, windows }: LaneState, facts: HeadFacts): readonly Piece[] {
  const words = LIST_PANE_IDS.map((pane) => {
    const { rows, atStart, atEnd } = windows[pane];
    const tally: Tally = counts[pane] ?? { matched: rows.length, exact: atStart && atEnd };
    const word = COUNTED[pane][tally.matched === 1 ? 0 : 1];
    const floor = !tally.exact || facts.behind.length > 0;
    return `${floor ? '≥' : ''}${grouped(tally.matched)} ${word}`;
  });
  return [{ text: words.join(' · '), tone: 'plain' }];
}

function namePieces(lane: LaneState, { now, mode, behind }: HeadFacts): readonly Piece[] {
  const known = thingOf(lane);
  if (lane.failure !== null) return [{ text: safeLine(lane.failure.what), tone: 'error' }];
  if (known === null) return [];
  const label = labelOf(known);
  const also = known.names.filter(({ text, key }) => text !== label && key !== label);
  const parts: Piece[][] = [
    troublePieces(lane, now, mode),
    [{ text: `on ${platformsOf(lane).map(safeLine).join(', ')}`, tone: 'plain' }],
    behind.length === 0
      ? []
      : [{ text: `may be missing the newest of ${behind.map(safeLine).join(', ')}`, tone: 'warning' }],
    issuePieces(known),
    also.length === 0 ? [] : [{ text: `also ${also.map(shown).join(', ')}`, tone: 'dim' }],
    lane.recognising ? [{ text: 'looking for its names…', tone: 'info' }] : [],
  ];
  return parts
    .filter((part) => part.length > 0)
    .flatMap((part, index): Piece[] => (index === 0 ? part : [{ text: ' · ', tone: 'dim' }, ...part]));
}

function troublePieces({ trouble }: LaneState, now: number, mode: TimeMode): Piece[] {
  if (trouble === null) return [];
  const at = whenOf(trouble.first);
  const since = mode === 'relative' ? formatAgo(now - at) : formatInstant(at, mode, now);
  const least = trouble.more ? '≥' : '';
  const failures = `${GLYPHS.failure} ${least}${trouble.failures} ${trouble.failures === 1 ? 'failure' : 'failures'}`;
  return trouble.ended === null
    ? [{ text: `${failures}, the first ${since}`, tone: 'error' }]
    : [{ text: `${failures}, the first ${since}; works again`, tone: 'ok' }];
}

/** The certificate in use, and the one before it: a renewal makes two of one name. */
function issuePieces({ issues }: Known): Piece[] {
  const [now, before] = issues;
  const mark = now?.serial ?? now?.fingerprints[0];
  if (now === undefined || mark === undefined) return [];
  const past = before?.serial ?? before?.fingerprints[0];
  const more = issues.length > 2 ? ` and ${issues.length - 2} more` : '';
  return [
    { text: `${now.replaced ? 'previous ' : ''}${short(mark)}`, tone: 'plain' },
    ...(past === undefined ? [] : [{ text: `, previous ${short(past)}${more}`, tone: 'dim' } as const]),
  ];
}

const short = ({ by, key }: Identity): string =>
  `${by === 'serial' ? 'serial' : 'SHA'} ${cut(key.replace(/^0x/, ''), 13)}`;

const shown = ({ text }: Identity): string => cut(safeLine(text), 40);
