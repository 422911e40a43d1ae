/** Every kind of platform there is: a new one is its folder and its line here. */
import { CERTIFYCLOUDS } from './certifyclouds/declaration.ts';
import { CERTINEXT } from './certinext/declaration.ts';
import type { PlatformKind } from './declaration.ts';
import { DIGICERT_DISCOVERY } from './digicert-discovery/declaration.ts';
import { DIGICERT_ONE } from './digicert-one/declaration.ts';
import { HOST } from './host/declaration.ts';
import { SSL_CLM } from './ssl-clm/declaration.ts';

export const PLATFORM_KINDS: readonly PlatformKind[] = [
  DIGICERT_ONE,
  DIGICERT_DISCOVERY,
  SSL_CLM,
  CERTIFYCLOUDS,
  CERTINEXT,
  HOST,
];
