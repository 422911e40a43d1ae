/** Who works with CertifyClouds: people signing in and out, and one who is locked out. */

import { MINUTE, SECOND } from '../clock-times.ts';
import type { Person } from '../people.ts';
import { between, mix, pick } from '../random.ts';
import type { Actor, Pen, Scene } from './happenings.ts';

export const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

export const userOf = ({ id, email }: Person): Actor => ({ type: 'user', id, name: email });

export function someone({ chance, world }: Pen): Actor {
  return userOf(pick(chance('who'), world.people.admins));
}

export const addressOf = (h: number): string => `192.0.2.${between(h, 130, 220)}`;

export const signIn: Scene = (pen) => {
  const actor = someone(pen);
  const ip = addressOf(mix(pen.chance('ip'), 1));
  const web = { actor, ip, agent: BROWSER, resource: null, severity: 'info' as const };
  const details = { username: actor.name, ip_address: ip };
  pen.audit({
    ...web,
    at: pen.at,
    event: 'auth.login.success',
    description: `${actor.name} logged in`,
    details: { ...details, user_agent: BROWSER },
  });
  pen.audit({
    ...web,
    at: pen.at + between(pen.chance('stay'), 4, 50) * MINUTE,
    event: 'auth.logout',
    description: `${actor.name} logged out`,
    details,
  });
};

export const lockedOut: Scene = (pen) => {
  const actor = userOf(pick(pen.chance('victim'), pen.world.people.users.slice(0, 60)));
  const ip = `198.51.100.${between(pen.chance('ip'), 150, 240)}`;
  const from = { actor, ip, agent: 'python-requests/2.32.3', resource: null };
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    pen.audit({
      ...from,
      at: pen.at + attempt * 7 * SECOND,
      event: 'auth.login.failed',
      severity: 'warning',
      description: `Failed login for ${actor.name}`,
      details: { username: actor.name, ip_address: ip, reason: 'invalid_password', attempt },
    });
  }
  pen.audit({
    ...from,
    at: pen.at + 36 * SECOND,
    event: 'auth.account.locked',
    severity: 'error',
    description: `Account ${actor.name} locked after 5 failed attempts`,
    details: { username: actor.name, attempt_count: 5 },
  });
};
