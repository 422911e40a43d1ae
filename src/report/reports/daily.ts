import { ALERT_COLUMNS, ENTRY_COLUMNS, FIGURE_COLUMNS, JOB_COLUMNS } from '../columns.ts';
import type { Report } from '../report.ts';

export const DAILY: Report = {
  name: 'daily',
  title: 'Daily check',
  about: 'the daily check with the records of each finding',
  window: '24h',
  compares: false,
  main: 'check',
  sections: [
    {
      kind: 'check',
      name: 'check',
      title: 'Daily check',
      columns: {
        alert: ALERT_COLUMNS,
        job: JOB_COLUMNS,
        audit: ENTRY_COLUMNS,
        statistic: FIGURE_COLUMNS,
      },
    },
  ],
};
