/** Spreadsheets as a reader that is not ours, nor of our language, shows them: Python's openpyxl. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export interface ReadSheet {
  readonly name: string;
  readonly frozen: string | null;
  readonly filter: string | null;
  readonly rows: readonly (readonly (string | number | boolean | null | { readonly time: string })[])[];
  readonly charts: readonly {
    readonly kind: string;
    readonly title: string;
    /** The row it begins in, from 1. */
    readonly anchor: number;
    readonly lines: readonly { readonly name: string; readonly days: string; readonly values: string }[];
  }[];
}

/** Its package is mostly the system's, whatever Python comes first on the path. */
const PYTHON = ['/usr/bin/python3', 'python3'].find(
  (python) => spawnSync(python, ['-c', 'import openpyxl']).status === 0,
);

/** Why it cannot be asked; null where it can. */
export const noOpenpyxl: string | null =
  PYTHON === undefined ? 'python3-openpyxl is not installed: nothing is read by it' : null;

export function readByOpenpyxl(file: string): readonly ReadSheet[] {
  const script = join(import.meta.dirname, 'read-xlsx.py');
  const { status, stdout, stderr } = spawnSync(PYTHON ?? 'python3', [script, file], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`openpyxl cannot read it: ${stderr}`);
  return JSON.parse(stdout);
}
