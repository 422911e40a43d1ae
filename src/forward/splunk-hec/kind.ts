import type { TargetKind } from '../target.ts';
import { SETTINGS } from './settings.ts';
import { openHec } from './target.ts';

export const SPLUNK_HEC: TargetKind = {
  kind: 'splunk-hec',
  title: 'Splunk',
  about: 'Splunk by its HTTP Event Collector, or whatever speaks its protocol.',
  settings: SETTINGS,
  open: openHec,
};
