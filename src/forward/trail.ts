/**
 * How far a target has come, written down beside the cache: where the cache is lost (deleted, or damaged and set
 * aside) what comes into the next one is sent from there on, not from the moment somebody looks again.
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isObject, type Json } from '../domain/json.ts';

export interface Trail {
  /** The first link of the chain it was sent from, as hex: another, and it is another cache. */
  readonly chain: string;
  /** Everything that had arrived by then is over, UTC ms. */
  readonly at: number;
}

export interface TrailFile {
  /** Null where there is none, or none that can be read. */
  read(): Promise<Trail | null>;
  write(trail: Trail): Promise<void>;
}

/** The file of a target under a folder of the program's state. */
export const trailFile = (stateDir: string, target: string): string =>
  join(stateDir, 'forward', `${target}.json`);

export function openTrail(file: string): TrailFile {
  return {
    async read() {
      try {
        const json = JSON.parse(await readFile(file, 'utf8')) as Json;
        if (!isObject(json) || typeof json.chain !== 'string' || typeof json.at !== 'number') return null;
        return { chain: json.chain, at: json.at };
      } catch {
        return null;
      }
    },
    async write(trail) {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await writeFile(`${file}.new`, `${JSON.stringify(trail)}\n`, { mode: 0o600 });
      await rename(`${file}.new`, file);
    },
  };
}
