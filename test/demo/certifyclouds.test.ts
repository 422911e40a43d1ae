/** What CertifyClouds tells of certificates is what the other platforms tell of the same ones. */
import { expect, test } from 'vitest';
import { demo } from './world.ts';

const DAY = 86_400_000;
const vaultName = (commonName: string) => commonName.replaceAll('.', '-');

interface AlertRow {
  readonly alertType: string;
  readonly message: string;
}

async function told() {
  const world = await demo();
  const rows = async (path: string) => {
    const found = [];
    for (let total = 1; found.length < total; ) {
      const { body } = await world.clouds(`${path}limit=100&offset=${found.length}`);
      found.push(...body.data);
      total = body.meta.total;
    }
    return found;
  };
  return { world, rows };
}

test('each certificate ends when its newest issue does', async () => {
  const { world, rows } = await told();
  const ends = new Map<string, string>();
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    const { body } = await world.next(`/reports/orders?size=100&page=${page}`);
    pages = body.totalPages;
    for (const order of body.content) {
      const name = vaultName(order.domainName);
      if (order.certificateExpiryDate !== '' && !ends.has(name)) ends.set(name, order.certificateExpiryDate);
    }
  }
  const assets = await rows('/assets/discovery/assets?type=certificate&');
  expect(assets.length).toBeGreaterThan(0);
  const ours = assets.map(({ name, expiresAt }) => [name, expiresAt.slice(0, 19).replace('T', ' ')]);
  expect(ours).toEqual(assets.map(({ name }) => [name, ends.get(name)]));
  const left = assets.map(({ expiresAt }) => Date.parse(expiresAt) - world.time.now);
  expect(left.filter((ms) => ms > 0 && ms < 30 * DAY).length).toBeGreaterThan(0);
  const expiring = assets.filter(({ status }) => status === 'warning' || status === 'critical');
  expect(expiring).toHaveLength(left.filter((ms) => ms > 0 && ms < 30 * DAY).length);
});

test('an alert names the day that the certificate platform names', async () => {
  const { world, rows } = await told();
  const elsewhere = (await world.clm('/api/alerts?size=2000')).body.content as readonly AlertRow[];
  const ends = new Set(
    elsewhere.flatMap(({ message }) => {
      const found = /^(\S+) \(serial .*\) expire[sd] (\d{4}-\d{2}-\d{2})T/.exec(message);
      return found === null ? [] : [`${vaultName(found[1] ?? '')} ${found[2]}`];
    }),
  );
  const alerts = ((await rows('/alerts/history?')) as readonly AlertRow[]).filter(({ alertType }) =>
    /^certificate_expir/.test(alertType),
  );
  expect(alerts.length).toBeGreaterThan(0);
  for (const { message } of alerts) {
    const found = /^The certificate (\S+) in .* expire[sd] (\d{4}-\d{2}-\d{2})\.$/.exec(message);
    expect(ends).toContain(`${found?.[1]} ${found?.[2]}`);
  }
});
