// Takes pictures of the real program: runs it in a pseudo-terminal, presses keys, waits for what the screen says,
// and writes the screen as SVG.
//
//   npm run screenshots                          takes those of the documentation, docs/pictures/pictures.json
//   npm run screenshots -- alerts                takes one of them
//   npm run screenshots -- --look FOLDER         takes every screen, scripts/pictures/screens.json, at three sizes on a
//                                                dark and a light ground, as SVG and as text, to be looked at
//   npm run screenshots -- --look FOLDER reading --size 80x24 --ground light    takes one tour, size, ground
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { serveDemo, serveIssued } from './pictures/servers.mjs';
import { openSession } from './pictures/session.mjs';
import { draw, GROUNDS } from './pictures/svg.mjs';

/** What a tour may name as its `servers`. */
const SERVERS = { demo: serveDemo, issued: serveIssued };
/** How long a screen is waited for (ms): a picture of the documentation fails then, a tour goes on. */
const PATIENCE = { picture: 60_000, tour: 20_000 };

const { values, positionals } = parseArgs({
  options: {
    look: { type: 'string' },
    size: { type: 'string', multiple: true, default: ['80x24', '120x40', '200x60'] },
    ground: { type: 'string', multiple: true, default: Object.keys(GROUNDS) },
  },
  allowPositionals: true,
});
const chosen = (file) =>
  Object.entries(JSON.parse(readFileSync(file, 'utf8'))).filter(
    ([name]) => positionals.length === 0 || positionals.includes(name),
  );

if (values.look === undefined) await documentation();
else await look(values.look);
process.exit(0);

async function documentation() {
  for (const [name, picture] of chosen('docs/pictures/pictures.json')) {
    await inState(GROUNDS.dark, async (place) => {
      const session = openSession({ ...picture, ...place });
      for (const step of picture.steps) {
        if ('press' in step) session.press(step.press);
        else await session.until(step.wait, PATIENCE.picture);
      }
      await session.quiet();
      const file = `docs/pictures/${name}.svg`;
      writeFileSync(file, draw(session.terminal, picture.title, GROUNDS.dark));
      console.log(file);
      await session.close();
    });
  }
}

async function look(folder) {
  mkdirSync(folder, { recursive: true });
  for (const ground of values.ground) {
    for (const size of values.size) {
      const [columns, rows] = size.split('x').map(Number);
      for (const [name, tour] of chosen('scripts/pictures/screens.json')) {
        const at = { columns: tour.columns ?? columns, rows: tour.rows ?? rows };
        await inState(GROUNDS[ground], (place) =>
          walk(tour, { ...at, ...place }, (screen, session) => {
            const file = join(folder, `${size}-${ground}-${name}-${screen}`);
            writeFileSync(`${file}.svg`, draw(session.terminal, `${name} ${screen}`, GROUNDS[ground]));
            writeFileSync(`${file}.txt`, `${session.screen()}\n`);
            console.log(file);
          }),
        );
      }
    }
  }
}

/** One session through many screens: each step presses keys, waits for what they bring, and may be a picture. */
async function walk(tour, at, take) {
  const servers = tour.servers ? await SERVERS[tour.servers](at.env) : null;
  let session = openSession({ ...at, args: [...tour.args, ...(servers?.args ?? [])] });
  for (const { press, sees, look, stop, again, passing } of tour.steps) {
    if (stop) await servers.stop();
    if (again) {
      await session.close();
      session = openSession({ ...at, args: [...again, ...(servers?.args ?? [])] });
    }
    if (press !== undefined) session.press(press);
    await session
      .until(sees ?? '', PATIENCE.tour)
      .catch((error) => console.error(`${look ?? press}: ${error.message}`));
    // What is soon over is taken at once.
    if (!passing) await session.quiet();
    if (look !== undefined) take(look, session);
  }
  await session.close();
  await servers?.stop();
}

/** A state and a folder of its own, and a configuration folder that is empty. */
async function inState(scheme, use) {
  const folder = mkdtempSync(join(tmpdir(), 'certdeck-screenshot-'));
  const env = {
    XDG_STATE_HOME: join(folder, 'state'),
    XDG_CONFIG_HOME: join(folder, 'config'),
    COLORFGBG: scheme.told,
  };
  await use({ env, cwd: folder });
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
