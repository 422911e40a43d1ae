/** The embedded SSL CLM as of an instant (UTC ms), without request limits: `node bench/serve.ts AT`. */
import { startDemo } from '../src/demo/start.ts';

const at = Number(process.argv[2]);
const demo = await startDemo({ seed: 1, entries: 1_000, start: at, limits: null }, { clock: () => at });
for (const { kind, name, baseUrl, credentials, settings } of demo.platforms) {
  if (kind !== 'ssl-clm') continue;
  const values = Object.entries({ ...credentials, ...settings }).map(
    ([setting, value]) => `${setting} = ${JSON.stringify(value)}\n`,
  );
  process.stdout.write(
    `[[platforms]]\nname = "${name}"\nkind = "${kind}"\nbase_url = "${baseUrl}"\n${values.join('')}\n`,
  );
}
process.stdout.write('# ready\n');
process.once('SIGTERM', () => void demo.close());
