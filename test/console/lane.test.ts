import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openConsole } from './support/open-console.ts';
import { synced } from './support/screen.ts';
import { openWorld, type World } from './support/world.ts';

interface Alert {
  readonly title: string;
  readonly message: string;
  readonly severity: string;
  readonly createdAt: string;
}

const TITLE = 'Renewal failure: ';

let world: World;
/** The common name of a certificate whose renewal failed and whose cause another platform tells, and the CA's words. */
let name: string;
let errors: readonly string[];
beforeAll(async () => {
  world = await openWorld();
  const { content } = await world.ask('ssl-clm', '/api/alerts?size=500');
  const { items } = await world.ask(
    'digicert-one',
    '/account/api/v1/audit-log?limit=1000&sort=timestamp:desc',
  );
  const told = (items as unknown as { readonly description: string }[]).map(({ description }) => description);
  const nameOf = ({ title }: Alert): string => title.replace(TITLE, '');
  const failed = (content as unknown as Alert[])
    .filter(({ title }) => title.startsWith(TITLE))
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  const [newest] = failed.filter((each) => told.some((text) => text.includes(` for ${nameOf(each)} `)));
  if (newest === undefined) throw new Error('no renewal failed in this world that two platforms tell of');
  name = nameOf(newest);
  errors = failed.filter((each) => nameOf(each) === name).map(({ message }) => message.slice(0, 40));
});
afterAll(() => world[Symbol.asyncDispose]());

const flat = (screen: string): string => screen.replace(/\s+/g, ' ');
/** The platforms that name the thing, as the lane says. */
const platformsOf = (screen: string): readonly string[] =>
  /· on ([\w-]+(?:, [\w-]+)*)/.exec(screen)?.[1]?.split(', ') ?? [];

describe('a failed renewal', () => {
  test('from its alert over everything about its certificate to the error of the job, and back', async () => {
    await using deck = openConsole({ home: world.home });
    await deck.until((screen) => /3 Audit [1-9].*4 Statistics/.test(screen) && synced(screen));
    deck.press(`/\u0015title:"${TITLE}${name}"\r`);
    await deck.until((screen) => screen.includes(`✗ error`) && screen.includes(`${TITLE}${name}`));
    deck.press('*');
    const lane = await deck.until(
      (screen) =>
        screen.includes(`[certificate ${name}]`) &&
        /first failure/.test(screen) &&
        platformsOf(screen).includes('digicert-one') &&
        screen.includes('▲') &&
        /changed in the 24h before: \d/.test(screen) &&
        /\d+ alerts? · \d+ jobs? · \d+ audit/.test(screen),
    );
    // Recognised on more than the platform of the alert, by serial, id or name.
    expect(platformsOf(lane)).toEqual(expect.arrayContaining(['digicert-one', 'ssl-clm']));
    expect(lane).toMatch(/audit +digicert-one|◆.* digicert-one /);
    expect(lane).toMatch(/✗ \d+ failures?, the first/);
    // To the first failure, which is the job, and into its error.
    deck.press('f\r');
    const opened = await deck.until(/\[2 Jobs[\s\S]*\[Error\]/);
    expect(errors.some((error) => flat(opened).includes(flat(error)))).toBe(true);
    // Back on the row it was opened from: the same again leads there again.
    deck.press('\u001b');
    await deck.until((screen) => screen.includes(`[certificate ${name}]`) && /first failure/.test(screen));
    deck.press('\r');
    await deck.until(/\[2 Jobs[\s\S]*\[Error\]/);
    deck.press('\u001b');
    await deck.until((screen) => screen.includes(`[certificate ${name}]`));
    // What changed before it, as a query of its own, and back.
    deck.press('C');
    await deck.until(/\[3 Audit[\s\S]*\/ \(action:/);
    deck.press('\u000f');
    await deck.until((screen) => screen.includes(`[certificate ${name}]`) && screen.includes('[1 Alerts'));
    deck.press('\u001b');
    await deck.until((screen) => !screen.includes(`[certificate`) && /\[1 Alerts/.test(screen));
  });

  test.each([
    [80, 24],
    [120, 40],
    [200, 60],
  ])('fits %i columns and %i lines', async (columns, rows) => {
    await using deck = openConsole({ home: world.home, columns, rows });
    await deck.until((screen) => /1 Alerts [1-9]/.test(screen) && synced(screen));
    deck.press(`/\u0015title:"${TITLE}${name}"\r`);
    // The filter's own count, and the row it is of: the name alone stands in the prompt already.
    await deck.until((screen) => /\[1 Alerts [1-9]\d*\/\][\s\S]*✗ error/.test(screen) && synced(screen));
    deck.press('*f');
    const lane = await deck.until(
      (screen) => screen.includes(`[certificate ${name}]`) && /changed in the 24h before: \d/.test(screen),
    );
    const lines = lane.split('\n');
    expect(lines).toHaveLength(rows);
    expect(lines[2]).toContain(`[certificate ${name}]`);
    expect(lines.at(-1)).toMatch(/Enter Open {3}n Next failure/);
    expect(lane).toMatch(/✗ FAILED +job +\S+ +first failure/);
  });
});
