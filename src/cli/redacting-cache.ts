/** The cache as a console may see it where personal data is hidden: what it was never told it cannot show, copy or pipe. */
import type { Asking, Group, Row, ValueCount, WholeRecord } from '../cache/ask.ts';
import type { Cache } from '../cache/port.ts';
import { FailureError } from '../domain/failure.ts';
import type { Json } from '../domain/json.ts';
import type { Kind } from '../domain/record.ts';
import { recordText } from '../domain/record-json.ts';
import { redacted, redactedJson, redactedProfile } from '../domain/redaction.ts';
import { hidesPersonal, type Redaction } from '../domain/redaction-policy.ts';
import { fieldNamed } from '../query/names.ts';

/**
 * The cache itself where no personal data is hidden: secrets are masked where they are shown, so that they can be
 * revealed one by one.
 */
export function redactingCache(cache: Cache, policy: Redaction): Cache {
  if (!hidesPersonal(policy)) return cache;
  const personal = { ...policy, secrets: false };
  const hide = (json: Json): Json => redactedJson(json, personal);
  /** A value under a name, as the policy lets it be seen. */
  const named = (name: string, value: string): string =>
    String((hide({ [name]: value }) as Readonly<Record<string, Json>>)[name]);
  const row = ({ paths, ...rest }: Row): Row => ({
    ...rest,
    record: redacted(rest.record, personal),
    ...(paths === undefined ? {} : { paths: mapped(paths, (path, text) => named(lastName(path), text)) }),
  });
  const rows = (answer: readonly Row[]): readonly Row[] => answer.map(row);
  const asking = <A extends Asking>(given: A | undefined): Asking => ({
    ...given,
    ...(given?.onProgress === undefined
      ? {}
      : {
          onProgress: (progress) =>
            given.onProgress?.(
              progress.rows === undefined ? progress : { ...progress, rows: rows(progress.rows) },
            ),
        }),
  });
  const text = (json: string): string => {
    try {
      return JSON.stringify(hide(JSON.parse(json) as Json));
    } catch {
      return json;
    }
  };
  const whole = (found: WholeRecord): WholeRecord => ({
    ...found,
    record: redacted(found.record, personal),
    raw: found.raw === null ? null : text(found.raw),
    profiles: found.profiles.map((profile) => redactedProfile(profile, personal)),
    ...(found.texts === undefined ? {} : { texts: mapped(found.texts, (_, json) => text(json)) }),
  });
  /** Values of a field of queries, which may read several places of a record. */
  const ofField = (kind: Kind, field: string, value: string): string =>
    (fieldNamed(kind, field)?.paths ?? [field]).reduce(
      (told, path) => (told === value ? named(path, value) : told),
      value,
    );
  // Named one by one: a question that comes to the port later is not answered here before somebody has thought about it.
  const { count, refs, histogram, figures, streams, rejected, outbox, unknown, open, muted, notes } = cache;
  const { recall, known, disk, ledgerHead, verifyLedger, path, onChange, linedUp, close } = cache;
  const { commit, prepare, note, saveProfiles, markRead, outboxDone, pin, annotate, mute } = cache;
  const { remember, lease, release, retain } = cache;
  return {
    ...{ count, refs, histogram, figures, streams, rejected, outbox, unknown, open, muted, notes },
    ...{ recall, known, disk, ledgerHead, verifyLedger, path, onChange, close },
    ...{ commit, note, saveProfiles, markRead, outboxDone, pin, annotate, mute },
    ...{ remember, lease, release, retain },
    ...(prepare === undefined ? {} : { prepare }),
    ...(linedUp === undefined ? {} : { linedUp }),
    get setAside() {
      return cache.setAside ?? null;
    },
    rows: async (request, given) => {
      const answer = await cache.rows(request, asking(given));
      return { ...answer, rows: rows(answer.rows) };
    },
    record: async (ref, textOver) => {
      const found = await cache.record(ref, textOver);
      return found === null ? null : whole(found);
    },
    recordText: async (ref) => {
      const found = await cache.record(ref);
      return found === null ? null : recordText(redacted(found.record, personal));
    },
    profiles: async (platform, mentions) => {
      const profiles = await cache.profiles(platform, mentions);
      return profiles.map((profile) => redactedProfile(profile, personal));
    },
    arrivals: async (...asked) => {
      const answer = await cache.arrivals(...asked);
      const arrivals = answer.arrivals.map((each) => ({ ...each, record: redacted(each.record, personal) }));
      return { ...answer, arrivals } as typeof answer;
    },
    groups: async (request, given) => {
      const { selection, field } = request;
      const groups = await cache.groups(request, given);
      return groups.map(
        (group): Group =>
          group.value === null ? group : { ...group, value: ofField(selection.kind, field, group.value) },
      );
    },
    // What is hidden is not offered either: completion would tell it letter by letter.
    values: async (kind, field, prefix, limit) => {
      const values = await cache.values(kind, field, prefix, limit);
      return values.filter((value) => ofField(kind, field, value) === value);
    },
    valueCounts: async (kind, field, prefix, limit) => {
      const counts = await cache.valueCounts(kind, field, prefix, limit);
      return counts.filter(({ value }: ValueCount) => ofField(kind, field, value) === value);
    },
    sql: () =>
      Promise.reject(
        new FailureError({
          code: 'USAGE',
          what: 'SQL would show what [redaction] hides',
          next: 'Ask with a query, or take the names out of personal below [redaction].',
        }),
      ),
  };
}

const lastName = (path: string): string => /([\p{L}\d_-]+)[^\p{L}\d_-]*$/u.exec(path)?.[1] ?? path;

const mapped = (
  texts: Readonly<Record<string, string>>,
  change: (name: string, text: string) => string,
): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, change(name, text)]));
