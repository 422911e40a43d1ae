/** The embedded platforms without request limits, in a process of their own: `node bench/serve.ts ENTRIES`. */
import { startDemo } from '../src/demo/start.ts';

const demo = await startDemo({ seed: 1, entries: Number(process.argv[2]), start: Date.now(), limits: null });
for (const { kind, name, baseUrl, credentials, settings } of demo.platforms) {
  const values = Object.entries({ ...credentials, ...settings }).map(
    ([setting, value]) => `${setting} = ${JSON.stringify(value)}\n`,
  );
  process.stdout.write(
    `[[platforms]]\nname = "${name}"\nkind = "${kind}"\nbase_url = "${baseUrl}"\n${values.join('')}\n`,
  );
}
process.stdout.write('# ready\n');
process.once('SIGTERM', () => void demo.close());
