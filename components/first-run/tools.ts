/** What the first-run screen can do besides asking. */

import type { PlatformKind } from '../../src/platforms/declaration.ts';
import type { Asking } from '../../stores/first-run/flow.ts';

export interface FirstRunTools {
  readonly kinds: readonly PlatformKind[];
  /** Path of the configuration that will be written. */
  readonly file: string;
  /** Tests the connection with the answers given. */
  readonly test: (asking: Asking) => void;
  /** Writes the platform into the configuration. */
  readonly save: (asking: Asking) => void;
}
