/** How a JSON tree is looked at, and what its lines stand for. Plain data. */
import type { Json } from '../../../src/domain/json.ts';
import type { NodeKind } from './scan.ts';

/** Which nodes are shut: those named, or all but those named. */
export interface Folding {
  readonly all: boolean;
  readonly except: readonly string[];
}

export const UNFOLDED: Folding = { all: false, except: [] };

/** A value as it was decoded. */
export interface DecodedValue {
  /** The path of the node, or what else names the value. */
  readonly at: string;
  readonly what: string;
  readonly value: Json;
}

/** How a tree is looked at. */
export interface Looking {
  readonly folding: Folding;
  readonly decoded: readonly DecodedValue[];
  /** Paths of secrets that are shown. */
  readonly revealed: readonly string[];
  /** Cells a line may have; null leaves long values on one line. */
  readonly wrap: number | null;
  /** How a text calls the key that shows a secret. */
  readonly secretKey?: string;
}

/** What a line of a tree stands for. */
export interface TreeLine {
  /** What folding, decoding and revealing name it by. */
  readonly path: string;
  /** jq expression of the node, or of the text it was decoded from. */
  readonly jq: string;
  readonly depth: number;
  readonly kind: NodeKind;
  /** Null when there is nothing to fold. */
  readonly folded: boolean | null;
  /** Whether it is masked, or would be; null where it is no secret. */
  readonly secret: 'masked' | 'revealed' | null;
}
