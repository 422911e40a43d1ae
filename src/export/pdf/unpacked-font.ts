/** Fonts out of WOFF2. */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

interface Unpacker {
  decompress(packed: Uint8Array): Uint8Array | false;
  onRuntimeInitialized?: () => void;
  calledRun?: boolean;
}

// The package offers a promise for each font; a character that is met in the middle of a line cannot wait for one.
const unpacker = require('wawoff2/build/decompress_binding.js') as Unpacker;
if (unpacker.calledRun !== true) {
  await new Promise<void>((resolve) => {
    unpacker.onRuntimeInitialized = resolve;
  });
}

export function unpackedFont(packed: Uint8Array): Uint8Array {
  const font = unpacker.decompress(packed);
  if (font === false) throw new Error('a font of the package cannot be unpacked');
  return font;
}
