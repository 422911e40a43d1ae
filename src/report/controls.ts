/**
 * The controls that audit logs are evidence for. Those of SOC 2, ISO 27001 and NIST 800-53 are named as at
 * https://certifyclouds-docs.pages.dev/features/audit; PCI DSS is named at https://dev.digicert.com, its parts are those
 * of version 4.0. A.12.4 is a section of the edition of 2013; that of 2022 has all of it in 8.15.
 */
export interface Control {
  readonly framework: string;
  readonly control: string;
  readonly asks: string;
}

export const CONTROLS = {
  'CC6.1': { framework: 'SOC 2', control: 'CC6.1', asks: 'User access tracking' },
  'CC7.2': { framework: 'SOC 2', control: 'CC7.2', asks: 'Activity monitoring' },
  'CC7.5': { framework: 'SOC 2', control: 'CC7.5', asks: 'Incident logging' },
  'A.12.4.1': { framework: 'ISO 27001', control: 'A.12.4.1', asks: 'Event logging (8.15 since 2022)' },
  'A.12.4.2': {
    framework: 'ISO 27001',
    control: 'A.12.4.2',
    asks: 'Protection of log information (8.15 since 2022)',
  },
  'A.12.4.3': { framework: 'ISO 27001', control: 'A.12.4.3', asks: 'Administrator logs (8.15 since 2022)' },
  'AU-2': { framework: 'NIST 800-53', control: 'AU-2', asks: 'Auditable events' },
  'AU-3': { framework: 'NIST 800-53', control: 'AU-3', asks: 'Content of audit records' },
  'AU-6': { framework: 'NIST 800-53', control: 'AU-6', asks: 'Audit review' },
  'AU-12': { framework: 'NIST 800-53', control: 'AU-12', asks: 'Audit generation' },
  '10.2.1.2': { framework: 'PCI DSS', control: '10.2.1.2', asks: 'Actions by administrative access' },
  '10.2.1.4': { framework: 'PCI DSS', control: '10.2.1.4', asks: 'Invalid access attempts' },
  '10.2.1.5': { framework: 'PCI DSS', control: '10.2.1.5', asks: 'Changes to credentials and privileges' },
  '10.2.2': { framework: 'PCI DSS', control: '10.2.2', asks: 'Who, what, when, where from, outcome' },
  '10.3': { framework: 'PCI DSS', control: '10.3', asks: 'Logs protected from change' },
  '10.4': { framework: 'PCI DSS', control: '10.4', asks: 'Logs reviewed' },
} as const satisfies Readonly<Record<string, Control>>;

export type ControlId = keyof typeof CONTROLS;

/** What a reader of evidence has to know. */
export const NO_VERDICT =
  'Evidence, and no verdict: it says what was recorded; whether a control is met is for the auditor to say.';
