/** Every kind of target there is: a new one is its folder and its line here. */
import type { TargetKind } from './target.ts';

export const TARGET_KINDS: readonly TargetKind[] = [];
