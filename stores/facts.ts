/** What is true just now, as far as keys ask: enough to say why one does nothing. */
import type { PaneId } from './panes.ts';

export interface Facts {
  readonly pane: PaneId;
  readonly hasRecord: boolean;
  readonly detailOpen: boolean;
  /** The lane lies over the pane. */
  readonly lane: boolean;
  /** The record in front is a failure that has a cause. */
  readonly hasCause: boolean;
  readonly readOnly: boolean;
  /** Nothing is kept any more: why; null while it is. */
  readonly unkept?: string | null;
  readonly exporting: boolean;
  readonly undoable: boolean;
  /** The list in front hides nothing and marks what its query means. */
  readonly marking: boolean;
  /** Records marked in the list that has the keys. */
  readonly marked?: number;
  /** Whether lines of the open tab fold or lead to a record. */
  readonly enters: boolean;
  /** A comparison is open, whose equal parts fold. */
  readonly comparing?: boolean;
  /** The answer to a question in SQL has rows. */
  readonly answered?: boolean;
  /** What is being typed; null where no prompt is open. */
  readonly prompt: 'filter' | 'search' | 'command' | 'sql' | null;
  /** How a text calls the key of an action, where that is known. */
  readonly key?: (id: string) => string;
  /** Why the figure under the cursor opens nothing; null when it does. */
  readonly figure: string | null;
}

type When = (facts: Facts) => string | null;

/** The key of an action, for a sentence that sends people there. */
const keyOf = ({ key }: Facts, id: string, usual: string): string => key?.(id) ?? usual;
/** The keys of the three lists: `1, 2 and 3`. */
const listKeys = (facts: Facts): string => {
  const [alerts, jobs, audit] = [
    keyOf(facts, 'pane.alerts', '1'),
    keyOf(facts, 'pane.jobs', '2'),
    keyOf(facts, 'pane.audit', '3'),
  ];
  return `${alerts}, ${jobs} and ${audit}`;
};

export const needsRecord: When = (facts) => (facts.hasRecord ? null : 'No record under the cursor');

export const needsRows: When = ({ answered }) => (answered === false ? 'The answer has no rows' : null);

/** Something to act on: a record under the cursor, or marked ones. */
export const needsTarget: When = (facts) => ((facts.marked ?? 0) > 0 ? null : needsRecord(facts));

export const needsCause: When = (facts) =>
  facts.hasCause ? null : 'Only failed jobs and alerts have a cause';

/** What acts on the pane does nothing while the lane hides it. */
export const needsPane =
  (then?: When): When =>
  (facts) =>
    facts.lane
      ? `The lane lies over the pane: ${keyOf(facts, 'lane.enter', 'Enter')} opens the record there, ${listKeys(facts)} all of a kind`
      : (then?.(facts) ?? null);

export const needsLane =
  (then?: When): When =>
  (facts) =>
    facts.lane
      ? (then?.(facts) ?? null)
      : `No lane is open: ${keyOf(facts, 'lane.open', '*')} opens that of a record`;

export const needsList: When = (facts) =>
  facts.pane === 'statistics' ? `The statistics have no filter: ${listKeys(facts)} go to lists` : null;

export const needsExport: When = (facts) =>
  facts.exporting ? `An export is running: ${keyOf(facts, 'cancel', 'Ctrl-C')} cancels it` : null;

/** What goes from match to match does nothing where there is nothing else. */
export const needsMarking: When = (facts) =>
  facts.marking
    ? null
    : `Every row here matches: ${keyOf(facts, 'marking.toggle', '&')} shows the others, too`;

export const needsWriting =
  (then?: When): When =>
  (facts) =>
    facts.readOnly ? 'Opened read-only: nothing is changed' : (facts.unkept ?? then?.(facts) ?? null);

export const onlyIn =
  (pane: PaneId, then: When): When =>
  (facts) =>
    facts.pane === pane
      ? then(facts)
      : `Only alerts have read marks: ${keyOf(facts, 'pane.alerts', '1')} goes there`;
