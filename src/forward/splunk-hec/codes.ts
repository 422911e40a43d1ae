/**
 * What the collector's codes mean (docs.splunk.com, "Troubleshoot HTTP Event Collector"). Codes that are not here,
 * newer ones among them, are judged by their HTTP status.
 */
import { isObject } from '../../domain/json.ts';
import type { Instead } from '../told.ts';

/** What a collector says, whatever it is. */
export interface Reply {
  readonly code: number | null;
  /** `invalid-event-number`: the place of the event that was wrong, counted from 0 by most codes. */
  readonly wrong: number | null;
  readonly ackId: number | null;
}

export function readReply(json: unknown): Reply {
  const body = isObject(json) ? json : {};
  const numberIn = (name: string) => (typeof body[name] === 'number' ? body[name] : null);
  return {
    code: numberIn('code'),
    wrong: numberIn('invalid-event-number'),
    ackId: numberIn('ackId'),
  };
}

export const NO_DATA = 5;

/** The fault lies in an event: no data in it, its format, no event, a blank one, its indexed fields. */
export const OF_AN_EVENT: ReadonlySet<number> = new Set([NO_DATA, 6, 12, 13, 15]);

const CHANNEL: Instead = {
  code: 'CONFIG_INVALID',
  what: 'the token wants indexer acknowledgement',
  next: 'Write ack = true for this target, or switch acknowledgement off for the token.',
};

/** The fault lies in the settings, here or there: nothing is taken before that is mended. */
export const OF_THE_SETTINGS: Readonly<Record<number, Instead>> = {
  1: { code: 'FORBIDDEN', what: 'the token is disabled', next: 'Enable the token in Splunk.' },
  3: { code: 'UNAUTHORISED', what: 'the token was refused' },
  4: {
    code: 'UNAUTHORISED',
    what: 'the token is not known there',
    next: 'Check that token is the value of an HTTP Event Collector token of this Splunk.',
  },
  7: {
    code: 'CONFIG_INVALID',
    what: 'the token may not write into the index',
    next: 'Set index to one the token allows, or allow this one for the token.',
  },
  10: CHANNEL,
  11: { code: 'CONFIG_INVALID', what: 'the channel was refused' },
  14: {
    code: 'CONFIG_INVALID',
    what: 'the token has no indexer acknowledgement',
    next: 'Leave ack out for this target, or switch acknowledgement on for the token.',
  },
  21: { code: 'UNAUTHORISED', what: 'the token is not valid' },
  22: { code: 'FORBIDDEN', what: 'the token is disabled', next: 'Enable the token in Splunk.' },
  28: CHANNEL,
};
