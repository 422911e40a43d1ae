/**
 * The views that come with the program: what is looked at every day and every week, what security watches, and
 * who changed the configuration. The words are those that platforms publish for their actions and types, see
 * https://docs.qcecuring.com, https://dev.digicert.com and https://certifyclouds-docs.pages.dev.
 */
import { CONFIGURATION, FAILED_SIGN_INS, PRIVILEGES, TOKENS } from './audit-words.ts';
import type { SavedView, ViewKey, ViewPane, ViewSort } from './saved-view.ts';

const NEWEST: ViewSort = { field: 'time', descending: true };

function view(
  pane: ViewPane,
  name: string,
  about: string,
  query: string,
  options: { readonly key?: ViewKey; readonly by?: ViewSort } = {},
): SavedView {
  const sort = pane === 'statistics' ? null : options.by === undefined ? [NEWEST] : [options.by, NEWEST];
  return { name, pane, query, sort, columns: null, key: options.key ?? null, about, from: 'program' };
}

const up = (field: string): ViewSort => ({ field, descending: false });

export const SHIPPED_VIEWS: readonly SavedView[] = [
  view('alerts', 'Daily: error alerts', 'unread ERROR alerts, newest first', 'severity:error is:unread'),
  view('jobs', 'Daily: failed jobs', 'FAILED in the last 24 hours', 'status:failed since:24h'),
  view('jobs', 'Daily: long-running jobs', 'RUNNING for too long', 'is:stuck', { by: up('startedAt') }),
  view(
    'jobs',
    'Weekly: renewals and issuance',
    'what was renewed and issued, and how it went',
    'type:*RENEW*,*ISSUE* since:7d',
    { key: '8' },
  ),
  view('jobs', 'Weekly: job failures', 'FAILED jobs of seven days by type', 'status:failed since:7d', {
    key: '9',
    by: up('type'),
  }),
  view(
    'alerts',
    'Weekly: high-risk alerts',
    'ERROR alerts of seven days by type',
    'severity:error since:7d',
    {
      by: up('type'),
    },
  ),
  view('statistics', 'Weekly: trends', 'figures, renewals and failures by day and type', ''),
  view(
    'audit',
    'Security: failed sign-ins',
    'refused sign-ins and locked accounts of seven days',
    `${FAILED_SIGN_INS} since:7d`,
    { key: '5' },
  ),
  view(
    'audit',
    'Security: token life cycle',
    'API tokens and client credentials made, changed, deleted, expiring',
    `(${TOKENS}) since:30d`,
    { key: '6' },
  ),
  view('audit', 'Security: failed operations', 'everything refused or failed', 'outcome:failure since:7d'),
  view(
    'audit',
    'Changes: configuration',
    'settings, subscriptions, alert rules, sign-in configuration',
    `(${CONFIGURATION}) since:30d`,
    { key: '7' },
  ),
  view(
    'audit',
    'Changes: users and roles',
    'who was added, changed or removed, and what they may do',
    `(${PRIVILEGES}) since:30d`,
  ),
];
