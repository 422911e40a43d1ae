/** The app's token, by its client secret (learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow). */
import { fail, ok, type Result } from '../../domain/failure.ts';
import { isObject } from '../../domain/json.ts';
import { safeLine } from '../../domain/text.ts';
import { cut } from '../../platforms/body.ts';
import type { Token } from '../../platforms/session.ts';
import type { Posted, Poster } from '../post.ts';
import type { Instead } from '../told.ts';
import type { AzureSettings } from './settings.ts';

/** Characters. */
const LONGEST_CAUSE = 300;
/** Errors that are the app's or its secret's. */
const OF_THE_APP = new Set(['invalid_client', 'unauthorized_client', 'invalid_request', 'invalid_grant']);

export async function logIn(
  { logInUrl, scope, clientId, secret }: AzureSettings,
  poster: Poster,
  signal: AbortSignal,
): Promise<Result<Token>> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: secret.reveal(),
    scope,
  });
  const out = {
    url: logInUrl,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
    signal,
    asked: 'the log-in',
  };
  const answer = await poster.send(out);
  if (!answer.ok) return answer;
  const { status, json } = answer.value;
  const { access_token: token, expires_in: seconds } = isObject(json) ? json : {};
  if (status === 200 && typeof token === 'string' && token !== '') {
    // Some answer with digits in a text.
    const lifetime = Number(seconds);
    return ok({ token, lifetime: (Number.isFinite(lifetime) && lifetime > 0 ? lifetime : 0) * 1_000 });
  }
  return fail(poster.failure(answer.value, out, insteadOf(answer.value)));
}

function insteadOf(answer: Posted): Instead {
  const { error, cause } = saidOf(answer.text);
  const next = 'Check tenant, client_id and client_secret: the secret’s value, not its id, and not expired.';
  if (answer.status === 400 && !OF_THE_APP.has(error)) return { ...cause };
  const isRefusal = answer.status === 400 || answer.status === 401;
  return isRefusal
    ? { code: 'UNAUTHORISED', what: 'the log-in of the app was refused', next, ...cause }
    : { ...cause };
}

/** What is said of a refused log-in; the text is free of secrets. */
function saidOf(text: string): { readonly error: string; readonly cause: { readonly cause?: string } } {
  let body: unknown = null;
  try {
    body = JSON.parse(text);
  } catch {
    // The words of whatever else it is are found by the one who tells the failure.
  }
  const { error, error_description: description } = isObject(body) ? body : {};
  if (typeof error !== 'string') return { error: '', cause: {} };
  const said = typeof description === 'string' ? `${error}: ${description}` : error;
  return { error, cause: { cause: cut(safeLine(said), LONGEST_CAUSE) } };
}
