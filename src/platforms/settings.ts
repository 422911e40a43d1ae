/** Reads a platform's checked settings; the configuration has vouched for their types already. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isObject } from '../domain/json.ts';
import type { PlatformSettings, Secret } from './declaration.ts';

/** A secret setting; a plain text is taken as one too, and wrapped so that it cannot be printed. */
export function secretSetting({ values }: PlatformSettings, name: string): Secret {
  const value = values[name];
  if (isSecret(value)) return value;
  const text = typeof value === 'string' ? value : '';
  return { reveal: () => text, toJSON: () => '[secret]', toString: () => '[secret]' };
}

function isSecret(value: unknown): value is Secret {
  return (
    typeof value === 'object' && value !== null && 'reveal' in value && typeof value.reveal === 'function'
  );
}

/** A required number; 0 where tests leave it out. */
export function numberSetting({ values }: PlatformSettings, name: string): number {
  return Number(values[name] ?? 0);
}

/** The numbers of a `numbers` setting; none where it is absent. */
export function numbersSetting({ values }: PlatformSettings, name: string): readonly number[] {
  const value = values[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'number') : [];
}

/** The texts of a `map` setting over its defaults; entries of other types are left out. */
export function mapSetting(
  value: unknown,
  defaults: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const given = isObject(value) ? Object.entries(value) : [];
  const texts = given.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return { ...defaults, ...Object.fromEntries(texts) };
}

/** `~/` is the home folder, as in a shell. */
export const atHome = (path: string): string =>
  path.startsWith('~/') ? join(homedir(), path.slice(2)) : path;

/** A text that may be left out; empty is left out. */
export function textSetting({ values }: PlatformSettings, name: string): string | null {
  const value = values[name];
  return typeof value === 'string' && value !== '' ? value : null;
}
