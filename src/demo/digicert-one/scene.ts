/** Scenes of the account log: eight steps each, written down with their texts, played by a cast. */
import { SECOND } from '../clock-times.ts';
import type { Cast, Role, Thing } from './cast.ts';

export interface Step {
  /** Seconds after the step before. */
  readonly after: number;
  readonly by: Role;
  readonly action: string;
  readonly type: string;
  readonly on: Thing;
  readonly text: (cast: Cast) => string;
  readonly failed: boolean;
}

export interface Scene {
  readonly weight: number;
  readonly steps: readonly Step[];
  /** Milliseconds of each step after the scene's begin. */
  readonly offsets: readonly number[];
}

const FACETS: Readonly<Record<string, (cast: Cast, role: Role) => string>> = {
  email: (cast, role) => cast[role].email,
  team: (cast, role) => cast[role].team.name,
  account: (cast, role) => cast[role].account.name,
};

/** `{user}` is the name of the cast's user, `{user.email}` a facet of that person. */
function telling(text: string): Step['text'] {
  // Texts and places by turns, because the pattern captures what it splits at.
  const parts = text.split(/\{([^}]+)\}/).map((part, at): string | ((cast: Cast) => string) => {
    if (at % 2 === 0) return part;
    const [thing, facet] = part.split('.') as [Thing, string | undefined];
    const told = facet === undefined ? undefined : FACETS[facet];
    return told === undefined ? (cast) => cast[thing].name : (cast) => told(cast, thing as Role);
  });
  return (cast) => {
    let told = '';
    for (const part of parts) told += typeof part === 'string' ? part : part(cast);
    return told;
  };
}

export function step(after: number, by: Role, action: string, type: string, on: Thing, text: string): Step {
  return { after, by, action, type, on, text: telling(text), failed: false };
}

export const failed = (one: Step): Step => ({ ...one, failed: true });

/** Sign-in methods, as resource types name them, in words. */
const METHODS: Readonly<Record<string, string>> = {
  BASIC_AUTH: 'user name and password',
  BASIC_AUTH_MFA: 'user name, password and one-time code',
  DIGEST_AUTH: 'digest authentication',
  CLIENT_AUTH_CERT: 'a client authentication certificate',
  CLIENT_AUTH_CERT_MFA: 'a client authentication certificate and one-time code',
  SSO_SAML: 'SAML single sign-on',
  SSO_SAML_MFA: 'SAML single sign-on and one-time code',
  SSO_OIDC: 'OpenID Connect single sign-on',
  SSO_OIDC_MFA: 'OpenID Connect single sign-on and one-time code',
};

export const signIn = (after: number, by: Role, method: string): Step =>
  step(after, by, 'LOGIN', method, by, `{${by}} signed in with ${METHODS[method] ?? method}.`);
export const signOut = (after: number, by: Role, method: string): Step =>
  step(after, by, 'LOGOUT', method, by, `{${by}} signed out.`);
export const refused = (after: number, by: Role, method: string, why: string): Step =>
  failed(step(after, by, 'LOGIN_ERROR', method, by, `Sign-in of {${by}} failed: ${why}.`));

export function scene(weight: number, steps: readonly Step[]): Scene {
  let at = 0;
  const offsets = steps.map((one) => {
    at += one.after * SECOND;
    return at;
  });
  return { weight, steps, offsets };
}
