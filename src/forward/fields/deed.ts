/** What an action does, whatever its platform calls it: the words that ECS and OCSF class events by. Pure. */

export type Deed =
  | 'mfa-on'
  | 'mfa-off'
  | 'password-reset'
  | 'password-change'
  | 'logoff'
  | 'logon'
  | 'unlock'
  | 'lock'
  | 'detach'
  | 'attach'
  | 'disable'
  | 'enable'
  | 'delete'
  | 'create'
  | 'update'
  | 'read'
  | 'other';

/** Beginnings of words, joined as `LOGIN_ERROR` is; the first row that is found in an action is what it does. */
const DEEDS: readonly (readonly [Deed, string])[] = [
  [
    'mfa-off',
    '(?:disable|remove|reset)[a-z]*_(?:mfa|otp|2fa|totp)|(?:mfa|otp|2fa|totp)_(?:disable|remove|reset)',
  ],
  [
    'mfa-on',
    '(?:enable|add|enrol|register)[a-z]*_(?:mfa|otp|2fa|totp)|(?:mfa|otp|2fa|totp)_(?:enable|add|enrol|register)',
  ],
  ['password-reset', 'reset[a-z]*_password|password_reset|forgot[a-z]*_password'],
  ['password-change', '(?:chang|updat|set)[a-z]*_password|password_(?:chang|updat|set)'],
  ['logoff', 'log_?out|log_?off|sign_?out|session_(?:end|expir)'],
  ['logon', 'log_?in|log_?on|logged_in|sign_?in|authenticat'],
  ['unlock', 'unlock'],
  ['lock', 'lock|suspend'],
  ['detach', 'unassign|detach|ungrant|remove_(?:role|member|permission)|(?:role|member|permission)s?_remov'],
  ['attach', 'assign|attach|grant|add_(?:role|member|permission)|(?:role|member|permission)s?_add'],
  ['disable', 'disabl|deactivat'],
  ['enable', 'enabl|activat'],
  ['delete', 'delet|remov|purg|destroy|unregister|withdr'],
  [
    'create',
    'creat|add|new|regist|enrol|issu|generat|import|upload|insert|order|submit|discover|install|deploy',
  ],
  [
    'update',
    'updat|edit|chang|modif|renam|renew|rotat|revok|reissu|replac|approv|reject|cancel|set|configur|restor|sync|retr|resend|mov|mark',
  ],
  [
    'read',
    'read|view|list|get|download|export|search|access|open|scan|check|validat|verif|test|fetch|report',
  ],
];
const TABLE = DEEDS.map(([deed, words]) => [deed, new RegExp(`(?:^|_)(?:${words})`)] as const);

/** As the words of the table are written: `LoginError` and `auth.login-error` become `login_error`. */
const joined = (text: string): string =>
  text
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '_');

export function deedOf(action: string | null): Deed {
  const text = joined((action ?? '').slice(0, 500));
  return TABLE.find(([, words]) => words.test(text))?.[0] ?? 'other';
}

const GROUPS = /(?:^|_)(?:group|role|permission|team)/;
const USERS = /(?:^|_)(?:user|account|member|admin|principal|identity|api_?key|token|credential)/;

/** Whether a type of resource is somebody who can act, a group of them, or another thing. */
export function subjectOf(type: string | null): 'user' | 'group' | 'thing' {
  const text = joined((type ?? '').slice(0, 200));
  return GROUPS.test(text) ? 'group' : USERS.test(text) ? 'user' : 'thing';
}
