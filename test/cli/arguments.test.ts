import { describe, expect, test } from 'vitest';
import { parseArguments } from '../../src/cli/arguments.ts';
import { type Command, defineCommand } from '../../src/cli/command.ts';
import { isQuery } from '../../src/cli/query-argument.ts';
import { failureOf } from '../../src/domain/failure.ts';

const LIST = defineCommand({
  name: 'jobs',
  about: 'x',
  positionals: [{ name: 'QUERY', required: false, about: 'x' }],
  options: {
    format: { type: 'choice', choices: ['table', 'json'], default: 'table', about: 'x' },
    limit: { type: 'count', value: 'N', about: 'x' },
    sync: { type: 'flag', about: 'x' },
    platform: { type: 'texts', value: 'NAME', about: 'x' },
    since: { type: 'duration', value: 'DUR', about: 'x' },
  },
  run: async () => 0,
});
const KIND: Command = {
  ...LIST,
  positionals: [
    { name: 'KIND', required: true, about: 'which kind', choices: ['alerts', 'jobs'] },
    { name: 'QUERY', required: false, about: 'x' },
  ],
};

async function parsed(words: readonly string[], command = LIST) {
  const { args, globals } = await parseArguments(command, words);
  return { ...args.options, positionals: args.positionals, globals };
}
async function refused(words: readonly string[], command = LIST) {
  const thrown = await parseArguments(command, words).then(
    () => null,
    (error: unknown) => error,
  );
  const { code, what, next } = failureOf(thrown);
  return `${code}: ${what} | ${next}`;
}

describe('a query that begins with a minus', () => {
  test.each([
    '-ca:internal',
    '-status:failed error',
    '-is:read',
    '-has:error',
    '-(ca:x OR ca:y)',
    '-@a.b:1',
    '-OUTCOME:failure',
    '-since:7d',
  ])('%s is a query', async (word) => {
    expect(isQuery(word)).toBe(true);
    expect((await parsed([word, '--limit', '5'])).positionals).toEqual([word]);
  });
  test.each(['-x', '--ca:internal', '-nofield:x', 'ca:internal', '-limit', '-', '--', '-:x'])(
    '%s is not',
    (word) => {
      expect(isQuery(word)).toBe(false);
    },
  );
  test('after -- anything is', async () => {
    expect((await parsed(['--sync', '--', '--weird -x'])).positionals).toEqual(['--weird -x']);
    expect((await parsed(['alerts', '-ca:x', '--format', 'json'], KIND)).positionals).toEqual([
      'alerts',
      '-ca:x',
    ]);
    expect((await parsed(['--', 'jobs', '-y'], KIND)).positionals).toEqual(['jobs', '-y']);
  });
});

describe('options', () => {
  test('are typed, and given where nobody asked', async () => {
    expect(await parsed([])).toMatchObject({
      format: 'table',
      limit: undefined,
      sync: false,
      platform: [],
      since: undefined,
    });
    expect(
      await parsed([
        '--format=json',
        '--limit',
        '10',
        '--sync',
        '--platform',
        'a',
        '--platform',
        'b',
        '--since',
        '1h30m',
        '--no-color',
      ]),
    ).toMatchObject({
      format: 'json',
      limit: 10,
      sync: true,
      platform: ['a', 'b'],
      since: 5_400_000,
      globals: { 'no-color': true, 'read-only': false, config: undefined },
    });
  });
  test('given twice, the last one counts', async () => {
    expect(
      await parsed(['--limit', '1', '--limit', '2', '--format', 'json', '--format', 'table']),
    ).toMatchObject({
      limit: 2,
      format: 'table',
    });
  });
  test('a query that looks like a number stays text', async () => {
    expect((await parsed(['007'])).positionals).toEqual(['007']);
  });
  test.each([
    [
      ['--limt', '5'],
      'USAGE: there is no option --limt | Did you mean --limit? If it is part of the query, write it after `--`.',
    ],
    [
      ['--limt=5'],
      'USAGE: there is no option --limt | Did you mean --limit? If it is part of the query, write it after `--`.',
    ],
    [
      ['-timeout'],
      'USAGE: there is no option -timeout | See `certdeck jobs --help`. If it is part of the query, write it after `--`.',
    ],
    [['--limit', 'many'], 'USAGE: --limit has to be a whole number, not "many" | Write --limit 100.'],
    [['--limit', '-5'], 'USAGE: '],
    [['--limit'], 'USAGE: the option --limit needs a value | See `certdeck jobs --help`.'],
    [['--format', 'jsn'], 'USAGE: --format cannot be "jsn" | Did you mean json?'],
    [
      ['--since', 'soon'],
      'USAGE: --since has to be a duration, not "soon" | Write a number with a unit: --since 30m, 24h or 7d.',
    ],
    [['--config', ''], 'USAGE: --config is empty | Write --config FILE.'],
    [
      ['status:failed', 'since:24h'],
      'USAGE: "since:24h" is one argument too many | QUERY is one argument: put it in quotes, \'status:failed since:24h\'.',
    ],
  ])('%j is refused', async (words, message) => {
    expect(await refused(words)).toContain(message);
  });
  test('positionals are checked', async () => {
    expect(await refused([], KIND)).toBe('USAGE: KIND is missing: which kind | See `certdeck jobs --help`.');
    expect(await refused(['job'], KIND)).toBe('USAGE: KIND cannot be "job" | Did you mean jobs?');
    expect((await parsed(['--help'], KIND)).globals.help).toBe(true);
  });
});
