/** Bundles the program once before the stories, when a source is newer than the last bundle. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export async function setup(): Promise<void> {
  const script = join(import.meta.dirname, '../../../scripts/ensure.mjs');
  const { build } = (await import(pathToFileURL(script).href)) as { build: () => void };
  build();
}
