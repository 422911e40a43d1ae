/** What https://docs.qcecuring.com has people do every week: trends, patterns of failures, high-risk alerts. */
import { ALERT_COLUMNS, JOB_COLUMNS } from '../columns.ts';
import type { Ask, Report } from '../report.ts';

const ISSUING = '*ISSU*,*ENROL*';
/** An order is one for a certificate, new or again. */
const ISSUING_JOBS = `${ISSUING},*ORDER*`;
const RENEWING = '*RENEW*';
const DONE = '*COMPLETE*,*SUCCE*,*ISSUED,*RENEWED,*ISSUED:*,*RENEWED:*';
const FAILED = '*FAIL*,*ERROR*';
const jobs = (query: string): Ask => ({ of: 'job', query });
const entries = (query: string): Ask => ({ of: 'audit', query });
const FAILURES = jobs('status:FAILED');
const HIGH_RISK: Ask = { of: 'alert', query: 'severity:error' };

export const WEEKLY: Report = {
  name: 'weekly',
  title: 'Weekly certificate operations report',
  about:
    'issuance and renewal by day against the week before, patterns of failed jobs and of high-risk alerts',
  window: 'weekly',
  compares: true,
  main: 'failed',
  sections: [
    {
      kind: 'days',
      name: 'trends',
      title: 'Issuance and renewal',
      series: [
        { title: 'Issuance jobs and orders done', ...jobs(`type:${ISSUING_JOBS} status:SUCCESS`) },
        { title: 'Issuance jobs and orders failed', ...jobs(`type:${ISSUING_JOBS} status:FAILED`) },
        { title: 'Renewal jobs done', ...jobs(`type:${RENEWING} status:SUCCESS`) },
        { title: 'Renewal jobs failed', ...jobs(`type:${RENEWING} status:FAILED`) },
        { title: 'Issuance in audit logs', ...entries(`action:${ISSUING} action:${DONE}`) },
        { title: 'Renewal in audit logs', ...entries(`action:${RENEWING} action:${DONE}`) },
        { title: 'Renewal failures in audit logs', ...entries(`action:${RENEWING} action:${FAILED}`) },
        { title: 'Failed jobs of all types', ...FAILURES },
        { title: 'High-risk alerts', ...HIGH_RISK },
      ],
    },
    { kind: 'counts', name: 'job-types', title: 'Jobs by type', ...jobs(''), by: ['type', 'platform'] },
    { kind: 'counts', name: 'job-cas', title: 'Jobs by CA', ...jobs(''), by: ['ca'] },
    { kind: 'counts', name: 'causes', title: 'Failed jobs by cause', ...FAILURES, by: ['jobCause'] },
    {
      kind: 'counts',
      name: 'patterns',
      title: 'Failure patterns',
      ...FAILURES,
      by: ['jobCause', 'type', 'ca', 'platform'],
    },
    {
      kind: 'counts',
      name: 'alert-types',
      title: 'High-risk alerts by type',
      ...HIGH_RISK,
      by: ['type', 'platform'],
    },
    {
      kind: 'counts',
      name: 'alert-causes',
      title: 'High-risk alerts by cause',
      ...HIGH_RISK,
      by: ['alertCause'],
    },
    {
      kind: 'counts',
      name: 'alert-things',
      title: 'High-risk alerts by thing',
      ...HIGH_RISK,
      by: ['entity'],
    },
    { kind: 'figures', name: 'figures', title: 'Figures' },
    { kind: 'records', name: 'failed', title: 'Failed jobs', ...FAILURES, columns: JOB_COLUMNS },
    { kind: 'records', name: 'alerts', title: 'High-risk alerts', ...HIGH_RISK, columns: ALERT_COLUMNS },
  ],
};
