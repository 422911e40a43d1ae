/** What is told of a user or an account besides its name: the column, and where it stands in the object of the platform. */
import type { Column } from '../../domain/field.ts';
import { isObject, type Json, type Value } from '../../domain/json.ts';
import { parseInstant } from '../../domain/time.ts';
import type { Profile } from '../../platforms/port.ts';
import { enumColumn, textColumn, timeColumn } from '../tools.ts';

export type Known = Profile & { readonly fetchedAt: number };
export type Body = Readonly<Record<string, Json>>;

export interface Told {
  readonly column: Column;
  /** `people`: names of other people may be told. */
  readonly of: (body: Body, profile: Known, tells: { readonly people: boolean }) => Value;
}

export const textIn = (body: Body, name: string): string | null => {
  const value = body[name];
  return typeof value === 'string' && value !== '' ? value : null;
};
const timeIn = (body: Body, name: string): number | null => parseInstant(body[name] ?? null);
const within = (body: Body, name: string): Body => (isObject(body[name]) ? body[name] : {});
/** The objects of a list, each in words; null where there is none. */
function eachIn(body: Body, name: string, words: (one: Body) => string | null, between: string): Value {
  const list = body[name];
  if (!Array.isArray(list)) return null;
  const told = list.flatMap((one: Json) => (isObject(one) ? (words(one) ?? []) : []));
  return told.length === 0 ? null : told.join(between);
}

/** `Trust Lifecycle: VIEW_EM_SEAT, VIEW_EM_PROFILE`. */
function applicationOf(application: Body): string | null {
  const name = textIn(application, 'name') ?? textIn(application, 'id');
  const { permissions } = application;
  const may = Array.isArray(permissions) ? permissions.filter((each) => typeof each === 'string') : [];
  return may.length === 0 ? name : `${name ?? '?'}: ${may.join(', ')}`;
}

/** `standard enabled, MFA disabled, client certificates`. */
function methodOf(method: Body): string | null {
  const mfa = textIn(method, 'mfaStatus');
  const parts = [
    [textIn(method, 'signInMethod'), textIn(method, 'status')].filter((part) => part !== null).join(' '),
    mfa === null ? '' : `MFA ${mfa}`,
    method.clientAuthCertLoginEnabled === true ? 'client certificates' : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? null : parts.join(', ');
}

const personOf = (body: Body): string | null => {
  const names = [textIn(body, 'first_name'), textIn(body, 'last_name')].filter((name) => name !== null);
  return names.length === 0 ? textIn(body, 'friendly_name') : names.join(' ');
};

/** Names of members as at https://dev.digicert.com (Account Manager API). */
export const TOLD: Readonly<Record<'user' | 'account', readonly Told[]>> = {
  user: [
    { column: textColumn('email', 'E-mail'), of: (_, { email }) => email },
    {
      column: textColumn('person', 'Full name'),
      of: (body, _, { people }) => (people ? personOf(body) : null),
    },
    {
      column: enumColumn('userType', 'Type'),
      of: (body, { actorType }) => textIn(body, 'user_type') ?? actorType,
    },
    { column: timeColumn('created', 'Created'), of: (body) => timeIn(body, 'created_at') },
    { column: enumColumn('scope', 'Access scope'), of: (body) => textIn(body, 'access_scope') },
    { column: textColumn('account', 'Primary account'), of: (body) => textIn(body, 'primary_account_id') },
    {
      column: textColumn('accounts', 'Accounts'),
      of: (body) => eachIn(body, 'accounts', (one) => textIn(one, 'name') ?? textIn(one, 'id'), ', '),
    },
    {
      column: textColumn('applications', 'May use'),
      of: (body) => eachIn(body, 'applications', applicationOf, '; '),
    },
  ],
  account: [
    { column: textColumn('identifier', 'Identifier'), of: (body) => textIn(body, 'friendly_identifier') },
    {
      column: textColumn('servedFrom', 'Served from'),
      of: (body) => textIn(within(body, 'service_period'), 'from'),
    },
    {
      column: textColumn('servedTo', 'Served to'),
      of: (body) => textIn(within(body, 'service_period'), 'to'),
    },
    {
      column: textColumn('signIn', 'Ways to sign in'),
      of: (body) => eachIn(body, 'sign_in_methods', methodOf, '; '),
    },
    {
      column: textColumn('admins', 'Administrators'),
      of: (body, _, { people }) => {
        if (people) return eachIn(body, 'admins', (admin) => textIn(admin, 'name'), ', ');
        return Array.isArray(body.admins) ? String(body.admins.length) : null;
      },
    },
  ],
};
