/** The columns a list pane has by itself, left to right: what of a record each shows. Views add how it looks. */
import type { ListPaneId } from '../panes.ts';

export interface OwnColumn {
  readonly id: string;
  readonly title: string;
  /** Paths of the record; what is shown is the first that says anything. */
  readonly paths: readonly string[];
  /** The query field to go on with from a value of it; null where there is none. */
  readonly field: string | null;
  /** What a list is sorted by for it. */
  readonly sort: string;
  /** What an export has for it, where that is not `paths`. */
  readonly exported?: readonly string[];
}

const column = (
  id: string,
  title: string,
  paths: readonly string[],
  field: string | null,
  rest: Partial<OwnColumn> = {},
): OwnColumn => ({ id, title, paths, field, sort: paths[0] ?? id, ...rest });

export const OWN_COLUMNS: Readonly<Record<ListPaneId, readonly OwnColumn[]>> = {
  alerts: [
    column('severity', 'Severity', ['severity'], 'severity'),
    column('age', 'Age', ['createdAt'], null, { sort: 'time' }),
    column('platform', 'Platform', ['platform'], 'platform'),
    column('type', 'Type', ['type'], 'type'),
    column('title', 'Title', ['title', 'message', 'id'], 'title', { exported: ['title', 'message'] }),
    column('entity', 'Entity', ['entity.name', 'entity.id'], 'entity'),
    column('read', 'Read', ['read'], 'read'),
  ],
  jobs: [
    column('status', 'Status', ['status'], 'status', { sort: 'attention' }),
    column('age', 'Age', ['completedAt', 'startedAt', 'scheduledAt'], null, { sort: 'time' }),
    column('name', 'Name', ['name', 'id'], 'name', { exported: ['name', 'id'] }),
    column('type', 'Type', ['type'], 'type'),
    column('platform', 'Platform', ['platform'], 'platform'),
    column('ca', 'CA', ['caId'], 'ca'),
    column('actor', 'Triggered by', ['triggeredBy.name', 'triggeredBy.id'], 'actor'),
    column('started', 'Started', ['startedAt'], null),
    column('duration', 'Duration', ['durationMs'], null),
    column('error', 'Error', ['error'], 'error'),
  ],
  audit: [
    column('time', 'Time', ['timestamp'], null, { sort: 'time' }),
    column('outcome', 'Outcome', ['outcome'], 'outcome'),
    column('action', 'Action', ['action', 'id'], 'action', { exported: ['action'] }),
    column('actor', 'Actor', ['actor.name', 'actor.email', 'actor.id'], 'actor'),
    column('resource', 'Resource', ['resource.name', 'resource.id', 'resource.type'], 'resource'),
    column('platform', 'Platform', ['platform'], 'platform'),
    column('description', 'Description', ['description'], 'description'),
  ],
};
