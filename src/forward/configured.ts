/** The targets of checked settings; apart from their declarations, which only who sends needs. */
import type { Settings } from '../config/settings.ts';
import type { TargetSettings } from './target.ts';

export function targetsOf({ sections = {} }: Pick<Settings, 'sections'>): readonly TargetSettings[] {
  return (sections.targets ?? []) as unknown as readonly TargetSettings[];
}
