/** An exported file as its bytes: what sort of file it is, and by what it is known again. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { readCsv } from './csv.ts';
import { type OpenFile, type ReadLimits, refused, type Sheet } from './lines.ts';
import { readWorkbook } from './workbook.ts';

/** Its sheets, whichever kind of file it is. Throws a failure for what is none. */
export async function sheetsOf(
  file: OpenFile,
  limits: ReadLimits,
  wholeLines = false,
): Promise<AsyncIterable<Sheet>> {
  const head = Buffer.alloc(Math.min(512, file.size));
  await file.handle.read(head, 0, head.length, 0);
  if (head.length === 0) throw refused(file.path, 'is empty', 'Export it again.');
  if (head.length >= 4 && head.readUInt32BE(0) === 0x504b0304) return readWorkbook(file, limits);
  if (head.length >= 4 && head.readUInt32BE(0) === 0xd0cf11e0) {
    const next = 'Open it in a spreadsheet program and save it as .xlsx (without a password) or .csv.';
    throw refused(file.path, 'is a workbook of the old kind (.xls) or protected by a password', next);
  }
  const text = head.toString('latin1').trimStart().toLowerCase();
  if (text.startsWith('<')) {
    const next = 'Open it in a spreadsheet program and save it as .xlsx or .csv.';
    throw refused(file.path, 'is a page or XML text, whatever its name says', next);
  }
  if (head.includes(0) && !/^\xff\xfe|^\xfe\xff/.test(head.toString('latin1'))) {
    throw refused(
      file.path,
      'is neither a workbook (xlsx) nor text (csv)',
      'Export it again as xlsx or csv.',
    );
  }
  return (async function* () {
    yield { name: '', lines: readCsv(file, limits, wholeLines) };
  })();
}

/** The SHA-256 of a file's bytes, or of its first, by which the next look knows that nothing changed. */
export async function hashOf(path: string, bytes = Number.POSITIVE_INFINITY): Promise<string> {
  const hash = createHash('sha256');
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    for await (const chunk of handle.createReadStream({ start: 0, end: bytes - 1, autoClose: false }))
      hash.update(chunk);
  } finally {
    await handle.close();
  }
  return hash.digest('hex');
}
