import { describe, expect, test } from 'vitest';
import { type AnyRecord, refOf } from '../../src/domain/record.ts';
import { parseQuery } from '../../src/query/parse.ts';
import { predicate } from '../../src/query/predicate.ts';
import { alert, audit, job, NOW, statistic } from './records.ts';

const CONTEXT = { now: NOW, longRunningAfter: 30 * 60_000 };
const HOUR = 3_600_000;

function matches(query: string, record: AnyRecord, more = {}): boolean {
  const { tree, problems } = parseQuery(query, record.kind, CONTEXT);
  if (tree === null) throw new Error(`${query}: ${problems.map(({ message }) => message).join('; ')}`);
  return predicate(tree, { ...CONTEXT, ...more })(record);
}

type Row = readonly [query: string, record: AnyRecord, matches: boolean];
const table = (name: string, rows: readonly Row[]) =>
  describe(name, () => {
    test.each(rows.map(([query, record, wanted]) => [query, wanted, record] as const))(
      '%s: %s',
      (query, wanted, record) => expect(matches(query, record)).toBe(wanted),
    );
  });

table('joining', [
  ['', job(), true],
  [refOf(job()), job(), true],
  [refOf(job()), job({ id: 'another' }), false],
  [`-${refOf(job())}`, job(), false],
  ['status:failed type:RENEW_CERT', job(), true],
  ['status:failed AND type:NO', job(), false],
  ['type:NO OR status:failed', job(), true],
  // AND binds tighter than OR
  ['type:NO type:NO OR status:failed', job(), true],
  ['status:failed OR type:NO type:NO', job(), true],
  ['(status:failed OR type:NO) type:NO', job(), false],
  ['NOT status:failed', job(), false],
  ['NOT NOT status:failed', job(), true],
  ['-status:failed', job(), false],
  ['-(status:failed type:NO)', job(), true],
  ['-status:running -type:NO', job(), true],
  ['status:running,failed', job(), true],
  ['status:running,queued', job(), false],
  ['NOT(status:failed)', job(), false],
]);

table('enumerations, ids and platforms are equal or not', [
  ['action:LOGIN', audit(), true],
  ['action:login', audit(), true],
  ['action:LOGIN', audit({ action: 'LOGIN_ERROR' }), false],
  ['action:LOGIN*', audit({ action: 'LOGIN_ERROR' }), true],
  ['action:*IN', audit(), true],
  ['action:LOG?N', audit(), true],
  ['action:OGI', audit(), false],
  ['action:"LOGIN*"', audit({ action: 'LOGIN_ERROR' }), false],
  ['action=LOGIN', audit(), true],
  ['action=login', audit(), false],
  ['action!=LOGIN', audit(), false],
  ['action!=LOGOUT', audit(), true],
  ['action!=LOGIN', audit({ action: null }), true],
  ['platform:dc1', alert({ platform: 'dc10' }), false],
  ['platform:DC1', alert(), true],
  ['id:A-1', alert(), true],
  ['id:a', alert(), false],
  ['ref:dc1/alert/a-1', alert(), true],
  ['origin:rule:expiring', alert({ origin: 'rule:expiring' }), true],
  ['severity:warn', alert(), true],
  ['severity:CRITICAL', alert({ severity: 'error' }), true],
  ['severity!=warn', alert(), false],
  ['status:completed', job({ status: 'SUCCESS' }), true],
  ['status:nonsense', job(), false],
  ['status:failed', audit({ outcome: 'failure' }), true],
  ['outcome:success', audit(), true],
  ['read:no', alert(), true],
  ['read:true', alert(), false],
]);

table('text contains', [
  ['name:www', job(), true],
  ['name:WWW.EXAMPLE', job(), true],
  ['name=www', job(), false],
  ['name="Renew WWW.Example.com"', job(), true],
  ['name="renew www.example.com"', job(), false],
  ['name:w*com', job(), true],
  ['name:renew*org', job(), false],
  ['name=Renew*', job(), true],
  ['name=*www*', job(), false],
  ['name:"renew www"', job(), true],
  ['actor:ada', job(), true],
  ['actor:u-9', job(), true],
  ['email:@EXAMPLE', audit(), true],
  ['entity:c-77', alert(), true],
  ['entity:hopper', audit(), true],
  ['account:inc', audit(), true],
  ['error:refused,timeout', job(), true],
  ['error!=x', job({ error: null }), true],
]);

