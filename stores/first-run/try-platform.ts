/** Tests a platform that is about to be configured, with the configuration's own checks. */
import { parseSettings } from '../../src/config/check.ts';
import { platformToml } from '../../src/config/write.ts';
import { fail, failureOf, type Result } from '../../src/domain/failure.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import { SECOND } from '../../src/domain/time.ts';
import type { PlatformKind } from '../../src/platforms/declaration.ts';

export interface Trying {
  readonly kinds: readonly PlatformKind[];
  /** Path of the file it will be written to: relative secrets start from its folder. */
  readonly file: string;
  readonly base: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** UTC ms. */
  readonly clock: () => number;
}

/** What the platform answered, in words; or what is wrong with the answers or the platform. */
export async function tryPlatform(
  draft: JsonObject,
  trying: Trying,
  signal: AbortSignal,
): Promise<Result<string>> {
  const { kinds, file, base, env, home, clock } = trying;
  const source = { file, text: platformToml(draft), isPrivate: true };
  const loaded = await parseSettings(source, { kinds, secrets: true, env, home, base, timeout: 10 * SECOND });
  if (!loaded.ok) {
    const [first] = loaded.problems;
    return first === undefined
      ? fail(loaded.failure)
      : fail({ code: 'CONFIG_INVALID', what: first.what, next: first.fix ?? '' });
  }
  const [settings] = loaded.value.platforms;
  const kind = kinds.find((each) => each.kind === settings?.kind);
  if (settings === undefined || kind === undefined) return fail(unknown(String(draft.kind)));
  const platform = kind.create(settings, { clock, log: () => undefined });
  try {
    return await platform.probe(signal);
  } catch (thrown) {
    return fail(failureOf(thrown));
  } finally {
    await platform.close();
  }
}

const unknown = (kind: string) => ({
  code: 'CONFIG_INVALID' as const,
  what: `there is no kind of platform called ${kind}`,
  next: 'Choose one of the list.',
});
