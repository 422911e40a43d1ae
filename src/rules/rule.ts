/** What a rule is: one literal that tells which entries it reads and what it makes of them. Pure. */
import type { Alert } from '../domain/alert.ts';
import type { AuditEntry } from '../domain/audit.ts';
import type { Job } from '../domain/job.ts';
import type { AnyRecord } from '../domain/record.ts';

/** A threshold of a rule as `[rules.NAME]` takes it; durations are milliseconds. */
export interface RuleSetting {
  readonly name: string;
  readonly type: 'number' | 'duration';
  readonly default: number;
  readonly least: number;
  readonly most: number;
  readonly help: string;
}

/** The thresholds of a rule by name, as configured. */
export type Thresholds = Readonly<Record<string, number>>;

/** What rules read. Statistics say nothing of a single event. */
export type Evidence = AuditEntry | Job | Alert;

/** How much of its key's entries a case sees besides those of its own day, ms. */
export interface Reach {
  readonly before: number;
  readonly after: number;
}

/**
 * The entries of one key around one UTC day `[from, to)`, by time and then id. A rule answers for its own
 * day only: what began before or begins after is told by the case of that day. So the answer depends on
 * nothing but the entries, whichever order their pages came in.
 */
export interface Case {
  readonly key: string;
  readonly from: number;
  readonly to: number;
  readonly entries: readonly Timed[];
  /** There are more entries than a case reads: those given are the earliest. */
  readonly full: boolean;
}

export interface Timed<R extends Evidence = Evidence> {
  readonly at: number;
  readonly record: R;
}

type Given = 'platform' | 'id' | 'origin';

/** What a rule derived, before it has an id; `anchor` tells it from the others of its key. */
export interface Derived {
  readonly anchor: string;
  readonly record: Omit<Alert, Given | 'read' | 'readAt'> | Omit<Job, Given>;
  readonly restsOn: readonly Evidence[];
  /** What is the same in the texts of failures with the same cause. */
  readonly fingerprint?: string | null;
}

/** Entries in, records out; a test runs every one of them. */
export interface Example {
  readonly about: string;
  readonly given: readonly AnyRecord[];
  /** What is derived, as far as it is named, by time. */
  readonly found: readonly Readonly<Record<string, unknown>>[];
  readonly thresholds?: Thresholds;
}

export interface Rule {
  /** As in `[rules.NAME]` and `origin:rule:NAME`. */
  readonly name: string;
  readonly about: string;
  /** The kind it derives: platforms that bring this kind themselves are left alone. */
  readonly derives: 'alert' | 'job';
  readonly settings: readonly RuleSetting[];
  /** Whether audit entries of this action may concern it; asked once an action. */
  readonly actions: (action: string) => boolean;
  /** The kind of records, besides audit entries, of which it has to know. */
  readonly alsoReads?: 'alert' | 'job';
  /** The things an entry is evidence about; none when it does not concern the rule. */
  readonly keys: (record: Evidence) => readonly string[];
  readonly reach: (thresholds: Thresholds) => Reach;
  readonly derive: (one: Case, thresholds: Thresholds) => readonly Derived[];
  readonly examples: readonly Example[];
}
