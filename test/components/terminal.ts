/** A terminal in this process: both ends of it as the streams a program gets, and the screen it shows. */
import { PassThrough, Writable } from 'node:stream';
import type { ScreenStreams } from '../../components/screen/mount.ts';
import { createScreen, type Screen } from '../console/support/screen.ts';

export interface Terminal extends Screen {
  readonly streams: ScreenStreams;
  /** Types bytes as they would arrive in one read. */
  press(keys: string): void;
  /** Whether keys come one by one, without echo. */
  isRaw(): boolean;
}

export function openTerminal(columns = 80, rows = 24): Terminal {
  const screen = createScreen(columns, rows, { cooked: true });
  let raw = false;
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode(mode: boolean) {
      raw = mode;
      return this;
    },
    ref: () => undefined,
    unref: () => undefined,
  });
  const stdout = Object.assign(
    new Writable({
      decodeStrings: false,
      write(text: string | Buffer, _encoding, done) {
        screen.feed(text.toString());
        done();
      },
    }),
    { isTTY: true, columns, rows, fd: -1 },
  );
  return {
    ...screen,
    columns,
    rows,
    streams: { stdin, stdout } as unknown as ScreenStreams,
    press: (keys) => void stdin.write(keys),
    isRaw: () => raw,
    resize(newColumns, newRows) {
      screen.resize(newColumns, newRows);
      Object.assign(stdout, { columns: newColumns, rows: newRows });
      stdout.emit('resize');
    },
  };
}
