/** What of a record one can go on with: its values by the fields a query can ask for. Pure. */
import type { Field } from '../src/domain/field.ts';
import { KIND_TABLES, valueAt } from '../src/domain/kinds.ts';
import type { AnyRecord } from '../src/domain/record.ts';
import { pivotTerm, quoteText } from '../src/query/print.ts';
import type { DocumentLine } from './detail/document.ts';
import { type ListPaneId, PANES } from './panes.ts';

export interface Pivot {
  /** A query field, or a path into the documents of a record: `@payload.ca`. */
  readonly field: string;
  readonly value: string;
}

/** Longer values are texts to read, not to ask for. */
const LONGEST = 200;
const ASKABLE: readonly Field['type'][] = ['enum', 'id', 'text', 'ip'];
/** Every record has its own: to ask for them is to open the record. */
const OWN: readonly string[] = ['id', 'ref', 'origin'];

export function pivotsOf(record: AnyRecord): readonly Pivot[] {
  const found: Pivot[] = [];
  const { fields } = KIND_TABLES[record.kind];
  // What a kind declares itself says more than what all have in common.
  for (const field of fields.toReversed()) {
    if (!ASKABLE.includes(field.type) || OWN.includes(field.name)) continue;
    const value = shownValue(record, field);
    if (value === null || value === '' || value.length > LONGEST) continue;
    if (!found.some((pivot) => pivot.value === value)) found.push({ field: field.name, value });
  }
  return found.reverse();
}

/** Of several, the name a person knows. */
function shownValue(record: AnyRecord, { paths }: Field): string | null {
  const named = paths.toSorted((a, b) => Number(b.endsWith('.name')) - Number(a.endsWith('.name')));
  for (const path of named) {
    const value = valueAt(record, path);
    if (typeof value === 'string') return value;
  }
  return null;
}

/** The value of a line of the detail: a leaf of payload, output or details, or a field. */
export function pivotOfLine(line: DocumentLine | null, tab: string, pivots: readonly Pivot[]): Pivot | null {
  if (line === null) return null;
  const { node } = line;
  if (node === undefined) return pivots.find(({ value }) => value === line.value) ?? null;
  if (
    !['string', 'number', 'boolean'].includes(node.kind) ||
    node.folded !== null ||
    node.secret === 'masked'
  )
    return null;
  const text = line.value ?? '';
  const inDocument = tab === 'payload' || tab === 'output' || /^\.(?:details|payload|output)\b/.test(node.jq);
  // A query reaches no JSON within a text, and nothing that was decoded.
  const isReached = node.jq.startsWith('.') && node.jq === node.path;
  if (isReached && inDocument && text !== '' && text.length <= LONGEST) {
    return { field: pathField(node.jq), value: text };
  }
  return pivots.find(({ value }) => value === text) ?? null;
}

/** A jq path as the query language writes it: `."odd key"` is `["odd key"]`. */
function pathField(path: string): string {
  const steps = path.replace(/\.("(?:[^"\\]|\\.)*")/g, '[$1]');
  return `@${steps.startsWith('.') ? steps.slice(1) : steps}`;
}

/** The query of a pane for everything that has the value; a field the pane does not know is looked for as text. */
export function pivotQuery({ field, value }: Pivot, pane: ListPaneId): string {
  const knows = KIND_TABLES[PANES[pane].kind].fields.some(({ name }) => name === field);
  return knows ? pivotTerm(field, value) : quoteText(value);
}
