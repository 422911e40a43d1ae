/**
 * How a kind of target introduces itself: the settings it takes, as data, and how to open it. Configuration, its
 * schema and its messages are read from here; everything a target does not say itself is the engine's.
 */
import type { ArrivalKind } from '../cache/ledger/answers.ts';
import type { Severity } from '../domain/alert.ts';
import type { Failure } from '../domain/failure.ts';
import type { Json, JsonObject } from '../domain/json.ts';
import type { Ref } from '../domain/record.ts';
import type { Secret, Setting } from '../platforms/declaration.ts';

/** By which names fields go out. */
export const FIELD_NAMINGS = ['ecs', 'ocsf', 'as-is'] as const;
export type FieldNaming = (typeof FIELD_NAMINGS)[number];

/** One arrival as it goes out. */
export interface OutEvent {
  /** Of what arrived and what it said: sent again, it has the same (32 hexadecimal digits). */
  readonly id: string;
  /** When it happened, UTC ms; where the record does not say, when it arrived. */
  readonly at: number;
  readonly ref: Ref;
  readonly kind: ArrivalKind;
  readonly platform: string;
  readonly severity: Severity;
  /** The fields by the names the target was given, secrets masked; holds the id too. */
  readonly body: JsonObject;
}

/** An event as its target writes it. */
export interface Written {
  readonly event: OutEvent;
  /** What `write` made of it. */
  readonly text: string;
}

/** What became of a batch. */
export interface Sent {
  /** This many from its start are over: the target has them, or has refused them. The rest is sent again. */
  readonly settled: number;
  /** Of those, the ones refused for good, by their place in the batch, with the reason in words. */
  readonly refused: readonly Refusal[];
  /**
   * Why the rest was not taken; with `retryAfter` (ms) where the target said when to come again. Null: the rest can be
   * sent at once, which is all of it over when nothing is left.
   */
  readonly failure: Failure | null;
}

export interface Refusal {
  readonly index: number;
  readonly why: string;
}

/** A place that events are sent to; one batch at a time. */
export interface Target {
  readonly limits: {
    /** The most events in a batch. */
    readonly events: number;
    /** The most UTF-8 bytes in a batch: the texts, and one more for each. An event larger than this is refused unsent. */
    readonly bytes: number;
  };
  /** An event as it goes over the wire, or as near to it as its size needs. Pure. */
  write(event: OutEvent): string;
  /**
   * Sends a batch, never empty, and says what became of it once the target has said so. What is wrong is told, not
   * thrown, free of secrets; only an abort of the signal may reject.
   */
  send(batch: readonly Written[], signal: AbortSignal): Promise<Sent>;
  /** Asks whether the target would take events, without sending any: null when it would, as far as that can be told. */
  check?(signal: AbortSignal): Promise<Failure | null>;
  /** Frees what it holds; nothing is under way. */
  close(): Promise<void>;
}

/** A target's checked settings: common ones by name, its own under `values` (defaults filled in). */
export interface TargetSettings {
  readonly name: string;
  readonly kind: string;
  readonly fields: FieldNaming;
  /** Which records go out; empty for all. */
  readonly query: string;
  readonly kinds: readonly ArrivalKind[];
  /** Where the first run begins: what arrives from then on, all there is, or what happened since (UTC ms). */
  readonly from: 'now' | 'start' | number;
  /** False: what is read out of exports and archives stays here. Sent where it is missing. */
  readonly imported?: boolean;
  readonly values: Readonly<Record<string, Json | Secret>>;
}

/** Seams a target is opened with; tests pass their own. */
export interface TargetTools {
  /** UTC ms. */
  readonly clock: () => number;
  /** Told one line a request, already free of secrets. */
  readonly log: (line: string) => void;
  /** The file a setting names, from the folder of the configuration on, `~` being the home directory. */
  readonly pathOf: (path: string) => string;
  /** Resolves after `ms`, rejects when aborted first. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface TargetKind {
  /** As written in the configuration: `splunk-hec`. */
  readonly kind: string;
  readonly title: string;
  /** One sentence for help and documents. */
  readonly about: string;
  /** Its own settings; the common ones are those of `section.ts`. */
  readonly settings: readonly Setting[];
  /** What is wrong with the settings taken together, each with the setting it is told of; none where it is missing. */
  readonly faultsOf?: (
    values: TargetSettings['values'],
  ) => readonly { readonly setting: string; readonly what: string; readonly fix: string }[];
  /** Connects to nothing before the first batch; throws a FailureError for what only the machine can tell (a file). */
  open(settings: TargetSettings, tools: TargetTools): Target;
}

/** All of a batch is over, but for what was refused the target has it. */
export const settledAll = (batch: readonly Written[], refused: readonly Refusal[] = []): Sent => ({
  settled: batch.length,
  refused,
  failure: null,
});

/** Nothing of a batch is known to be taken: all of it is sent again. */
export const again = (failure: Failure): Sent => ({ settled: 0, refused: [], failure });
