/**
 * What https://dev.digicert.com shows how to gather for compliance reporting: entries of a window by resource type,
 * action and status, users and accounts resolved, failed sign-ins and the life cycle of tokens; and what the controls
 * of https://certifyclouds-docs.pages.dev/features/audit find in it. It reads every platform's audit log.
 */
import { CONFIGURATION, PRIVILEGES, REFUSED_SIGN_INS, TOKENS } from '../../query/audit-words.ts';
import { ALERT_COLUMNS, ENTRY_COLUMNS } from '../columns.ts';
import type { Ask, Report } from '../report.ts';

const audit = (query: string): Ask => ({ of: 'audit', query });
const ALL = audit('');
const FAILURES = 'outcome:failure';
const CREATED = `(${TOKENS}) action:CREATE*,*.created`;
const DELETED = `(${TOKENS}) action:DELETE*,*.deleted`;
const CHANGED = `(${TOKENS}) -action:CREATE*,*.created,DELETE*,*.deleted,LOGIN*,LOGOUT,*EMAIL_SENT`;
const LIFE = `(${TOKENS}) -action:LOGIN*,LOGOUT`;

export const COMPLIANCE: Report = {
  name: 'compliance',
  title: 'Audit log compliance report',
  about:
    'entries of a window with users and accounts resolved, findings, and the controls they are evidence for',
  window: 'quarterly',
  compares: false,
  main: 'entries',
  sections: [
    {
      kind: 'findings',
      name: 'summary',
      title: 'Summary',
      findings: [
        { title: 'Audit entries', ...ALL },
        { title: 'Failed operations', ...audit(FAILURES), part: 'has:outcome' },
        { title: 'Failed sign-ins and locked accounts', ...audit(REFUSED_SIGN_INS), part: '' },
        {
          title: 'Bursts of failed sign-ins, and locks',
          of: 'alert',
          query: 'type:FAILED_SIGN_INS,ACCOUNT_LOCKED',
        },
        { title: 'API tokens and credentials created', ...audit(CREATED), part: LIFE },
        { title: 'API tokens and credentials changed', ...audit(CHANGED), part: LIFE },
        { title: 'API tokens and credentials deleted', ...audit(DELETED), part: LIFE },
        { title: 'Users, roles and privileges changed', ...audit(PRIVILEGES), part: '' },
        { title: 'Configuration changed', ...audit(CONFIGURATION), part: '' },
      ],
    },
    { kind: 'controls', name: 'controls', title: 'Controls' },
    {
      kind: 'ledger',
      name: 'protection',
      title: 'Log protection',
      controls: ['A.12.4.2', '10.3'],
    },
    {
      kind: 'counts',
      name: 'by-action',
      title: 'By action',
      ...ALL,
      by: ['action'],
      controls: ['AU-2', 'AU-12', 'A.12.4.1', 'CC7.2'],
    },
    {
      kind: 'counts',
      name: 'by-actor',
      title: 'By actor',
      ...ALL,
      by: ['actor', 'actorType', 'platform'],
      controls: ['CC6.1', 'AU-6'],
    },
    { kind: 'counts', name: 'by-resource', title: 'By resource type', ...ALL, by: ['resourceType'] },
    { kind: 'counts', name: 'by-outcome', title: 'By outcome', ...ALL, by: ['outcome', 'platform'] },
    { kind: 'counts', name: 'by-address', title: 'By address', ...ALL, by: ['ip'], controls: ['CC6.1'] },
    {
      kind: 'counts',
      name: 'failures',
      title: 'Failures by action',
      ...audit(FAILURES),
      by: ['action', 'resourceType', 'platform'],
      controls: ['CC7.5', 'AU-6', '10.4'],
    },
    {
      kind: 'counts',
      name: 'sign-ins-by-user',
      title: 'Failed sign-ins by user',
      ...audit(REFUSED_SIGN_INS),
      by: ['who', 'platform'],
      controls: ['CC6.1', '10.2.1.4'],
    },
    {
      kind: 'counts',
      name: 'sign-ins-by-address',
      title: 'Failed sign-ins by address',
      ...audit(REFUSED_SIGN_INS),
      by: ['ip', 'platform'],
    },
    {
      kind: 'records',
      name: 'bursts',
      title: 'Bursts and locks',
      of: 'alert',
      query: 'type:FAILED_SIGN_INS,ACCOUNT_LOCKED',
      columns: ALERT_COLUMNS,
      controls: ['CC7.2', 'CC7.5'],
    },
    {
      kind: 'records',
      name: 'sign-ins',
      title: 'Failed sign-ins',
      ...audit(REFUSED_SIGN_INS),
      columns: ENTRY_COLUMNS,
      controls: ['CC6.1', 'CC7.2', '10.2.1.4'],
    },
    {
      kind: 'records',
      name: 'tokens',
      title: 'Token life cycle',
      ...audit(LIFE),
      columns: ENTRY_COLUMNS,
      controls: ['CC6.1', '10.2.1.5'],
    },
    {
      kind: 'records',
      name: 'privileges',
      title: 'Users, roles and privileges',
      ...audit(PRIVILEGES),
      columns: ENTRY_COLUMNS,
      controls: ['CC6.1', 'A.12.4.3', '10.2.1.2', '10.2.1.5'],
    },
    {
      kind: 'records',
      name: 'configuration',
      title: 'Configuration changes',
      ...audit(CONFIGURATION),
      columns: ENTRY_COLUMNS,
      controls: ['CC7.2', 'A.12.4.3', '10.2.1.2'],
    },
    {
      kind: 'profiles',
      name: 'users',
      title: 'Users',
      type: 'user',
      ...ALL,
      controls: ['CC6.1', 'AU-3'],
    },
    { kind: 'profiles', name: 'accounts', title: 'Accounts', type: 'account', ...ALL, controls: ['AU-3'] },
    {
      kind: 'records',
      name: 'entries',
      title: 'Audit entries',
      ...ALL,
      columns: ENTRY_COLUMNS,
      controls: ['AU-2', 'AU-3', 'AU-12', 'A.12.4.1', '10.2.2'],
    },
  ],
};
