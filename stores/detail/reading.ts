/** How the text of a detail is read, forgotten when it closes. Plain data. */
import { type DecodedValue, type Folding, UNFOLDED } from './tree/looking.ts';

export interface Reading {
  readonly folding: Folding;
  readonly decoded: readonly DecodedValue[];
  /** Secrets that are shown: paths of nodes, or `text` for the texts of the record. */
  readonly revealed: readonly string[];
  /** Long lines go on on the next one; null leaves it to the tab. */
  readonly wrap: boolean | null;
  /** Cells scrolled to the right, where they do not. */
  readonly left: number;
  /** Documents as text instead of as trees. */
  readonly asText: boolean;
  /** How often a document that is still being read has grown. */
  readonly grown: number;
}

export const FRESH_READING: Reading = {
  folding: UNFOLDED,
  decoded: [],
  revealed: [],
  wrap: null,
  left: 0,
  asText: false,
  grown: 0,
};
