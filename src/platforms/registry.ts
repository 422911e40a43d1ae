/** Every kind of platform there is: a new one is its folder and its line here. */
import { CERTIFYCLOUDS } from './certifyclouds/declaration.ts';
import { CERTINEXT } from './certinext/declaration.ts';
import type { PlatformKind, PlatformSettings, PlatformTools } from './declaration.ts';
import { DIGICERT_DISCOVERY } from './digicert-discovery/declaration.ts';
import { DIGICERT_ONE } from './digicert-one/declaration.ts';
import { HOST } from './host/declaration.ts';
import type { Platform } from './port.ts';
import { SSL_CLM } from './ssl-clm/declaration.ts';

export const PLATFORM_KINDS: readonly PlatformKind[] = [
  DIGICERT_ONE,
  DIGICERT_DISCOVERY,
  SSL_CLM,
  CERTIFYCLOUDS,
  CERTINEXT,
  HOST,
];

/** The platforms of a configuration, ready to be asked; nothing is opened before the first request. */
export function createPlatforms(
  settings: readonly PlatformSettings[],
  tools: PlatformTools,
  kinds = PLATFORM_KINDS,
): readonly Platform[] {
  return settings.flatMap((one) => kinds.find(({ kind }) => kind === one.kind)?.create(one, tools) ?? []);
}
