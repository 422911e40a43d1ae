/** Rows of the portal's Audit Logs into audit entries. */
import { createHash } from 'node:crypto';
import type { AuditEntry, Outcome } from '../../../domain/audit.ts';
import { jsonText, safeLine } from '../../../domain/text.ts';
import { toIso } from '../../../domain/time.ts';
import type { Incoming, Rejected } from '../../port.ts';
import { AUDIT_FIELDS, type AuditHeading, cellText, foldHeading } from './headings.ts';
import { type DateStyle, readInstant } from './instants.ts';
import { type Cell, FORMULA, type Line } from './lines.ts';

const OUTCOMES: Readonly<Record<string, Outcome>> = {
  success: 'success',
  successful: 'success',
  succeeded: 'success',
  completed: 'success',
  passed: 'success',
  ok: 'success',
  failure: 'failure',
  failed: 'failure',
  fail: 'failure',
  error: 'failure',
  denied: 'failure',
  rejected: 'failure',
  unsuccessful: 'failure',
};
const SAMPLE = 2_000;

export type MappedLine =
  | { readonly kind: 'row'; readonly incoming: Incoming; readonly at: number }
  | { readonly kind: 'rejected'; readonly rejected: Rejected }
  /** Blank, or the headings once more, as on the next printed page. */
  | { readonly kind: 'nothing' };

/**
 * Maps the lines below a heading, in their order. The portal gives entries no id, so theirs is the SHA-256 of
 * who, where, what, when and with what outcome, whatever columns stand beside these and in whatever order, and of
 * the ordinal among equal rows: the same row of another export is the same entry.
 */
export class AuditRows {
  readonly #platform: string;
  readonly #heading: AuditHeading;
  readonly #style: DateStyle;
  /** How often a row came, by its digest. */
  readonly #seen: Map<string, number>;

  constructor(platform: string, heading: AuditHeading, style: DateStyle, seen: Map<string, number>) {
    this.#platform = platform;
    this.#heading = heading;
    this.#style = style;
    this.#seen = seen;
  }

  map({ number, cells }: Line): MappedLine {
    const { names, columns } = this.#heading;
    const details: Record<string, string> = {};
    for (const [index, cell] of cells.entries()) {
      const text = cellText(cell);
      const name = index < names.length ? names[index] : `Column ${index + 1}`;
      if (text === '' && cell !== FORMULA) continue;
      if (name != null)
        Object.defineProperty(details, name, { value: text, enumerable: true, configurable: true });
    }
    if (Object.keys(details).length === 0) return { kind: 'nothing' };
    if (this.#isHeading(cells)) return { kind: 'nothing' };
    const cell = (column: number | null): Cell => (column === null ? null : (cells[column] ?? null));
    const formula = cells.indexOf(FORMULA);
    if (formula >= 0)
      return aside(number, details, `${names[formula] ?? 'a cell'}: a formula without a stored result`);
    const stamp = this.#stamp(cells);
    const at = readInstant(stamp, this.#style);
    if (at === null)
      return aside(
        number,
        details,
        `${names[columns.timestamp ?? 0]}: expected a date and time, got ${got(stamp)}`,
      );
    const action = cellText(cell(columns.activity)) || null;
    if (action === null)
      return aside(number, details, `${names[columns.activity ?? 0]}: expected what was done, got nothing`);
    const name = cellText(cell(columns.user)) || null;
    const outcome = OUTCOMES[foldHeading(cellText(cell(columns.status)))] ?? null;
    const record: AuditEntry = {
      kind: 'audit',
      platform: this.#platform,
      id: this.#idOf(cells, at),
      timestamp: at,
      action,
      module: cellText(cell(columns.module)) || null,
      resource: null,
      actor: name === null ? null : { type: 'user', id: null, name, email: null },
      account: null,
      outcome,
      severity: outcome === 'failure' ? 'warning' : 'info',
      description: action,
      ip: null,
      country: null,
      userAgent: null,
      details,
      origin: 'platform',
    };
    return { kind: 'row', incoming: { record, raw: JSON.stringify(details) }, at };
  }

  /** The timestamp; where date and time stand apart, both as one text. */
  #stamp(cells: readonly Cell[]): Cell {
    const { columns, clock } = this.#heading;
    const date = cells[columns.timestamp ?? 0] ?? null;
    const time = clock === null ? null : (cells[clock] ?? null);
    if (time === null) return date;
    const day = date instanceof Date ? date.toISOString().slice(0, 10) : cellText(date);
    return `${day} ${time instanceof Date ? time.toISOString().slice(11, 19) : cellText(time)}`;
  }

  #isHeading(cells: readonly Cell[]): boolean {
    return this.#heading.names.every(
      (name, index) => name === null || cellText(cells[index] ?? null) === name,
    );
  }

  /** Of the named fields alone: another column more or less makes no other entry. */
  #idOf(cells: readonly Cell[], at: number): string {
    const { columns } = this.#heading;
    const values = AUDIT_FIELDS.map((field) => {
      const column = columns[field];
      if (field === 'timestamp') return toIso(at) ?? '';
      return column === null ? '' : cellText(cells[column] ?? null);
    });
    const row = JSON.stringify(values);
    // Short keys: there may be a million of them.
    const digest = createHash('sha256').update(row).digest().toString('latin1', 0, 12);
    const ordinal = this.#seen.get(digest) ?? 0;
    this.#seen.set(digest, ordinal + 1);
    return createHash('sha256').update(`${row}\n${ordinal}`).digest('hex');
  }
}

const got = (cell: Cell): string => {
  const text = cellText(cell);
  return text === '' ? 'nothing' : `the text “${safeLine(text.slice(0, 60))}”`;
};

function aside(number: number, details: Readonly<Record<string, string>>, reason: string): MappedLine {
  const sample = jsonText({ line: number, ...details });
  const key = createHash('sha256').update(jsonText(details)).digest('hex').slice(0, 32);
  return { kind: 'rejected', rejected: { key, reason, sample: sample.slice(0, SAMPLE) } };
}
