/** How a target stands, for scripts: instants as ISO 8601. */
import type { Json } from '../domain/json.ts';
import { toIso } from '../domain/time.ts';
import type { Standing } from '../forward/standing.ts';

export const targetJson = ({ target, kind, progress }: Standing): Json =>
  progress === null
    ? { target, kind, at: null, sent: 0, refused: 0, dropped: 0, behindAtMost: null, failure: null }
    : {
        target,
        kind,
        at: toIso(progress.at),
        sent: progress.sent,
        refused: progress.refused,
        dropped: progress.dropped,
        behindAtMost: progress.behind,
        failure:
          progress.failure === null
            ? null
            : {
                ...progress.failure,
                since: toIso(progress.failure.since),
                again: toIso(progress.failure.again),
              },
      };
