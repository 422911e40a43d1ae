/** Every kind of target there is: a new one is its folder and its line here. */
import { AZURE_LOGS } from './azure-logs/kind.ts';
import { SPLUNK_HEC } from './splunk-hec/kind.ts';
import { SYSLOG } from './syslog/kind.ts';
import type { TargetKind } from './target.ts';
import { WEBHOOK } from './webhook/kind.ts';

export const TARGET_KINDS: readonly TargetKind[] = [SPLUNK_HEC, AZURE_LOGS, SYSLOG, WEBHOOK];
