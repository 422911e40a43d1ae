/**
 * What https://dev.digicert.com shows how to gather for compliance reporting: entries of a window by resource type,
 * action and status, users and accounts resolved, failed sign-ins and the life cycle of tokens; and what the controls
 * of https://certifyclouds-docs.pages.dev/features/audit find in it. It reads every platform's audit log.
 */
import { CONFIGURATION, PASSWORDS, PRIVILEGES, REFUSED_SIGN_INS, TOKENS } from '../../query/audit-words.ts';
import { ALERT_COLUMNS, ENTRY_COLUMNS } from '../columns.ts';
import type { Ask, Report } from '../report.ts';

const audit = (query: string): Ask => ({ of: 'audit', query });
const ALL = audit('');
const FAILURES = 'outcome:failure';
const CREATED = `(${TOKENS}) action:CREATE*,*.created`;
const DELETED = `(${TOKENS}) action:DELETE*,*.deleted`;
const CHANGED = `(${TOKENS}) -action:CREATE*,*.created,DELETE*,*.deleted,LOGIN*,LOGOUT,*EMAIL_SENT,rotation.started`;
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
      tellsFailed: true,
      findings: [
        { title: 'Audit entries', ...ALL },
        { title: 'Failed operations', ...audit(FAILURES), part: 'has:outcome' },
        { title: 'Failed sign-ins and locked accounts', ...audit(REFUSED_SIGN_INS), part: '' },
        {
          title: 'Bursts of failed sign-ins, and locks',
          of: 'alert',
          query: 'type:FAILED_SIGN_INS,ACCOUNT_LOCKED',
        },
        { title: 'Creations of API tokens and credentials', ...audit(CREATED), part: LIFE },
        { title: 'Changes and rotations of API tokens and credentials', ...audit(CHANGED), part: LIFE },
        { title: 'Deletions of API tokens and credentials', ...audit(DELETED), part: LIFE },
        { title: 'Changes and resets of passwords and second factors', ...audit(PASSWORDS), part: '' },
        { title: 'Changes of users, roles and privileges', ...audit(PRIVILEGES), part: '' },
        { title: 'Changes of configuration', ...audit(CONFIGURATION), part: '' },
      ],
    },
    {
      kind: 'findings',
      name: 'content',
      title: 'Content of entries',
      findings: [
        { title: 'Entries with a time', ...audit('has:time'), part: '' },
        { title: 'Entries with an action', ...audit('has:action'), part: '' },
        { title: 'Entries that name who acted', ...audit('has:actor'), part: '' },
        { title: 'Entries that name what was acted on', ...audit('has:resource'), part: '' },
        { title: 'Entries that tell the outcome', ...audit('has:outcome'), part: '' },
        { title: 'Entries that tell from which address', ...audit('has:ip'), part: '' },
      ],
      controls: ['AU-3', '10.2.2'],
      shows: 'how many entries tell who, what, when, from where and how it ended',
    },
    { kind: 'controls', name: 'controls', title: 'Controls' },
    {
      kind: 'ledger',
      name: 'protection',
      title: 'Log protection',
      controls: ['A.12.4.2', '10.3'],
      shows: 'whether what is stored is what arrived, by a chain of hashes',
    },
    {
      kind: 'counts',
      name: 'by-action',
      title: 'By action',
      ...ALL,
      by: ['action'],
      controls: ['AU-2', 'AU-12', 'A.12.4.1', 'CC7.2'],
      shows: 'which events are recorded, and how often',
    },
    {
      kind: 'counts',
      name: 'by-actor',
      title: 'By actor',
      ...ALL,
      by: ['actor', 'actorType', 'platform'],
      controls: ['CC6.1', 'AU-6'],
      shows: 'who acted, and how often it failed',
    },
    { kind: 'counts', name: 'by-resource', title: 'By resource type', ...ALL, by: ['resourceType'] },
    { kind: 'counts', name: 'by-outcome', title: 'By outcome', ...ALL, by: ['outcome', 'platform'] },
    {
      kind: 'counts',
      name: 'by-address',
      title: 'By address',
      ...ALL,
      by: ['ip'],
      controls: ['CC6.1'],
      shows: 'from which addresses',
    },
    {
      kind: 'counts',
      name: 'failures',
      title: 'Failures by action',
      ...audit(FAILURES),
      by: ['action', 'resourceType', 'platform'],
      controls: ['CC7.5', 'AU-6', '10.4'],
      shows: 'what failed, to be reviewed',
    },
    {
      kind: 'counts',
      name: 'sign-ins-by-user',
      title: 'Failed sign-ins by user',
      ...audit(REFUSED_SIGN_INS),
      by: ['who', 'platform'],
      controls: ['CC6.1', '10.2.1.4'],
      shows: 'whose sign-ins were refused',
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
      controls: ['CC7.2', 'CC7.5', 'AU-6', '10.4'],
      shows: 'what was noticed in the log, and whether it was read',
    },
    {
      kind: 'records',
      name: 'sign-ins',
      title: 'Failed sign-ins',
      ...audit(REFUSED_SIGN_INS),
      columns: ENTRY_COLUMNS,
      controls: ['CC6.1', 'CC7.2', '10.2.1.4'],
      shows: 'each sign-in that was refused, each account that was locked',
    },
    {
      kind: 'records',
      name: 'tokens',
      title: 'Token life cycle',
      ...audit(LIFE),
      columns: ENTRY_COLUMNS,
      controls: ['CC6.1', '10.2.1.5'],
      shows: 'each token and client credential made, changed, rotated, deleted, expiring',
    },
    {
      kind: 'records',
      name: 'passwords',
      title: 'Passwords and second factors',
      ...audit(PASSWORDS),
      columns: ENTRY_COLUMNS,
      controls: ['CC6.1', '10.2.1.5'],
      shows: 'each password and second factor changed or reset',
    },
    {
      kind: 'records',
      name: 'privileges',
      title: 'Users, roles and privileges',
      ...audit(PRIVILEGES),
      columns: ENTRY_COLUMNS,
      controls: ['CC6.1', 'A.12.4.3', '10.2.1.2', '10.2.1.5'],
      shows: 'each user, role and privilege that was added, changed, removed',
    },
    {
      kind: 'records',
      name: 'configuration',
      title: 'Configuration changes',
      ...audit(CONFIGURATION),
      columns: ENTRY_COLUMNS,
      controls: ['CC7.2', 'A.12.4.3', '10.2.1.2'],
      shows: 'each change of settings and of ways to sign in',
    },
    {
      kind: 'profiles',
      name: 'users',
      title: 'Users',
      type: 'user',
      ...ALL,
      controls: ['CC6.1', 'AU-3'],
      shows: 'who acted: type, status, since when',
    },
    {
      kind: 'profiles',
      name: 'accounts',
      title: 'Accounts',
      type: 'account',
      ...ALL,
      controls: ['AU-3'],
      shows: 'the accounts that entries are of, and who administers them',
    },
    {
      kind: 'records',
      name: 'entries',
      title: 'Audit entries',
      ...ALL,
      columns: ENTRY_COLUMNS,
      controls: ['AU-2', 'AU-3', 'AU-12', 'A.12.4.1', '10.2.2'],
      shows: 'every entry of the window',
    },
  ],
};