table('bare words', [
  ['refused', job(), true],
  ['REFUSED', job(), true],
  ['efuse', job(), true],
  ['"rate limit"', job(), true],
  ['rate limit', job(), true],
  ['"limit rate"', job(), false],
  // under three characters: whole tokens
  ['ca', job(), true],
  ['rat', job(), true],
  ['ra', job(), false],
  ['api.example', job(), true],
  ['too?many', job(), true],
  ['to*sts', job(), true],
  ['*', job(), true],
  ['429', job(), true],
  ['500', job(), true],
  ['-refused', job(), false],
  ['nowhere', job(), false],
]);

table('regular expressions', [
  ['/rate\\s+limit/', job(), true],
  ['/Rate.*REACHED$/i', job(), true],
  ['/^limit/', job(), false],
  ['error=~refused', job(), true],
  ['error=~/^ca refused/', job(), true],
  ['error =~ "CA refused:"', job(), true],
  ['error!~refused', job(), false],
  ['error!~refused', job({ error: null }), true],
  ['error=~.', job({ error: null }), false],
  ['name=~(renew|issue)', job(), true],
  ['@errors[*].text=~/^too/', job(), true],
]);

table('ordering', [
  ['value:42', statistic(), true],
  ['value=42', statistic(), true],
  ['value>41', statistic(), true],
  ['value > 41', statistic(), true],
  ['value:>42', statistic(), false],
  ['value>=42', statistic(), true],
  ['value<42', statistic(), false],
  ['value<=42', statistic(), true],
  ['value:40..42', statistic(), true],
  ['value:..41', statistic(), false],
  ['value:43..', statistic(), false],
  ['value!=42', statistic(), false],
  ['value:-5', statistic({ value: -5 }), true],
  ['duration>5m', job(), true],
  ['duration:5m', job(), true],
  ['duration:6m', job(), false],
  ['duration<=312s', job(), true],
  ['duration<1d', job({ completedAt: null }), false],
  ['duration>0s', job({ completedAt: null }), false],
  ['duration!=5m', job({ completedAt: null }), true],
]);

table('times', [
  ['created:2026-08-20', alert(), true],
  ['created:2026-08-19', alert(), false],
  ['created:2026-08-20T09:00Z', alert(), true],
  ['created:2026-08-20T09:01Z', alert(), false],
  ['created:2026-08-20T11:00+02:00', alert(), true],
  ['created:2026-08', alert(), true],
  ['created>2026-08-20', alert(), false],
  ['created>=2026-08-20', alert(), true],
  ['created<2026-08-20', alert(), false],
  ['created<=2026-08-20', alert(), true],
  ['created>2026-08-19', alert(), true],
  ['created:2026-08-01..2026-08-20', alert(), true],
  ['created:4h', alert(), true],
  ['created:2h', alert(), false],
  ['created>2h', alert(), false],
  ['created:today', alert(), true],
  ['time:yesterday', audit(), true],
  ['since:24h', alert(), true],
  ['since:2h', alert(), false],
  ['since:yesterday', audit(), true],
  ['since:today', audit(), false],
  ['until:yesterday', audit(), true],
  ['until:2026-08-19', audit(), true],
  ['until:2026-08-18', audit(), false],
  ['at:2026-08-19', audit(), true],
  ['at:2026-08-19T10:30', audit(), true],
  ['at:2026-08-19T10:31Z', audit(), false],
  ['at:2026-08-19T10:30:15Z', audit(), true],
  ['at:2026-08-18..2026-08-19', audit(), true],
  ['at:24h', audit(), false],
  ['at:48h', audit(), true],
  ['at:today', statistic(), true],
  ['at>yesterday', statistic(), true],
  // jobs: the latest of scheduled, started, completed
  ['since:2026-08-20', job(), true],
  ['until:2026-08-19', job(), false],
  ['until:2026-08-19', job({ startedAt: null, completedAt: null }), true],
  ['since:1h', job({ scheduledAt: null, startedAt: null, completedAt: null }), false],
  ['-since:1h', job({ scheduledAt: null, startedAt: null, completedAt: null }), true],
]);

table('has, no and is', [
  ['has:error', job(), true],
  ['no:error', job(), false],
  ['no:error', job({ error: null }), true],
  ['error:*', job(), true],
  ['error!=*', job(), false],
  ['has:entity', alert({ entity: null }), false],
  ['is:unread', alert(), true],
  ['is:read', alert(), false],
  ['is:read,unread', alert(), true],
  ['is:stuck', job({ status: 'RUNNING', startedAt: NOW - HOUR, completedAt: null }), true],
  ['is:stuck', job({ status: 'RUNNING', startedAt: NOW - 60_000, completedAt: null }), false],
  ['is:stuck', job({ status: 'RUNNING', type: 'ORDER', startedAt: NOW - HOUR, completedAt: null }), false],
  ['is:stuck', alert(), false],
  ['is:pinned', alert(), false],
  ['is:new', alert(), false],
]);

