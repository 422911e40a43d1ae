import { expect, test } from 'vitest';
import { demo, START } from './world.ts';

const HOUR = 3_600_000;

test('one failing renewal can be followed through jobs, audit logs, alerts and both platforms', async () => {
  const { one, clm } = await demo();
  const get = async (path: string) => (await clm(`${path}?size=2000`)).body.content;
  const [jobs, alerts, audit] = [
    await get('/api/jobs'),
    await get('/api/alerts'),
    await get('/api/audit-logs'),
  ];
  const log = (await one('/audit-log?limit=1000&sort=timestamp:desc')).body.items;

  const attempts = jobs.filter(
    ({ name, status }: { name: string; status: string }) =>
      name === 'Renew api.example.com' && status === 'FAILED',
  );
  expect(attempts).toHaveLength(2);
  const [last, first] = attempts;
  const { certificateId, previousSerialNumber } = last.payload;
  expect(last.error).toContain('access_denied');
  expect(last.error).toContain(last.output.externalRequestId);
  expect(first.output.externalRequestId).not.toBe(last.output.externalRequestId);

  const told = audit.filter(({ details }: { details: { jobId?: string } }) => details.jobId === last.id);
  expect(told.map(({ action }: { action: string }) => action).toReversed()).toEqual([
    'RENEWAL_INITIATED',
    'CSR_GENERATED',
    'CSR_SUBMITTED',
    'RENEWAL_FAILED',
  ]);
  expect(told.every(({ entityId }: { entityId: string }) => entityId === certificateId)).toBe(true);

  const raised = alerts.filter(({ entityId }: { entityId: string }) => entityId === certificateId);
  expect(raised.map(({ type }: { type: string }) => type).toSorted()).toEqual([
    'ERROR',
    'ERROR',
    'EXPIRING_SOON',
  ]);
  expect(raised.some(({ message }: { message: string }) => message.includes(last.id))).toBe(true);

  const cause = log.find(({ description }: { description: string }) => description.includes(certificateId));
  expect(cause).toMatchObject({ action: 'UPDATE', resource_type: 'ROLE', status: 'success' });
  expect(cause.description).toContain(previousSerialNumber);
  expect(cause.description).toContain('api.example.com');
  const lead = Date.parse(first.scheduledAt) - Date.parse(cause.timestamp);
  expect(lead).toBeGreaterThan(0);
  expect(lead).toBeLessThan(12 * HOUR);
});

test('a renewal of an agent shows on both platforms under the same certificate', async () => {
  const { one, clm } = await demo();
  const jobs = (await clm('/api/jobs?size=2000')).body.content;
  const renewed = jobs.filter(
    ({ name, status }: { name: string; status: string }) =>
      name.startsWith('Renew agent.') && status === 'SUCCESS',
  );
  expect(renewed.length).toBeGreaterThan(3);
  let found = 0;
  for (const { payload, output } of renewed) {
    const { items } = (await one(`/audit-log?limit=1000&resource_id=${payload.certificateId}`)).body;
    found += items.some(
      ({ description }: { description: string }) =>
        description.includes(payload.previousSerialNumber) && description.includes(output.serialNumber),
    )
      ? 1
      : 0;
  }
  expect(found).toBe(renewed.length);
});

test('the first day has what a morning check looks for', async () => {
  const { clm } = await demo();
  const jobs = (await clm('/api/jobs?size=2000')).body.content;
  const stuck = jobs.filter(
    ({ status, startedAt }: { status: string; startedAt: string }) =>
      status === 'RUNNING' && Date.parse(startedAt) < START - HOUR / 2,
  );
  expect(stuck.length).toBeGreaterThanOrEqual(2);
  const failed = jobs.filter(({ status }: { status: string }) => status === 'FAILED');
  const reasons = new Set(
    failed.map(({ output }: { output: { failure?: { reason: string } } }) => output?.failure?.reason),
  );
  expect(reasons.size, 'kinds of failure').toBeGreaterThan(10);
  const expired = (await clm('/api/alerts?size=200')).body.content.filter(
    ({ title, read }: { title: string; read: boolean }) => title.startsWith('Certificate expired') && !read,
  );
  expect(expired).toHaveLength(1);
});

test('names and addresses are those reserved for documentation', async () => {
  const { one, clm, discovery } = await demo({ entries: 2_000 });
  const texts = await Promise.all([
    one('/audit-log?limit=1000'),
    one('/user'),
    clm('/api/alerts?size=2000'),
    clm('/api/jobs?size=2000'),
    clm('/api/audit-logs?size=2000'),
    discovery('/list', { pageSize: 512 }),
  ]);
  const text = texts.map((reply) => reply.text).join('\n');
  const hosts = text.match(/\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|net|org|io|dev)\b/g) ?? [];
  expect(hosts.filter((host) => !/(^|\.)example\.(com|net)$/.test(host))).toEqual([]);
  const addresses = text.match(/\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b/g) ?? [];
  expect(addresses.length).toBeGreaterThan(10);
  expect(addresses.filter((address) => !/^(192\.0\.2|198\.51\.100|203\.0\.113)\./.test(address))).toEqual([]);
});
