/** Users and accounts of DigiCert Account Manager, looked up by id. */
import { type Failure, fail, ok, type Result } from '../../domain/failure.ts';
import { isObject, type Json, type JsonObject } from '../../domain/json.ts';
import { pathSegment } from '../guard.ts';
import type { Http } from '../http.ts';
import type { Mention, Profile } from '../port.ts';

const PATHS = { user: '/account/api/v1/user/', account: '/account/api/v1/account/' } as const;
const ACTOR_TYPES: Readonly<Record<string, 'user' | 'service'>> = { standard: 'user', service: 'service' };

/**
 * What the platform knows of a user or an account. A vanished one is told in two ways, and both are answers:
 * HTTP 404 (`missing`), or an object whose `status` is DELETED (`deleted`).
 */
export async function lookUp(
  http: Http,
  platform: string,
  mention: Mention,
  signal: AbortSignal,
): Promise<Result<Profile>> {
  const { type, id } = mention;
  const segment = pathSegment(id);
  if (segment === null) return ok(missing(mention));
  const answered = await http.ask({ path: PATHS[type] + segment, asked: `the ${type} ${id}`, signal });
  if (answered.ok)
    return isObject(answered.value) ? ok(found(mention, answered.value)) : fail(noObject(platform, type));
  if (answered.failure.code !== 'NOT_FOUND') return answered;
  return ok(missing(mention));
}

function missing({ type, id }: Mention): Profile {
  return { type, id, status: 'missing', name: null, email: null, actorType: null, body: null };
}

function found({ type, id }: Mention, body: JsonObject): Profile {
  const text = (value: Json | undefined) => (typeof value === 'string' && value !== '' ? value : null);
  const fullName = [text(body.first_name), text(body.last_name)].filter((part) => part !== null).join(' ');
  const names = [text(body.name), text(body.friendly_name), text(body.user_name), text(fullName)];
  return {
    type,
    id,
    status: text(body.status)?.toUpperCase() === 'DELETED' ? 'deleted' : 'found',
    name: names.find((name) => name !== null) ?? null,
    email: text(body.email),
    actorType: type === 'user' ? (ACTOR_TYPES[text(body.user_type)?.toLowerCase() ?? ''] ?? null) : null,
    body,
  };
}

function noObject(platform: string, type: Mention['type']): Failure {
  return {
    code: 'BAD_RESPONSE',
    what: `${platform}: a look-up of a ${type} was not answered as documented`,
    cause: 'It answered with JSON that is no object.',
    next: 'Nothing to do: the entries themselves are complete; the look-up is repeated later.',
    where: platform,
  };
}
