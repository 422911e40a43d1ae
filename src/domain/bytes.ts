/** Amounts of storage as people write them: `500MB`, `2GiB`. */

const UNITS: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

/** Whole bytes; null when the text is no amount. */
export function parseBytes(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?) ?([kmgt]?i?b)$/i.exec(text);
  if (match === null) return null;
  const bytes = Math.round(Number(match[1]) * (UNITS[(match[2] ?? '').toLowerCase()] ?? Number.NaN));
  return Number.isSafeInteger(bytes) ? bytes : null;
}

const STEPS = ['KiB', 'MiB', 'GiB', 'TiB'] as const;

/** Three digits at most: `0 B`, `640 KiB`, `1.2 GiB`. */
export function formatBytes(bytes: number): string {
  let rest = bytes;
  let unit = 'B';
  for (const step of STEPS) {
    if (rest < 1000) break;
    rest /= 1024;
    unit = step;
  }
  return `${unit === 'B' || rest >= 10 ? Math.round(rest) : rest.toFixed(1)} ${unit}`;
}
