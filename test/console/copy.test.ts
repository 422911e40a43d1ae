import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { CLIPBOARD_BYTES } from '../../components/screen/clipboard.ts';
import { openConsole } from './support/open-console.ts';
import { synced } from './support/screen.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** Where a multiplexer takes what programs within it send for its own, or passes on what is wrapped for it. */
const PLAIN = (raw: string): string => raw.replaceAll(/\u001bP[\s\S]*?\u001b\\/g, '');

/** What reaches the terminal around a multiplexer, which unpacks what is meant for it. */
const TMUX = (raw: string): string =>
  [...raw.matchAll(/\u001bPtmux;((?:[^\u001b]|\u001b\u001b)*)\u001b\\/g)]
    .map(([, inner = '']) => inner.replaceAll('\u001b\u001b', '\u001b'))
    .join('');
const SCREEN = (raw: string): string =>
  [...raw.matchAll(/\u001bP((?!tmux;)[^\u001b]*|\u001b\][^\u001b]*)\u001b\\/g)]
    .map(([, inner = '']) => inner)
    .join('');

const told = (screen: string, counted: RegExp): number =>
  Number(counted.exec(screen)?.[1]?.replaceAll(',', '') ?? -1);

const clipboard = (raw: string): string => {
  const sent = [...raw.matchAll(/\u001b\]52;c;([A-Za-z0-9+/=]*)\u0007/g)].at(-1)?.[1] ?? '';
  return Buffer.from(sent, 'base64').toString('utf8');
};

describe('complaint 1: copying works where one sits, over SSH and inside a multiplexer', () => {
  test.each([
    ['tmux', { TMUX: '/nowhere/tmux,1,0', TERM: 'tmux-256color' }, [TMUX, PLAIN], true],
    ['tmux at the other end of SSH', { TERM: 'tmux-256color' }, [TMUX, PLAIN], false],
    ['screen within tmux', { STY: '1.pts', TERM: 'screen', TMUX: '/nowhere/tmux,1,0' }, [SCREEN], true],
    ['screen, or tmux by that name, at the other end of SSH', { TERM: 'screen' }, [SCREEN, PLAIN], false],
  ])('%s', async (_name, env, ways, within) => {
    // A display's clipboard without a display fails without a word: it is never asked.
    const asked = join(world.home.folder, 'asked');
    for (const program of ['xclip', 'xsel', 'wl-copy', 'pbcopy']) {
      writeFileSync(join(world.home.folder, program), `#!/bin/sh\necho ${program} >> ${asked}\n`);
      chmodSync(join(world.home.folder, program), 0o755);
    }
    const buffer = join(world.home.folder, 'buffer');
    rmSync(buffer, { force: true });
    const tmux = join(world.home.folder, 'tmux');
    writeFileSync(
      tmux,
      `#!/bin/sh\n[ "$*" = "load-buffer -w -" ] && cat > ${buffer}.part && mv ${buffer}.part ${buffer}\n`,
    );
    chmodSync(tmux, 0o755);
    const PATH = [world.home.folder, dirname(process.execPath), process.env.PATH].join(delimiter);
    await using deck = openConsole({ home: world.home, env: { ...env, PATH, SSH_TTY: '/dev/pts/9' } });
    await deck.until(synced);
    deck.press('2');
    await deck.until(/\[2 Jobs[\s\S]*FAILED/);
    deck.press('Y');
    // It says what was sent: there is no answer that it arrived.
    await deck.until(/Sent to the clipboard: .*characters/);
    for (const way of ways) {
      expect(JSON.parse(clipboard(way(deck.raw())))).toMatchObject({ kind: 'job', status: 'FAILED' });
    }
    // As tmux comes, it takes neither sequence: there it is told by its own command.
    if (within) {
      await vi.waitFor(() => expect(JSON.parse(readFileSync(buffer, 'utf8'))).toMatchObject({ kind: 'job' }));
    } else expect(existsSync(buffer)).toBe(false);
    expect(existsSync(asked)).toBe(false);
    deck.press('Q');
    await deck.exit;
  });

  test('what is too long for a terminal goes to a file, and it says which', async () => {
    await using deck = openConsole({ home: world.home, columns: 240 });
    await deck.until(synced);
    deck.press('3');
    await deck.until(/\[3 Audit/);
    // Enough records to be too long, and not so many that only an export takes them.
    for (const query of [
      'outcome:failure since:90d',
      'action:LOGIN since:90d',
      'platform:ssl-clm since:90d',
    ]) {
      deck.press(`/\u0015${query}\r`);
      const line = await deck.until(
        (screen) => screen.includes(`\n/ ${query} `) && / \d[\d,]* matched/.test(screen),
      );
      await deck.settled();
      if (told(line, / ([\d,]+) matched/) > 150 && told(line, / ([\d,]+) matched/) < 1_000) break;
    }
    deck.press('A');
    await deck.until(/marked/i);
    deck.press('Y');
    const said = await deck.until(/too long for the clipboard of a terminal; written to/);
    const sent = clipboard(deck.raw());
    expect(Buffer.byteLength(sent)).toBeLessThanOrEqual(CLIPBOARD_BYTES);
    const [, file = ''] = /written to (\S+): /.exec(said) ?? [];
    expect(file).not.toBe('');
    expect(readFileSync(file, 'utf8')).toContain('"kind":"audit"');
    deck.press('Q');
    await deck.exit;
  });
});
