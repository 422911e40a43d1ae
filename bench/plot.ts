/**
 * How cost grows with the cache: `node bench/plot.ts` draws what `bench/results.json` holds as
 * docs/pictures/growth.svg, both axes logarithmic, and prints it as a table in Markdown.
 */
import { writeFileSync } from 'node:fs';
import { readResults } from './results.ts';

interface Series {
  readonly name: string;
  readonly title: string;
  readonly colour: string;
}

/** Measures whose `ours` begins with the number that is drawn. */
const SERIES: readonly Series[] = [
  { name: 'first-frame', title: 'start to the first full frame, ms', colour: '#2563eb' },
  { name: 'first-page', title: 'first page of a new query, p95 ms', colour: '#dc2626' },
  { name: 'cursor-ms', title: 'cursor move, p50 ms', colour: '#16a34a' },
  { name: 'memory', title: 'memory of the console, MiB', colour: '#9333ea' },
  { name: 'disk', title: 'the cache on disk, MiB', colour: '#64748b' },
];
const SIZES = [10_000, 100_000, 1_000_000, 10_000_000];
const [WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM] = [760, 420, 60, 20, 250, 40];
const [LOWEST, HIGHEST] = [1, 10_000];

const results = readResults();
const numberOf = (text: string): number => Number(/-?[\d,.]+/.exec(text)?.[0]?.replaceAll(',', ''));
const points = SERIES.map((series) => ({
  ...series,
  values: SIZES.map((entries) => {
    const found = results.find((result) => result.name === series.name && result.entries === entries);
    return found === undefined ? null : numberOf(found.ours);
  }),
}));

const x = (at: number): number => LEFT + (at * (WIDTH - LEFT - RIGHT)) / (SIZES.length - 1);
const y = (value: number): number => {
  const part = Math.log10(Math.max(LOWEST, value) / LOWEST) / Math.log10(HIGHEST / LOWEST);
  return HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM);
};
const text = (left: number, top: number, words: string, more = ''): string =>
  `<text x="${left.toFixed(1)}" y="${top.toFixed(1)}" ${more}>${words}</text>`;
const line = (x1: number, y1: number, x2: number, y2: number): string =>
  `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="#cbd5e1"/>`;

const parts: string[] = [];
for (let value = LOWEST; value <= HIGHEST; value *= 10) {
  parts.push(line(LEFT, y(value), WIDTH - RIGHT, y(value)));
  parts.push(text(LEFT - 8, y(value) + 4, value.toLocaleString('en'), 'text-anchor="end"'));
}
for (const [at, entries] of SIZES.entries()) {
  const words = entries.toLocaleString('en', { notation: 'compact' });
  parts.push(text(x(at), HEIGHT - BOTTOM + 20, `${words} entries`, 'text-anchor="middle"'));
}
for (const { title, colour, values } of points) {
  const known = values.flatMap((value, at) => (value === null ? [] : [{ value, at }]));
  const last = known.at(-1);
  if (last === undefined) continue;
  const path = known.map(({ value, at }) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
  parts.push(`<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`);
  for (const { value, at } of known) {
    parts.push(`<circle cx="${x(at).toFixed(1)}" cy="${y(value).toFixed(1)}" r="3" fill="${colour}"/>`);
  }
  parts.push(text(x(last.at) + 12, y(last.value) + 4, title, `fill="${colour}"`));
}
writeFileSync(
  new URL('../docs/pictures/growth.svg', import.meta.url),
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">
<title>Cost by size of the cache</title>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>
${parts.join('\n')}
</svg>
`,
);
process.stdout.write(`| | ${SIZES.map((entries) => entries.toLocaleString('en')).join(' | ')} |\n`);
process.stdout.write(`| --- | ${SIZES.map(() => '---:').join(' | ')} |\n`);
for (const { title, values } of points) {
  process.stdout.write(
    `| ${title} | ${values.map((value) => value?.toLocaleString('en') ?? '').join(' | ')} |\n`,
  );
}
