/** The bare Ink list, bundled for production as our own program is. */
import { accessSync, constants, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { build } from 'esbuild';
import { root } from './world.ts';

export async function bareInk(): Promise<readonly string[]> {
  const outdir = mkdtempSync(join(tmpdir(), 'certdeck-bare-'));
  await build({
    entryPoints: [join(root, 'bench/bare-ink.ts')],
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    // Keeps Ink's devtools, and their missing package, in a chunk that is never loaded.
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node22.12',
    external: ['react-devtools-core'],
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
    banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
    logLevel: 'warning',
  });
  return [process.execPath, join(outdir, 'bare-ink.mjs')];
}

export const HOME = { columns: 120, rows: 40 } as const;

/** Where a program lies on the path; null when it is not installed. */
export function installedPath(name: string): string | null {
  const files = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name));
  return files.find(isExecutable) ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
