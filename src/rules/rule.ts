/** What a rule is: one literal that tells which entries it reads and what it makes of them. Pure. */
import type { Alert } from '../domain/alert.ts';
import type { AuditEntry } from '../domain/audit.ts';
import type { Failure } from '../domain/failure.ts';
import type { Job } from '../domain/job.ts';
import type { AnyRecord } from '../domain/record.ts';

/** A threshold of a rule as `[rules.NAME]` takes it; durations are milliseconds. */
export interface RuleSetting {
  readonly name: string;
  readonly type: 'number' | 'duration';
  readonly default: number;
  /** Left out, it is what this setting of `[alerts]` says: `default` is that one's default, too. */
  readonly like?: 'long_running_after';
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
  /** There are more entries than a case reads: those given are the earliest, or the latest where the rule says so. */
  readonly full: boolean;
}

export interface Timed<R extends Evidence = Evidence> {
  readonly at: number;
  readonly record: R;
}

/** What a platform does with certificates without being asked. */
export type Automation = 'renewal' | 'deployment';

type Given = 'platform' | 'id' | 'origin';

/** What a rule derived, before it has an id; `anchor` tells it from the others of its key. */
export interface Derived {
  readonly anchor: string;
  readonly record: Omit<Alert, Given | 'read' | 'readAt'> | Omit<Job, Given>;
  readonly restsOn: readonly Evidence[];
  /**
   * It holds only once the platform is known up to this instant (ms): what had to come by then did not. While
   * the platform is behind, nobody can say that.
   */
  readonly due?: number;
  /** It holds no more once the platform is known up to this instant (ms): its time is over. */
  readonly until?: number;
}

/** Entries in, records out; a test runs every one of them. */
export interface Example {
  readonly about: string;
  readonly given: readonly AnyRecord[];
  /** Up to when the platform is known; left out, up to its last record. */
  readonly knownUpTo?: number;
  /** What is derived, as far as it is named, by time. */
  readonly found: readonly Readonly<Record<string, unknown>>[];
  readonly thresholds?: Thresholds;
  /** For rules that read streams instead of entries. */
  readonly streams?: readonly StreamHealth[];
}

export interface Rule {
  /** As in `[rules.NAME]` and `origin:rule:NAME`. */
  readonly name: string;
  readonly about: string;
  /** Which records it reads, in words. */
  readonly reads: string;
  /** The kind it derives: platforms that bring this kind themselves are left alone, */
  readonly derives: 'alert' | 'job';
  /** but for what no platform tells of itself. */
  readonly everywhere?: true;
  /** It expects something that only platforms do that do it by themselves. */
  readonly needs?: Automation;
  readonly settings: readonly RuleSetting[];
  /** Whether audit entries of this action may concern it; asked once an action. */
  readonly actions: (action: string) => boolean;
  /** The kinds of records, besides audit entries, of which it has to know. */
  readonly alsoReads?: readonly ('alert' | 'job')[];
  /** It reads jobs that other rules derived, too. */
  readonly readsDerived?: true;
  /** The things an entry is evidence about; none when it does not concern the rule. */
  readonly keys: (record: Evidence) => readonly string[];
  readonly reach: (thresholds: Thresholds) => Reach;
  /** With fewer entries in a case nothing is derived, so that they need not be read. */
  readonly least?: (thresholds: Thresholds) => number;
  /** Of a stretch of days only the last one with entries derives something: those before need no look. */
  readonly lastCounts?: true;
  /** Where there are too many entries, it wants the latest of them. */
  readonly latest?: true;
  /** Some of what it derives is due later, or for some time only. */
  readonly waits?: true;
  readonly derive: (one: Case, thresholds: Thresholds) => readonly Derived[];
  /** Reads how the streams of the platform stand instead of entries: what holds now, null while all is well. */
  readonly ofStreams?: (
    platform: string,
    streams: readonly StreamHealth[],
    now: number,
    thresholds: Thresholds,
  ) => Standing | null;
  /** Tells of what held once that it is over; `now` (UTC ms) is when that was seen. */
  readonly ended?: (record: AnyRecord, now: number) => AnyRecord;
  readonly examples: readonly Example[];
}

/** One stream of a platform as far as it could be asked. Instants are UTC ms. */
export interface StreamHealth {
  readonly stream: string;
  /** When it was caught up last; null before the first time. */
  readonly syncedAt: number | null;
  /** Why the last attempt failed; null after a success. */
  readonly failure: Failure | null;
}

/** What a rule says of a platform as a whole. */
export type Standing = Omit<Derived, 'restsOn' | 'due' | 'until'>;
