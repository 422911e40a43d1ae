/** What a report is: a literal that one interpreter writes. */
import type { Sort } from '../cache/ask.ts';
import type { Kind } from '../domain/record.ts';
import type { ControlId } from './controls.ts';
import type { KeyName } from './keys.ts';
import type { WindowName } from './windows.ts';

export interface Report {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  /** Unless another is asked for. */
  readonly window: WindowName;
  /** It looks at the stretch before, too, which is as long. */
  readonly compares: boolean;
  /** It is of audit entries, and may be of some of them only. */
  readonly narrows?: boolean;
  /** In the order they are written. */
  readonly sections: readonly Section[];
  /** The one section that formats of one table write. */
  readonly main: string;
}

/** Records of the report's window and scope, and which of them. */
export interface Ask {
  readonly of: Kind;
  /** Without a bound of time; '' is all. */
  readonly query: string;
}

interface Named {
  /** Unique in its report. */
  readonly name: string;
  readonly title: string;
  /** What its records are evidence for, and what they show. */
  readonly controls?: readonly ControlId[];
  readonly shows?: string;
}

/** Records as they are. */
export interface RecordsSection extends Named, Ask {
  readonly kind: 'records';
  /** Dotted paths, in this order. */
  readonly columns: readonly string[];
  /** Newest first without it. */
  readonly sort?: readonly Sort[];
}

/** How many have the same values, most first. */
export interface CountsSection extends Named, Ask {
  readonly kind: 'counts';
  readonly by: readonly KeyName[];
}

/** How many a day, against the day as far into the stretch before. */
export interface DaysSection extends Named {
  readonly kind: 'days';
  readonly series: readonly (Ask & { readonly title: string })[];
}

/** Who records name, with what is known of them. */
export interface ProfilesSection extends Named, Ask {
  readonly kind: 'profiles';
  readonly type: 'user' | 'account';
}

/** How many records each question finds, and what part of others they are. */
export interface FindingsSection extends Named {
  readonly kind: 'findings';
  /** It tells how many of the found failed. */
  readonly tellsFailed?: boolean;
  readonly findings: readonly (Ask & {
    readonly title: string;
    /** Records of the same kind it is a part of. */
    readonly part?: string;
  })[];
}

/** What each section with controls is evidence for, and how much of it. */
export interface ControlsSection extends Named {
  readonly kind: 'controls';
}

/** The entries against the chain they arrived in. */
export interface LedgerSection extends Named {
  readonly kind: 'ledger';
}

/** Figures at the end of the window against those at its beginning. */
export interface FiguresSection extends Named {
  readonly kind: 'figures';
}

/** The daily check: its findings, how platforms stand, and the records of each finding. */
export interface CheckSection extends Named {
  readonly kind: 'check';
  readonly columns: Readonly<Record<Kind, readonly string[]>>;
}

export type Section =
  | RecordsSection
  | CountsSection
  | DaysSection
  | ProfilesSection
  | FindingsSection
  | ControlsSection
  | LedgerSection
  | FiguresSection
  | CheckSection;
