/** What a scan remembers for the next one. Kept as JSON by the cache; whatever does not fit is as good as none. */
import { isObject, type Json, type JsonObject } from '../../domain/json.ts';

export interface RaisedAlert {
  /** UTC ms. */
  readonly createdAt: number;
  readonly fingerprint: string;
  /** Null for an alert about the certificate itself. */
  readonly endpoint: string | null;
}

/** Enough to name a certificate that is gone. */
export interface KnownCertificate {
  readonly name: string;
  readonly subject: string;
  readonly serial: string;
  /** UTC ms. */
  readonly notAfter: number;
}

/** The figures of one UTC day and of the last day before it that had any. */
export interface KeptFigures {
  readonly date: string;
  readonly values: ReadonlyMap<string, number>;
  readonly previous: ReadonlyMap<string, number>;
}

export interface HostState {
  readonly certificates: ReadonlyMap<string, KnownCertificate>;
  /** Path as found -> fingerprints in the order of the file. */
  readonly files: ReadonlyMap<string, readonly string[]>;
  /** Endpoint -> fingerprints of the chain as served. */
  readonly endpoints: ReadonlyMap<string, readonly string[]>;
  readonly alerts: ReadonlyMap<string, RaisedAlert>;
  readonly figures: KeptFigures | null;
}

const VERSION = 1;

export const NO_STATE: HostState = {
  certificates: new Map(),
  files: new Map(),
  endpoints: new Map(),
  alerts: new Map(),
  figures: null,
};

export function writeState(state: HostState): Json {
  const { figures } = state;
  return {
    version: VERSION,
    certificates: object(state.certificates),
    files: object(state.files),
    endpoints: object(state.endpoints),
    alerts: object(state.alerts),
    figures: figures && {
      date: figures.date,
      values: object(figures.values),
      previous: object(figures.previous),
    },
  };
}

const object = (map: ReadonlyMap<string, unknown>) => Object.fromEntries(map) as JsonObject;

/** The state of the scan before; another program's, an older version's or a damaged one counts as none. */
export function readState(json: Json): HostState {
  if (!isObject(json) || json.version !== VERSION) return NO_STATE;
  const certificates = mapOf(json.certificates, isKnown);
  const files = mapOf(json.files, areTexts);
  const endpoints = mapOf(json.endpoints, areTexts);
  const alerts = mapOf(json.alerts, isRaised);
  const figures = json.figures === null ? null : readFigures(json.figures);
  if (!certificates || !files || !endpoints || !alerts || figures === undefined) return NO_STATE;
  return { certificates, files, endpoints, alerts, figures };
}

function readFigures(json: Json | undefined): KeptFigures | undefined {
  if (!isObject(json) || typeof json.date !== 'string') return undefined;
  const values = mapOf(json.values, isNumber);
  const previous = mapOf(json.previous, isNumber);
  return values && previous ? { date: json.date, values, previous } : undefined;
}

function mapOf<T>(json: Json | undefined, fits: (value: unknown) => value is T): Map<string, T> | undefined {
  if (!isObject(json)) return undefined;
  const map = new Map<string, T>();
  for (const [key, value] of Object.entries(json)) {
    if (!fits(value)) return undefined;
    map.set(key, value);
  }
  return map;
}

const isNumber = (value: unknown): value is number => typeof value === 'number';
const areTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');
const isKnown = (value: unknown): value is KnownCertificate =>
  isObject(value) &&
  typeof value.name === 'string' &&
  typeof value.subject === 'string' &&
  typeof value.serial === 'string' &&
  isNumber(value.notAfter);
const isRaised = (value: unknown): value is RaisedAlert =>
  isObject(value) &&
  isNumber(value.createdAt) &&
  typeof value.fingerprint === 'string' &&
  (value.endpoint === null || typeof value.endpoint === 'string');
