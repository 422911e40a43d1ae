/**
 * What happens in an account. Actions and resource types are the published ones (dev.digicert.com, "Audit API activity
 * for compliance reporting"); in sign-in rows the resource type is the sign-in method.
 */
import { ACCOUNT_SCENES } from './account-scenes.ts';
import { PEOPLE_SCENES } from './people-scenes.ts';
import type { Scene } from './scene.ts';

export const SCENES: readonly Scene[] = [...PEOPLE_SCENES, ...ACCOUNT_SCENES];
