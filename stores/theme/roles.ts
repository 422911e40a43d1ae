/** What a text can be to the reader: themes give a look to roles, never to places on the screen. */

export const ROLES = {
  plain: 'text',
  error: 'errors and failures',
  warning: 'warnings, and what is late',
  ok: 'what is well',
  info: 'what goes on, and messages',
  accent: 'keys, and what is chosen',
  dim: 'what matters less',
  strong: 'what matters more',
  heading: 'headings',
  cursor: 'the line under the cursor',
  match: 'what a search has found',
  stale: 'what is not up to date',
  failing: 'the part of a picture that failed',
} as const satisfies Readonly<Record<string, string>>;

export type Role = keyof typeof ROLES;
export const ROLE_NAMES = Object.keys(ROLES) as readonly Role[];
