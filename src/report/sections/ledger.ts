/** Whether the entries are as they arrived: the cache's chain of hashes, and what is not as it says. */
import type { LedgerFinding } from '../../cache/ledger/answers.ts';
import type { LedgerSection } from '../report.ts';
import { numberColumn, type Table, type Tools, textColumn } from '../tools.ts';

const WORDS: Readonly<Record<LedgerFinding['kind'], string>> = {
  page: 'Pages of the chain that are not as they were written',
  head: 'Heads written down elsewhere that the chain does not have',
  entry: 'Entries that are others than those that arrived',
  gone: 'Entries that are gone, and nothing dropped them',
  unrecorded: 'Entries that never arrived',
  value: 'Texts and people that are not as they arrived',
  former: 'Former states of entries that are not as they were',
  count: 'Tables that tell otherwise than the records how many there are of a value',
};

export async function ledgerTables(
  section: LedgerSection,
  { moment, asking }: Tools,
): Promise<readonly Table[]> {
  return [
    {
      title: section.title,
      columns: [
        textColumn('checked', 'Checked'),
        numberColumn('count', 'Count'),
        textColumn('value', 'Value'),
      ],
      async *rows() {
        const { head, checked, counts, changedByPlatformCount } = await moment.reads.verifyLedger({}, asking);
        yield [
          ['Pages of the chain of everything that arrived', checked.pages, null],
          ['Arrivals and departures they tell of', checked.entries, null],
          ['Audit entries held against them', checked.records, null],
          ...Object.entries(WORDS).map(([kind, words]) => [
            words,
            counts[kind as LedgerFinding['kind']],
            null,
          ]),
          ['Entries that their platform told otherwise later', changedByPlatformCount, null],
          ['End of the chain (page, SHA-256)', head.seq, head.link],
        ];
      },
    },
  ];
}
