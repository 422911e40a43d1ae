/**
 * What a query means, with every instant and duration resolved to numbers. `parse` makes it, `predicate`
 * and the cache's SQL compiler read it; a property test holds those two together.
 */
import type { Field, StateName } from '../domain/field.ts';

/** Where a term stands in the query text, for carets and highlighting. UTF-16 offsets, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type Operator = ':' | '=' | '!=' | '>' | '>=' | '<' | '<=';

/** A literal text, or a wildcard: `*` for any run of characters, `?` for exactly one code point. */
export type Piece = string | { readonly wild: '*' | '?' };

/** One alternative of a term; a comma inside one field makes several. */
export type Value =
  /** Plain text. Compared folded (see `domain/text`), except after `=`. */
  | { readonly kind: 'text'; readonly text: string }
  /** Text with unquoted `*` or `?`; `parts` are the literal pieces with wildcards between them. */
  | { readonly kind: 'pattern'; readonly parts: readonly Piece[]; readonly source: string }
  /**
   * `a..b`, a date (a whole day) or an instant; both ends inclusive, null is open. Numbers, ms or UTC ms.
   * After `> >= < <=` both ends are the one number to compare with.
   */
  | { readonly kind: 'range'; readonly from: number | null; readonly to: number | null }
  /** An address block, both ends as 32 hex digits of the IPv6 (or IPv4-mapped) address. */
  | { readonly kind: 'block'; readonly from: string; readonly to: string };

export type PathStep = { readonly key: string } | { readonly index: number } | { readonly every: true };

export type Node =
  | { readonly kind: 'all' }
  | { readonly kind: 'and'; readonly of: readonly Node[] }
  | { readonly kind: 'or'; readonly of: readonly Node[] }
  | { readonly kind: 'not'; readonly of: Node }
  /** A bare word or quoted phrase over all indexed text of the kind. */
  | { readonly kind: 'word'; readonly value: Value; readonly span: Span }
  | {
      readonly kind: 'field';
      readonly field: Field;
      readonly op: Operator;
      readonly values: readonly Value[];
      readonly span: Span;
    }
  /** `field =~ /x/i` or a bare `/x/`; the field null means all indexed text. */
  | {
      readonly kind: 'regex';
      readonly field: Field | null;
      readonly source: string;
      readonly flags: string;
      readonly span: Span;
    }
  /** `@a.b[*].c` over details, payload and output. Without values: the path exists. */
  | {
      readonly kind: 'path';
      readonly path: readonly PathStep[];
      readonly op: Operator | '=~';
      readonly values: readonly Value[];
      readonly regex: { readonly source: string; readonly flags: string } | null;
      readonly span: Span;
    }
  | { readonly kind: 'has'; readonly field: Field; readonly span: Span }
  | { readonly kind: 'is'; readonly state: StateName; readonly span: Span }
  /** `since:`, `until:`, `at:`: the kind's own time, UTC ms, both inclusive; null is open. */
  | { readonly kind: 'time'; readonly from: number | null; readonly to: number | null; readonly span: Span };

/** What "now" and "too long" mean while a query is read. */
export interface QueryContext {
  /** UTC ms. */
  readonly now: number;
  /** A RUNNING job is stuck past this (ms). */
  readonly longRunningAfter: number;
}

/** Something wrong (`error`) or doubtful (`hint`) at a place of the query text. */
export interface Problem {
  readonly level: 'error' | 'hint';
  readonly span: Span;
  readonly message: string;
}

export interface ParsedQuery {
  readonly text: string;
  /** Null when there is an error; the caller keeps its last good result. */
  readonly tree: Node | null;
  readonly problems: readonly Problem[];
}
