import type { Settings } from '../config/settings.ts';
import type { Platform } from '../platforms/port.ts';
import type { CheckedPlatform } from '../sync/daily-check.ts';

export interface PacedPlatform extends CheckedPlatform {
  /** Milliseconds back that the first sync reaches. */
  readonly since: number;
}

/** Each platform with how often it is asked: a stream that scans is as fresh as its scans, not as its polls. */
export function pacedPlatforms(settings: Settings, platforms: readonly Platform[]): readonly PacedPlatform[] {
  return settings.platforms.map(({ name, kind, pollInterval, since }) => {
    const streams = platforms.find((platform) => platform.name === name)?.streams ?? [];
    const scans = new Map(
      streams.flatMap((stream) => (stream.mode === 'scan' ? [[stream.name, stream.interval] as const] : [])),
    );
    return { name, kind, since, pollInterval: (stream) => scans.get(stream) ?? pollInterval };
  });
}
