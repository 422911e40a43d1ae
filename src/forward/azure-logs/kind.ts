import type { TargetKind } from '../target.ts';
import { SETTINGS } from './settings.ts';
import { openAzure } from './target.ts';

export const AZURE_LOGS: TargetKind = {
  kind: 'azure-logs',
  title: 'Azure Monitor',
  about: 'A table of a Log Analytics workspace (Microsoft Sentinel reads it), by the Logs Ingestion API.',
  settings: SETTINGS,
  open: openAzure,
};
