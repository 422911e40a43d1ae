import type { TargetKind } from '../target.ts';
import { faultsOf, SETTINGS } from './settings.ts';
import { openHook } from './target.ts';

export const WEBHOOK: TargetKind = {
  kind: 'webhook',
  title: 'Webhook',
  about: 'Anything that takes JSON by POST; requests can be signed and events templated.',
  settings: SETTINGS,
  faultsOf,
  open: openHook,
};
