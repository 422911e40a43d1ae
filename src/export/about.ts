/** What says where the records of a file come from: a sheet of a spreadsheet, the first page of a document. */
import { hiddenWords } from '../domain/redaction-policy.ts';
import { KIND_NOUNS } from '../query/names.ts';
import { missingRows } from './coverage.ts';
import type { View } from './format.ts';
import { isoIn } from './zone.ts';

type AboutRow = readonly (string | number)[];

export function aboutRows(view: View, rows: number): readonly AboutRow[] {
  const at = (instant: number | null, open: string) =>
    instant === null ? open : (isoIn(view.zone, instant) ?? open);
  const missing = missingRows(view.coverage, (instant) => at(instant, ''));
  return [
    ['Records', KIND_NOUNS[view.kind]],
    ['Query', view.query === '' ? '(everything)' : view.query],
    ...(view.marked === null ? [] : [['Of these', `the ${view.marked} that were marked`]]),
    ['Platforms', view.platforms.join(', ')],
    ['From', at(view.window.from, 'as far back as the cache reaches')],
    ['To', at(view.window.to, 'the last sync')],
    ['Missing', missing.count ?? 'nothing'],
    ['Rows', rows],
    ['Hidden', hiddenWords(view.redaction)],
    ['Time zone', view.zone.name],
    ['Created', at(view.createdAt, '')],
    ['Tool', `${view.tool} ${view.toolVersion}`],
    [],
    ...missing.parts,
    ['Coverage', 'Stream', 'From', 'To', 'Complete', 'Synced'],
    ...view.coverage.map(({ platform, stream, from, to, complete, syncedAt }) => [
      platform,
      stream,
      at(from, ''),
      at(to, ''),
      complete ? 'yes' : 'no',
      at(syncedAt, 'never'),
    ]),
  ];
}
