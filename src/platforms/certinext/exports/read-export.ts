/** One exported file from its bytes to records, page by page. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { fail, failureOf, ok, type Result } from '../../../domain/failure.ts';
import { sheetsOf } from './export-file.ts';
import { STATISTICS_LOOKED_FOR } from './figures.ts';
import { AUDIT_LOOKED_FOR } from './headings.ts';
import { type OpenFile, READ_LIMITS, refused, type Sheet } from './lines.ts';
import { readSheet, type Tally } from './read-sheet.ts';
import type { Reading, ReadOrder, ReadPage } from './reading.ts';

/** Reads a file; each page waits until the one before was taken. Never rejects, but for what `take` throws. */
export async function readExport(
  order: ReadOrder,
  take: (page: ReadPage) => Promise<void>,
): Promise<Result<Reading>> {
  const shown = order.shown ?? order.path;
  const limits = { ...READ_LIMITS, ...order.limits };
  try {
    // Non-blocking: a pipe of that name would otherwise be waited for.
    const handle = await open(order.path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = await handle.stat();
      if (!stats.isFile()) throw refused(shown, 'is no regular file', 'Name a file exported by the portal.');
      if (stats.size > limits.fileBytes) {
        const next = 'Export a shorter time range, and import the parts.';
        throw refused(shown, `is larger than ${Math.floor(limits.fileBytes / 2 ** 20)} MiB`, next);
      }
      const file: OpenFile = { path: shown, handle, size: order.earlier?.size ?? stats.size };
      const sheets = await sheetsOf(file, limits, order.wholeLines);
      const time = order.earlier?.mtime ?? stats.mtimeMs;
      return ok(await readSheets(sheets, { ...order, path: shown }, time, take));
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    return fail(isSystemError(thrown) ? unreadable(shown, thrown) : failureOf(thrown));
  }
}

const isSystemError = (thrown: unknown): thrown is NodeJS.ErrnoException =>
  thrown instanceof Error && 'syscall' in thrown;

const unreadable = (path: string, { message }: Error) =>
  refused(path, 'cannot be read', 'Check its name and its permissions.', message).failure;

async function readSheets(
  sheets: AsyncIterable<Sheet>,
  order: ReadOrder,
  fileTime: number,
  take: (page: ReadPage) => Promise<void>,
): Promise<Reading> {
  const tally: Tally = {
    kind: null,
    other: null,
    dayOrder: null,
    rows: 0,
    rejected: 0,
    covered: null,
    notes: [],
  };
  const unknown: string[] = [];
  const ordinals = new Map<string, number>();
  for await (const { name, lines } of sheets) {
    const place = name === '' ? '' : `sheet ${JSON.stringify(name)}: `;
    const seen = await readSheet(lines, order, fileTime, tally, ordinals, take);
    if (seen === null) continue;
    unknown.push(`${place}${seen}`);
  }
  const kind = tally.kind ?? tally.other;
  if (kind === null) {
    const looked = [
      ...(order.kind === 'statistic' ? [] : [`for audit logs ${AUDIT_LOOKED_FOR}`]),
      ...(order.kind === 'audit' ? [] : [`for statistics ${STATISTICS_LOOKED_FOR}`]),
    ];
    const what = `is no export that is known here: seen ${unknown.slice(0, 5).join('; ') || 'no sheet'}`;
    throw refused(order.path, what, `Looked for: ${looked.join('; ')}.`);
  }
  const { rows, rejected, covered, notes, dayOrder } = tally;
  const left = unknown.filter((text) => !text.endsWith('nothing but empty cells'));
  return {
    kind,
    rows,
    rejected,
    covered,
    notes: [...notes, ...left.map((text) => `left out: ${text}`)],
    dayOrder,
  };
}
