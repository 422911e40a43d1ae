/** A table as it lies in a file, before anybody knows what it says. */
import type { FileHandle } from 'node:fs/promises';
import { type Failure, FailureError } from '../../../domain/failure.ts';

/** A formula is never computed; one without a stored result is this. */
export const FORMULA = { kind: 'formula' } as const;
/** Dates are the wall clock of the sheet, written as if it were UTC. */
export type Cell = string | number | boolean | Date | typeof FORMULA | null;

export interface Line {
  /** As a spreadsheet counts, from 1. */
  readonly number: number;
  readonly cells: readonly Cell[];
}

export interface Sheet {
  /** Empty for a file that has none (csv). */
  readonly name: string;
  readonly lines: AsyncIterable<Line>;
}

/** What a file may be at most. A sheet of Excel ends at 1,048,576 rows. */
export interface ReadLimits {
  readonly fileBytes: number;
  /** Everything that is unpacked from a workbook. */
  readonly unpackedBytes: number;
  /** The texts of a workbook that all its sheets share: they lie in memory. */
  readonly sharedBytes: number;
  /** Characters between two tags of a workbook: the text of a cell, which Excel ends at 32,767, with its escapes. */
  readonly textLength: number;
  /** Characters of a cell of a workbook with all its runs and formats. */
  readonly cellLength: number;
  readonly rows: number;
  readonly columns: number;
  /** Characters of a line of csv. */
  readonly lineLength: number;
}

export const READ_LIMITS: ReadLimits = {
  fileBytes: 512 * 2 ** 20,
  unpackedBytes: 2 ** 30,
  sharedBytes: 192 * 2 ** 20,
  textLength: 400_000,
  cellLength: 16 * 2 ** 20,
  rows: 1_100_000,
  columns: 512,
  lineLength: 4 * 2 ** 20,
};

/** A file on its way to a table. */
export interface OpenFile {
  readonly path: string;
  readonly handle: FileHandle;
  readonly size: number;
}

/** Why a file is not taken, as a failure to throw. */
export function refused(path: string, what: string, next: string, cause?: string): FailureError {
  const failure: Failure = {
    code: 'FILE_UNREADABLE',
    what: `${path} ${what}`,
    next,
    where: path,
    ...(cause === undefined ? {} : { cause }),
  };
  return new FailureError(failure);
}

const MEBI = 2 ** 20;

/** Refuses what would take more than a limit. */
export function tooMuch(
  path: string,
  what: string,
  most: number,
  unit: 'bytes' | 'rows' | 'columns',
): FailureError {
  const limit =
    unit === 'bytes' ? `${Math.floor(most / MEBI)} MiB` : `${most.toLocaleString('en-US')} ${unit}`;
  return refused(path, `${what} (more than ${limit})`, 'Export a shorter time range, and import the parts.');
}