test('pins and the last look come from outside', () => {
  expect(matches('is:pinned', alert(), { isPinned: (ref: string) => ref === 'dc1/alert/a-1' })).toBe(true);
  expect(matches('is:new', alert(), { newSince: NOW - 24 * HOUR })).toBe(true);
  expect(matches('is:new', alert(), { newSince: NOW })).toBe(false);
});

table('addresses', [
  ['ip:203.0.113.7', audit(), true],
  ['ip:203.0.113.0/24', audit(), true],
  ['ip:203.0.114.0/24', audit(), false],
  ['ip:203.0.113.1..203.0.113.9', audit(), true],
  ['ip:::ffff:203.0.113.7', audit(), true],
  ['ip:203.0.113.*', audit(), true],
  ['ip!=203.0.113.0/24', audit(), false],
  ['ip!=203.0.113.0/24', audit({ ip: null }), true],
  ['ip:2001:db8::/32', audit({ ip: '2001:DB8::1' }), true],
  ['ip:2001:db8:0:0::1', audit({ ip: '2001:db8::1' }), true],
  ['ip:::/0', audit(), true],
  ['ip:0.0.0.0/0', audit({ ip: '::1' }), false],
  ['ip:garbage', audit(), false],
  ['ip:10.0.0.0/8', audit({ ip: 'unknown' }), false],
]);

table('paths', [
  ['@vaults_scanned:>10', audit(), true],
  ['@vaults_scanned>12', audit(), false],
  ['@vaults_scanned:12', audit(), true],
  ['@vaults_scanned:1', audit(), false],
  ['@vaults_scanned:10..12', audit(), true],
  ['@Vaults_Scanned!=12', audit(), false],
  ['@nested.count>9', audit(), true],
  ['@nested.when<2026-08-02', audit(), true],
  ['@nested:15', audit(), true],
  ['@"odd.part":x', audit(), true],
  ['@["odd.part"]', audit(), true],
  ['@details.vaults_scanned:12', audit(), true],
  ['@nothing', audit(), false],
  ['@nothing!=3', audit(), true],
  ['@errors[*].code:429', job(), true],
  ['@errors[0].code:500', job(), false],
  ['@errors[1].code:500', job(), true],
  ['@errors.code:500', job(), true],
  ['@hosts:api', job(), true],
  ['@hosts[*]=api', job(), false],
  ['@hosts[1]=api.example.com', job(), true],
  ['@force:true', job(), true],
  ['@hosts[*]:a*com', job(), true],
  ['has:error @retries:3', job(), true],
]);

describe('pasted values need no quotes', () => {
  const pasted = [
    '3f2504e0-4f89-11d3-9a0c-0305e82c3301',
    '2001:db8::ff00:42:8329',
    'fe80::1',
    '0A:1B:2C:3D:4E:5F',
    'CA:FE:BA:BE:00:01',
    'https://one.example.com/login?next=%2F',
    'urn:uuid:3f2504e0',
    '10:30',
    '2026-08-19T10:30:15.250Z',
    '/etc/ssl/certs/ca.pem',
    '/opt/tls',
    'DOMAIN\\user',
    'CN=www.example.com,O=Example',
    '{"id":"a"}',
    'foo(bar)',
    'a=b',
    'x>y',
    "it's",
    'ada@example.org',
  ];
  test.each(pasted)('%s', (text) => {
    for (const kind of ['audit', 'job'] as const) {
      const record =
        kind === 'audit'
          ? audit({ description: `<<${text}>>` })
          : job({ error: `<<${text}>>`, certificateId: null });
      const other = kind === 'audit' ? audit({ description: '' }) : job({ error: '', certificateId: null });
      expect(matches(text, record)).toBe(true);
      expect(matches(text, other)).toBe(false);
      expect(matches(`-${text}`, record)).toBe(false);
    }
  });
  test.each([
    ['error', 'https://x.test/?q=1'],
    ['error', '12:30:45'],
    ['id', '0A:1B:2C'],
    ['certificate', 'fe80::1'],
    ['ca', 'dc1:7'],
  ])('%s:%s splits at the first colon only', (field, value) => {
    const record = job({ error: value, id: value, certificateId: value, caId: value });
    expect(matches(`${field}:${value}`, record)).toBe(true);
    expect(matches(`${field}:${value}x`, record)).toBe(false);
  });
});
