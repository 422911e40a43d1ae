/** Asks a platform that is not yet in the configuration, through the same checks and code as one that is. */
import { parseSettings } from '../../src/config/check.ts';
import { platformToml } from '../../src/config/write.ts';
import { type Failure, fail, failureOf, type Result } from '../../src/domain/failure.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import { SECOND } from '../../src/domain/time.ts';
import type { PlatformKind } from '../../src/platforms/declaration.ts';

export interface TestTools {
  readonly kinds: readonly PlatformKind[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** The folder of the configuration: a relative path of a secret's file starts there. */
  readonly base: string;
  /** UTC ms. */
  readonly clock: () => number;
  /** Root under which platforms read files; '/' outside tests. */
  readonly fileRoot?: string;
}

/** What the platform answered, in words, or why there is no answer. Never throws. */
export async function testPlatform(
  table: JsonObject,
  tools: TestTools,
  signal: AbortSignal,
): Promise<Result<string>> {
  const { kinds, env, home, base, clock, fileRoot } = tools;
  try {
    const source = { file: 'the answers', text: platformToml(table), isPrivate: true };
    const loaded = await parseSettings(source, {
      kinds,
      secrets: true,
      env,
      home,
      base,
      timeout: 10 * SECOND,
    });
    if (!loaded.ok) return fail(summed(loaded.failure, loaded.problems));
    const [settings] = loaded.value.platforms;
    const kind = kinds.find((candidate) => candidate.kind === settings?.kind);
    if (settings === undefined || kind === undefined) return fail(failureOf(`no kind ${String(table.kind)}`));
    const platform = kind.create(settings, {
      clock,
      log: () => undefined,
      ...(fileRoot === undefined ? {} : { fileRoot }),
    });
    try {
      return await platform.probe(signal);
    } finally {
      await platform.close();
    }
  } catch (thrown) {
    return fail(failureOf(thrown));
  }
}

/** Every problem in one failure: there is no file whose lines could be named. */
function summed(
  failure: Failure,
  problems: readonly { readonly what: string; readonly fix: string }[],
): Failure {
  if (problems.length === 0) return failure;
  return {
    code: failure.code,
    what: problems.map(({ what }) => what).join('; '),
    next: [...new Set(problems.map(({ fix }) => fix))].join(' '),
  };
}
