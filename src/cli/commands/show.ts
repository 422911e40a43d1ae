import { FailureError } from '../../domain/failure.ts';
import { isObject, type Json } from '../../domain/json.ts';
import { indentedJson } from '../../domain/json-places.ts';
import { parseRef } from '../../domain/record.ts';
import { recordJson } from '../../domain/record-json.ts';
import { redacted, redactedJson, redactedProfile, redactedText } from '../../domain/redaction.ts';
import type { Redaction } from '../../domain/redaction-policy.ts';
import { inertJson, jsonText } from '../../domain/text.ts';
import { toIso } from '../../domain/time.ts';
import { usageError } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { openFor } from '../open-for.ts';
import { REVEAL, redactionFor } from '../redaction.ts';
import { settingsFor } from '../settings.ts';

export const SHOW = defineCommand({
  name: 'show',
  about: 'One record with everything known, as JSON',
  examples: ['certdeck show prod/job/4711'],
  positionals: [{ name: 'REF', required: true, about: 'platform/kind/id, as lists print it' }],
  options: { reveal: REVEAL },
  async run({ options, positionals }, context) {
    const [ref = ''] = positionals;
    if (parseRef(ref) === null) {
      throw usageError(
        `${JSON.stringify(ref)} is no reference`,
        'Write platform/kind/id, with kind alert, job, audit or statistic; lists print it as ref.',
      );
    }
    const settings = await settingsFor(context, { secrets: false });
    await using services = await openFor(settings, context, { write: false });
    const found = await services.cache.record(ref);
    if (found === null) {
      throw new FailureError({
        code: 'NOT_FOUND',
        what: `there is no record ${ref} in the cache`,
        next: 'Run `certdeck sync --once` if it may be newer than the last sync.',
      });
    }
    const redaction = await redactionFor(settings, context, {
      asked: options.reveal,
      what: { by: 'show', ref },
    });
    const record = recordJson(redacted(found.record, redaction));
    const whole: Json = {
      ...(isObject(record) ? record : {}),
      firstSeenAt: toIso(found.firstSeenAt),
      changedAt: toIso(found.changedAt),
      ...(found.note === undefined ? {} : { note: { text: found.note.text, at: toIso(found.note.at) } }),
      profiles: found.profiles.map(({ fetchedAt, ...profile }) => ({
        ...redactedProfile(profile, redaction),
        fetchedAt: toIso(fetchedAt),
      })),
    };
    const known = jsonText(whole, 2).slice(0, -'\n}'.length);
    await context.out.write(`${known},\n  "raw": ${rawText(found.raw, redaction)}\n}\n`);
    return 0;
  },
});

/** The row as the platform delivered it, to the digit; text that is no JSON is one string. */
function rawText(raw: string | null, redaction: Redaction): string {
  if (raw === null) return 'null';
  try {
    JSON.parse(raw);
  } catch {
    return jsonText(redactedJson(raw, redaction));
  }
  return inertJson(indentedJson(redactedText(raw, redaction), 1));
}
