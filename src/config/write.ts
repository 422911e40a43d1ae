/** Adds a platform to the configuration file: whole or not at all, and for its owner's eyes only. */
import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, realpath, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parse } from 'smol-toml';
import { fail, ok, type Result } from '../domain/failure.ts';
import { isObject, type Json, type JsonObject } from '../domain/json.ts';

/** The `[[platforms]]` table as text; `null` settings are left out. */
export function platformToml(platform: JsonObject): string {
  const lines = Object.entries(platform).filter(([, value]) => value !== null);
  return `[[platforms]]\n${lines.map(([key, value]) => `${tomlKey(key)} = ${toml(value)}\n`).join('')}`;
}

function tomlKey(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : toml(key);
}

function toml(value: Json): string {
  // A JSON string is a TOML string, but for DEL and for halves of surrogate pairs.
  if (typeof value === 'string') return JSON.stringify(value.toWellFormed()).replaceAll('\u007f', '\\u007F');
  if (Array.isArray(value)) return `[${value.map(toml).join(', ')}]`;
  if (!isObject(value)) return String(value);
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${tomlKey(key)} = ${toml(inner)}`)
    .join(', ')} }`;
}

/**
 * Appends a `[[platforms]]` table, making the file (mode 0600) and its folder (0700) where they are missing.
 * What the file holds stays as it is, comments included; a link to the file stays a link.
 */
export async function appendPlatform(file: string, platform: JsonObject): Promise<Result<null>> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const target = await realpath(file).catch(() => file);
    const before = await readFile(target, 'utf8').catch((thrown: NodeJS.ErrnoException) => {
      if (thrown.code === 'ENOENT') return '';
      throw thrown;
    });
    const gap = before === '' || before.endsWith('\n\n') ? '' : before.endsWith('\n') ? '\n' : '\n\n';
    const text = `${before}${gap}${platformToml(platform)}`;
    if (!isToml(text)) {
      return fail({
        code: 'CONFIG_INVALID',
        what: `${file} cannot take another platform as it stands`,
        next: 'Mend the file first: `certdeck config check` tells what is wrong.',
        where: file,
      });
    }
    await replace(target, text);
    return ok(null);
  } catch (thrown) {
    const reason = (thrown as NodeJS.ErrnoException).code ?? String(thrown);
    return fail({
      code: 'FILE_UNWRITABLE',
      what: `${file} could not be written (${reason})`,
      next: 'Check that the folder exists and that you may write there.',
      where: file,
    });
  }
}

function isToml(text: string): boolean {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}

async function replace(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (thrown) {
    await rm(draft, { force: true });
    throw thrown;
  }
}
