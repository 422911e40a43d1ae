/** What may have brought a failure about: changes of configuration, roles, tokens, agents, templates. Pure. */
import type { Row } from '../../src/cache/ask.ts';
import type { AuditEntry } from '../../src/domain/audit.ts';
import type { Ref } from '../../src/domain/record.ts';
import { boundTerms } from '../../src/query/bounds.ts';
import { quoteText } from '../../src/query/print.ts';
import { whenOf } from './merged.ts';

/** What platforms call a change, by the action or by the type of what was changed. */
const WORDS = {
  actions: `*config* *setting* *policy* *rule* feature_* *role* *permission* *token* *secret* *api*key* *credential*
    *agent* *sensor* *template* *profile* *licen?e* rotation.* *_expiry_email_sent *.locked disabled enabled`,
  types: `*config* *setting* *policy* *rule* oauth_client *role* *permission* *token* *secret* *api*key* service_user
    client_auth_cert *agent* *sensor* *template* *profile* licen?e rotation`,
} as const;
/** Everyday traffic about the same things; free text may name one of them. */
const NOT =
  'login login_error logout *.started *scan* download* certificate?issued* certificate?order* *order?placed*';

const list = (words: string): string => words.split(/\s+/).join(',');

const CHANGE = `(action:${list(WORDS.actions)} OR resource_type:${list(WORDS.types)}) -action:${list(NOT)}`;

/** The query for changes of `[from, to]` (UTC ms). */
export function changeQuery(from: number, to: number): string {
  // A bound without its milliseconds holds the whole second.
  return `${CHANGE} ${boundTerms(from, to + 1)}`;
}

/** A change, and how often its like is in the cache. */
export interface Change {
  readonly row: Row;
  readonly times: number;
  /** It names the thing itself. */
  readonly names: boolean;
}

/** What makes two changes alike: the query for them. */
export function likeOf({ platform, action, resource }: AuditEntry): string {
  const type = resource?.type ?? null;
  const terms = [
    `platform:${quoteText(platform)}`,
    action === null ? 'no:action' : `action=${quoteText(action)}`,
    type === null ? 'no:resource_type' : `resource_type=${quoteText(type)}`,
  ];
  return terms.join(' ');
}

/** Those that name the thing first, then the rarest, then the nearest to the failure. */
export function ranked(
  rows: readonly Row[],
  times: ReadonlyMap<string, number>,
  naming: ReadonlySet<Ref>,
): readonly Change[] {
  return rows
    .flatMap((row): Change[] => {
      if (row.record.kind !== 'audit') return [];
      return [{ row, times: times.get(likeOf(row.record)) ?? 0, names: naming.has(row.ref) }];
    })
    .sort((a, b) => Number(b.names) - Number(a.names) || a.times - b.times || whenOf(b.row) - whenOf(a.row));
}
