/** Text as a cell of a csv file (RFC 4180). */

/** A leading `'` where a spreadsheet would take the text for a formula. */
export const inert = (cell: string): string => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);

export const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${doubled(cell)}"` : cell);

const QUOTE = 34;
/** Characters of a cell that is gone through byte by byte. */
const ROOM = 1 << 14;
/** UTF-8 takes three bytes for a UTF-16 unit at most. */
const given = Buffer.allocUnsafeSlow(ROOM * 3);
const made = Buffer.allocUnsafeSlow(ROOM * 2);

/** Every quote twice. A document is full of them: in ASCII, as most are, this takes half the time of a `replace`. */
function doubled(cell: string): string {
  if (cell.length > ROOM || given.write(cell) !== cell.length) return cell.replace(/"/g, '""');
  let end = 0;
  for (let at = 0; at < cell.length; at++) {
    const byte = given[at] as number;
    made[end++] = byte;
    if (byte === QUOTE) made[end++] = QUOTE;
  }
  return made.toString('latin1', 0, end);
}
