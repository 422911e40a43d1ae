/** Colours by what a cell says: rules over whole columns, so that no cell carries a style of its own. */
import type { Column } from '../../domain/field.ts';

/** Text and ground of a look (RGB), by its place in the style sheet. */
export const LOOKS = {
  bad: { text: '9C0006', ground: 'FFC7CE' },
  doubtful: { text: '7F6000', ground: 'FFEB9C' },
  good: { text: '006100', ground: 'C6EFCE' },
} as const;
type Look = keyof typeof LOOKS;

/** What the values of a column look like, by its path; the words stay, for whoever sees no colours. */
const BY_PATH: Readonly<Record<string, Readonly<Record<string, Look>>>> = {
  severity: { error: 'bad', warning: 'doubtful' },
  status: { FAILED: 'bad', RUNNING: 'doubtful', SUCCESS: 'good' },
  outcome: { failure: 'bad', success: 'good' },
};

/** A value of a column that has a look. */
export interface Colour {
  /** Of the column, from 0. */
  readonly at: number;
  readonly value: string;
  /** Place in the style sheet. */
  readonly style: number;
}

const PLACES = Object.keys(LOOKS);

export function coloursOf(columns: readonly Column[]): readonly Colour[] {
  return columns.flatMap(({ path }, at) =>
    Object.entries((Object.hasOwn(BY_PATH, path) ? BY_PATH[path] : undefined) ?? {}).map(([value, look]) => ({
      at,
      value,
      style: PLACES.indexOf(look),
    })),
  );
}
