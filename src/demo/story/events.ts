/** What happens around certificates, told once; the platforms' stand-ins word it in their own formats. */
import type { Person } from '../people.ts';

export interface Trigger {
  readonly type: 'USER' | 'AGENT';
  readonly id: string;
}

type Structure = Readonly<Record<string, unknown>>;

/** A job; `at` is when it is scheduled. Before `starts` it is queued, before `ends` it runs. */
export interface JobEvent {
  readonly id: string;
  readonly at: number;
  readonly starts: number;
  readonly ends: number;
  /** Null: succeeds. */
  readonly error: string | null;
  readonly type: string;
  readonly name: string;
  readonly caId: string | null;
  readonly by: Trigger;
  readonly payload: Structure;
  /** Known when it has ended. */
  readonly output: Structure | null;
}

export interface AlertEvent {
  readonly id: string;
  readonly at: number;
  readonly severity: 'ERROR' | 'WARN';
  readonly type: 'EXPIRING_SOON' | 'ERROR' | 'WARN';
  readonly title: string;
  readonly message: string;
  readonly entityType: 'Certificate' | 'Agent' | 'Job';
  readonly entityId: string;
  /** When a colleague read it; null while nobody has. */
  readonly readAt: number | null;
}

export interface AuditEvent {
  readonly id: string;
  readonly at: number;
  readonly action: string;
  readonly entityType: string;
  readonly entityId: string;
  readonly actorType: 'SYSTEM' | 'USER';
  readonly actorId: string;
  readonly details: Structure;
}

/** What the discovery of the account logs; lines within texts, as the platform writes them. */
export interface DiscoveryEvent {
  readonly id: string;
  readonly at: number;
  /** Null: the platform by itself. */
  readonly by: Person | null;
  readonly module: string;
  readonly function: string;
  readonly message: string;
  readonly detail: string;
}

/** What the account's own log says about it: a token that ends, a role taken away. */
export interface AccountEvent {
  readonly at: number;
  readonly by: Person;
  readonly action: string;
  readonly type: string;
  readonly resource: { readonly id: string; readonly name: string };
  readonly failed: boolean;
  readonly text: string;
}

/** One activity: everything that follows from one beginning. */
export interface Activity {
  readonly job: readonly JobEvent[];
  readonly alert: readonly AlertEvent[];
  readonly audit: readonly AuditEvent[];
  readonly discovery: readonly DiscoveryEvent[];
  readonly account: readonly AccountEvent[];
}

/** The lists a platform pages through. */
export type ListName = 'job' | 'alert' | 'audit' | 'discovery';
export const LISTS: readonly ListName[] = ['job', 'alert', 'audit', 'discovery'];
export interface ListItem {
  readonly job: JobEvent;
  readonly alert: AlertEvent;
  readonly audit: AuditEvent;
  readonly discovery: DiscoveryEvent;
}
