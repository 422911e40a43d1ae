/** The embedded platforms without request limits, in a process of their own: `node bench/serve.ts ENTRIES`. */
import { startDemo } from '../src/demo/start.ts';

const demo = await startDemo({ seed: 1, entries: Number(process.argv[2]), start: Date.now(), limits: null });
for (const { kind, name, baseUrl, credentials } of demo.platforms) {
  const secrets = Object.entries(credentials).map(([setting, value]) => `${setting} = "${value}"\n`);
  process.stdout.write(
    `[[platforms]]\nname = "${name}"\nkind = "${kind}"\nbase_url = "${baseUrl}"\n${secrets.join('')}\n`,
  );
}
process.stdout.write('# ready\n');
process.once('SIGTERM', () => void demo.close());
