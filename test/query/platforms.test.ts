import { expect, test } from 'vitest';
import { platformsOf, withPlatforms } from '../../src/query/platforms.ts';

const KNOWN = ['prod', 'Test', 'my lab'];

test.each([
  ['is:unread', ['prod'], 'is:unread platform:prod'],
  ['', ['prod', 'my lab'], 'platform:prod,"my lab"'],
  ['is:unread platform:prod', ['Test'], 'is:unread platform:Test'],
  ['platform:prod is:unread', null, 'is:unread'],
  ['is:unread AND platform:prod', null, 'is:unread'],
  ['platform:prod AND is:unread', null, 'is:unread'],
  ['(severity:error OR is:unread) platform:prod', null, 'severity:error OR is:unread'],
  ['severity:error OR is:unread', ['prod'], '(severity:error OR is:unread) platform:prod'],
  ['(severity:error) (is:unread) platform:prod', null, '(severity:error) (is:unread)'],
  ['platform:prod OR is:unread', ['Test'], '(platform:prod OR is:unread) platform:Test'],
  ['-platform:prod', null, '-platform:prod'],
  ['title:"a  b" platform:prod', null, 'title:"a  b"'],
])('%j limited to %j is %j', (query, names, limited) => {
  expect(withPlatforms(query, 'alert', names)).toBe(limited);
});

test.each([
  ['is:unread', null],
  ['is:unread platform:TEST', ['Test']],
  ['platform:"my lab",prod', ['prod', 'my lab']],
  ['platform:prod platform:Test', []],
  ['platform:prod OR is:unread', null],
  ['-platform:prod', null],
])('%j is about %j', (query, names) => {
  expect(platformsOf(query, 'alert', KNOWN)).toEqual(names);
});
