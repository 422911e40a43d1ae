/** Every kind of target there is: a new one is its folder and its line here. */
import { SPLUNK_HEC } from './splunk-hec/kind.ts';
import type { TargetKind } from './target.ts';

export const TARGET_KINDS: readonly TargetKind[] = [SPLUNK_HEC];
