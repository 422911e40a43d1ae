/** Finds and reads the configuration file. */
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SECOND } from '../domain/time.ts';
import { type ConfigText, type Loaded, parseSettings } from './check.ts';
import { configFile, type Surroundings } from './paths.ts';
import type { KindDeclaration } from './schema.ts';
import type { ConfigSections } from './section.ts';

export interface LoadAsk extends Surroundings {
  /** `--config`. */
  readonly file?: string | undefined;
  readonly kinds: readonly KindDeclaration[];
  /** Tables of the rooms above; none where missing. */
  readonly sections?: ConfigSections;
  /** Of which table the secrets are read, or whether all are; false where nothing will be asked. Default true. */
  readonly secrets?: boolean | string;
  /** Milliseconds a secret's command may take; default 10 s. */
  readonly timeout?: number;
}

/** No configuration is near this size; what is larger is some other file. */
const LARGEST = 1024 * 1024;

/** The checked settings, or every problem of the file at once. Reads the secrets unless told not to. */
export async function loadSettings(ask: LoadAsk): Promise<Loaded> {
  const { file, named } = configFile(ask, ask.file);
  let source: ConfigText;
  try {
    source = await readConfig(file);
  } catch (thrown) {
    return unreadable(file, named, thrown);
  }
  return parseSettings(source, {
    kinds: ask.kinds,
    ...(ask.sections === undefined ? {} : { sections: ask.sections }),
    secrets: ask.secrets ?? true,
    env: ask.env,
    home: ask.home,
    base: dirname(file),
    timeout: ask.timeout ?? 10 * SECOND,
  });
}

/** The text of a file with what its mode says; one open file, so that both are about the same thing. */
export async function readConfig(file: string): Promise<ConfigText> {
  const handle = await open(file, 'r');
  try {
    const { mode } = await handle.stat();
    const bytes = Buffer.alloc(LARGEST + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await handle.read(bytes, length, bytes.length - length, null);
      length += bytesRead;
      if (bytesRead === 0 || length === bytes.length) break;
    }
    if (length > LARGEST) throw new Error('larger than 1 MiB');
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length));
    return { file, text, isPrivate: process.platform === 'win32' || (mode & 0o077) === 0 };
  } finally {
    await handle.close();
  }
}

function unreadable(file: string, named: boolean, thrown: unknown): Loaded {
  const error = thrown as NodeJS.ErrnoException;
  const missing = error.code === 'ENOENT' || error.code === 'ENOTDIR';
  const reason =
    error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'not UTF-8 text' : (error.code ?? error.message);
  const what = missing ? `there is no configuration at ${file}` : `${file} cannot be read (${reason})`;
  const fix =
    missing && !named
      ? 'Run `certdeck` in a terminal to make one, or `certdeck demo` to look around first.'
      : 'Check the path given with --config or CERTDECK_CONFIG, and that you may read the file.';
  return {
    ok: false,
    failure: { code: 'CONFIG_UNREADABLE', what, next: fix, where: file },
    problems: [{ file, line: null, what, fix }],
    missing: missing && !named,
  };
}
