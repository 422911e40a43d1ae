import { describe, expect, test } from 'vitest';
import type { FailureCode } from '../../src/domain/failure.ts';
import { platformState, streamState } from '../../src/sync/state.ts';

const NOW = 1_000_000;
const known = (more: object = {}) => ({
  stream: 'audit',
  syncedAt: NOW - 1_000,
  failure: null,
  notOffered: false,
  ...more,
});
const failure = (code: FailureCode) => ({ code, what: '', next: '' });
const context = { now: NOW, pollInterval: 1_000 };

describe('the state of a stream', () => {
  test.each([
    ['fresh', {}, {}],
    ['fresh', { syncedAt: NOW - 3_000 }, {}],
    ['late', { syncedAt: NOW - 3_001 }, {}],
    ['late', { syncedAt: null }, {}],
    ['polling', { syncedAt: null }, { polling: new Set(['audit']) }],
    ['polling', {}, { polling: new Set(['audit']) }],
    ['fresh', {}, { polling: new Set(['jobs']) }],
    ['not authorised', { failure: failure('UNAUTHORISED') }, { polling: new Set(['audit']) }],
    ['not authorised', { failure: failure('FORBIDDEN') }, {}],
    ['out of reach', { failure: failure('UNREACHABLE') }, {}],
    ['out of reach', { failure: failure('TLS_FAILED') }, {}],
    ['out of reach', { failure: failure('UNAVAILABLE') }, {}],
    ['fresh', { failure: failure('BAD_RESPONSE') }, {}],
    ['late', { failure: failure('BAD_RESPONSE'), syncedAt: 0 }, {}],
    ['fresh', { notOffered: true, syncedAt: null }, {}],
    ['fresh', { syncedAt: NOW - 9_000 }, { pollInterval: () => 3_000 }],
  ])('%s: %j', (state, stream, more) => {
    expect(streamState(known(stream), { ...context, ...more })).toBe(state);
  });

  test('a platform is as its worst stream', () => {
    const streams = [known(), known({ syncedAt: 0 }), known({ failure: failure('UNREACHABLE') })];
    expect(platformState(streams, context)).toBe('out of reach');
    expect(platformState(streams.slice(0, 2), context)).toBe('late');
    expect(platformState([], context)).toBe('late');
    expect(platformState([], { ...context, polling: new Set(['audit']) })).toBe('polling');
  });
});
