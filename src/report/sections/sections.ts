/** The tables of every sort of section. */
import type { Section } from '../report.ts';
import type { Table, Tools } from '../tools.ts';
import { checkTables } from './check.ts';
import { controlsTables } from './controls.ts';
import { countsTables } from './counts.ts';
import { daysTables } from './days.ts';
import { figuresTables } from './figures.ts';
import { findingsTables } from './findings.ts';
import { ledgerTables } from './ledger.ts';
import { profilesTables } from './profiles.ts';
import { recordsTables } from './records.ts';

type OfKind<K extends Section['kind']> = Extract<Section, { readonly kind: K }>;

const SECTIONS: {
  readonly [K in Section['kind']]: (section: OfKind<K>, tools: Tools) => Promise<readonly Table[]>;
} = {
  records: recordsTables,
  counts: countsTables,
  days: daysTables,
  profiles: profilesTables,
  findings: findingsTables,
  controls: controlsTables,
  ledger: ledgerTables,
  figures: figuresTables,
  check: checkTables,
};

/** Known before the first row is read: what a document says in front of its tables has to name them. */
export function tablesOf<K extends Section['kind']>(
  section: OfKind<K>,
  tools: Tools,
): Promise<readonly Table[]> {
  return SECTIONS[section.kind as K](section, tools);
}
