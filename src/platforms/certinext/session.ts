/** The token of CERTInext's API v2: an OAuth 2.0 client credentials grant, good for an hour. */
import { HOUR } from '../../domain/time.ts';
import type { Secret } from '../declaration.ts';
import type { Http } from '../http.ts';
import { createSession, readToken, type Session } from '../session.ts';

export interface Client {
  readonly platform: string;
  readonly account: string;
  readonly secret: Secret;
  /** Null where none is sent; which there are is not published. */
  readonly scope: string | null;
  readonly clock: () => number;
  /** Asked for only when a log-in is due: the client is built from the session it serves. */
  readonly http: () => Http;
}

export function clientSession({ platform, account, secret, scope, clock, http }: Client): Session {
  return createSession({
    clock,
    async logIn(signal) {
      const answered = await http().ask({
        method: 'POST',
        path: '/oauth/token',
        form: {
          grant_type: 'client_credentials',
          client_id: account,
          client_secret: secret.reveal(),
          ...(scope === null ? {} : { scope }),
        },
        anonymous: true,
        asked: 'an access token',
        signal,
      });
      return answered.ok ? readToken(platform, answered.value, HOUR) : answered;
    },
  });
}
