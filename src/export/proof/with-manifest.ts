/** A file and its manifest: both appear under their names, or neither does. */
import type { KeyObject } from 'node:crypto';
import { jsonText } from '../../domain/text.ts';
import { openTarget, type Target, type TargetOptions } from '../target.ts';
import { throwIfAborted } from '../write-records.ts';
import { inTurn } from './in-turn.ts';
import { exportBefore, type Manifest, manifestPath, type Series, type Unproven } from './manifest.ts';
import { proven } from './proof.ts';

export interface Proving extends TargetOptions {
  readonly signal?: AbortSignal | undefined;
  /** Signs the manifest; without one it is only sealed. */
  readonly key?: KeyObject | null;
}

export interface Proven {
  readonly path: string;
  readonly manifest: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** What a manifest says of the records, short of what is told by the file itself. */
export type Said = Omit<Unproven, 'sha256' | 'previous' | keyof Series>;

/**
 * Writes the file through `write`, which resolves to what its manifest says. A failure or an abort leaves nothing
 * behind, and whatever stood under the names before.
 */
export async function withManifest(
  path: string,
  series: Series,
  { signal, key = null, ...options }: Proving,
  write: (target: Target) => Promise<Said>,
): Promise<Proven> {
  const before = await exportBefore(path, series);
  const manifest = manifestPath(path);
  const target = await openTarget(path, options);
  try {
    const { rows, ...said } = await write(target);
    const { sha256, bytes } = await target.finish();
    const unproven = inOrder({ ...series, ...said, rows, sha256, previous: before?.previous ?? null });
    const note = await openTarget(manifest, options);
    try {
      await note.write(
        `${jsonText(proven(unproven, before ?? { seal: null, beyond: null }, key) satisfies Manifest, 2)}\n`,
      );
      await note.finish();
      throwIfAborted(signal);
      await inTurn(path, async () => {
        await target.rename();
        await note.rename();
      });
    } finally {
      await note.discard();
    }
    return { path, manifest, sha256, bytes };
  } finally {
    await target.discard();
  }
}

/** As people read it: what made the file first, what it holds, what proves it. */
function inOrder({ tool, version, createdAt, kind, query, series, ...rest }: Unproven): Unproven {
  return { tool, version, createdAt, kind, query, ...(series === undefined ? {} : { series }), ...rest };
}
