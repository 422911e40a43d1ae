/** TrueType fonts made of single outlines: the tables a PDF asks of an embedded font, and no more. */

/** Units of the em in which all outlines are drawn, whatever font they come from. */
export const EM = 2_048;

/** A step of an outline: move, line, quadratic or cubic curve, close. */
export interface Step {
  readonly type: string;
  readonly values: readonly number[];
}

export interface Box {
  readonly xMin: number;
  readonly yMin: number;
  readonly xMax: number;
  readonly yMax: number;
}

/** A glyph as the table `glyf` holds it; no bytes where nothing is drawn. */
export interface GlyphShape {
  readonly bytes: Uint8Array;
  readonly box: Box;
  readonly points: number;
  readonly contours: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly on: boolean;
}

const NO_BOX: Box = { xMin: 0, yMin: 0, xMax: 0, yMax: 0 };
export const BLANK: GlyphShape = { bytes: new Uint8Array(0), box: NO_BOX, points: 0, contours: 0 };
// Flags of a point (OpenType, "glyf"): outlines of variable fonts overlap.
const [ON, SHORT_X, SHORT_Y, SAME_X, SAME_Y, OVERLAP] = [1, 2, 4, 16, 32, 64];

export function glyphShape(steps: readonly Step[]): GlyphShape {
  const contours = contoursOf(steps);
  const points = contours.flat();
  if (points.length === 0) return BLANK;
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const least = (all: readonly number[]) => all.reduce((a, b) => Math.min(a, b));
  const most = (all: readonly number[]) => all.reduce((a, b) => Math.max(a, b));
  const box = { xMin: least(xs), yMin: least(ys), xMax: most(xs), yMax: most(ys) };
  const bytes: number[] = [];
  for (const value of [contours.length, box.xMin, box.yMin, box.xMax, box.yMax]) bytes.push(...two(value));
  let end = -1;
  for (const contour of contours) {
    end += contour.length;
    bytes.push(...two(end));
  }
  // No instructions.
  bytes.push(0, 0);
  const steppedX = deltas(xs, SHORT_X, SAME_X);
  const steppedY = deltas(ys, SHORT_Y, SAME_Y);
  for (const [at, { on }] of points.entries()) {
    const flags = (steppedX[at]?.flags ?? 0) | (steppedY[at]?.flags ?? 0);
    bytes.push(flags | (on ? ON : 0) | (at === 0 ? OVERLAP : 0));
  }
  for (const steps of [steppedX, steppedY]) for (const step of steps) bytes.push(...step.bytes);
  return { bytes: Uint8Array.from(bytes), box, points: points.length, contours: contours.length };
}

function contoursOf(steps: readonly Step[]): Point[][] {
  const contours: Point[][] = [];
  let contour: Point[] = [];
  let [x, y] = [0, 0];
  const put = (toX: number, toY: number, on: boolean) => {
    contour.push({ x: Math.round(toX), y: Math.round(toY), on });
    if (on) [x, y] = [toX, toY];
  };
  const close = () => {
    const [first, last] = [contour[0], contour.at(-1)];
    // Contours close by themselves.
    if (contour.length > 1 && last?.on && last.x === first?.x && last.y === first.y) contour.pop();
    if (contour.length > 0) contours.push(contour);
    contour = [];
  };
  for (const { type, values } of steps) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = values;
    if (type === 'M') close();
    if (type === 'M' || type === 'L') put(a, b, true);
    if (type === 'Q') {
      put(a, b, false);
      put(c, d, true);
    }
    if (type === 'C') {
      put((3 * (a + c) - x - e) / 4, (3 * (b + d) - y - f) / 4, false);
      put(e, f, true);
    }
  }
  close();
  return contours;
}

function deltas(values: readonly number[], short: number, same: number) {
  return values.map((value, at) => {
    const delta = value - (values[at - 1] ?? 0);
    if (delta === 0) return { flags: same, bytes: [] };
    const size = Math.abs(delta);
    if (size > 255) return { flags: 0, bytes: two(delta) };
    return { flags: short | (delta > 0 ? same : 0), bytes: [size] };
  });
}

const two = (value: number): [number, number] => [(value >> 8) & 0xff, value & 0xff];

export interface FontOutline {
  readonly glyphs: readonly GlyphShape[];
  /** In units of the em, of each glyph. */
  readonly advances: readonly number[];
  readonly ascent: number;
  readonly descent: number;
}

/** The box around all glyphs. */
export function boxOf(glyphs: readonly GlyphShape[]): Box {
  let { xMin, yMin, xMax, yMax } = NO_BOX;
  for (const { box } of glyphs) {
    xMin = Math.min(xMin, box.xMin);
    yMin = Math.min(yMin, box.yMin);
    xMax = Math.max(xMax, box.xMax);
    yMax = Math.max(yMax, box.yMax);
  }
  return { xMin, yMin, xMax, yMax };
}

/** The font as a file (OpenType: head, hhea, hmtx, maxp, loca, glyf); glyph ids are places in `glyphs`. */
export function fontFile({ glyphs, advances, ascent, descent }: FontOutline): Buffer {
  const box = boxOf(glyphs);
  const count = glyphs.length;
  const padded = glyphs.map(({ bytes }) => Buffer.concat([bytes], (bytes.length + 3) & ~3));
  const loca = Buffer.alloc((count + 1) * 4);
  let at = 0;
  for (const [id, { length }] of padded.entries()) {
    loca.writeUInt32BE(at, id * 4);
    at += length;
  }
  loca.writeUInt32BE(at, count * 4);
  const hmtx = Buffer.alloc(count * 4);
  for (const [id, advance] of advances.entries()) {
    hmtx.writeUInt16BE(Math.round(advance), id * 4);
    hmtx.writeInt16BE(glyphs[id]?.box.xMin ?? 0, id * 4 + 2);
  }
  const most = (of: (glyph: GlyphShape) => number) =>
    glyphs.reduce((largest, glyph) => Math.max(largest, of(glyph)), 0);
  const head = Buffer.alloc(54);
  head.writeUInt32BE(0x00010000, 0);
  head.writeUInt32BE(0x00010000, 4);
  head.writeUInt32BE(0x5f0f3cf5, 12);
  head.writeUInt16BE(0x000b, 16);
  head.writeUInt16BE(EM, 18);
  for (const [place, value] of [box.xMin, box.yMin, box.xMax, box.yMax].entries()) {
    head.writeInt16BE(value, 36 + place * 2);
  }
  head.writeUInt16BE(8, 46);
  head.writeInt16BE(2, 48);
  head.writeInt16BE(1, 50);
  const hhea = Buffer.alloc(36);
  hhea.writeUInt32BE(0x00010000, 0);
  hhea.writeInt16BE(ascent, 4);
  hhea.writeInt16BE(descent, 6);
  hhea.writeUInt16BE(Math.round(advances.reduce((a, b) => Math.max(a, b), 0)), 10);
  hhea.writeInt16BE(box.xMax, 16);
  hhea.writeInt16BE(1, 18);
  hhea.writeUInt16BE(count, 34);
  const maxp = Buffer.alloc(32);
  maxp.writeUInt32BE(0x00010000, 0);
  maxp.writeUInt16BE(count, 4);
  maxp.writeUInt16BE(
    most(({ points }) => points),
    6,
  );
  maxp.writeUInt16BE(
    most(({ contours }) => contours),
    8,
  );
  maxp.writeUInt16BE(2, 14);
  return tables({ glyf: Buffer.concat(padded), head, hhea, hmtx, loca, maxp });
}

function tables(parts: Readonly<Record<string, Buffer>>): Buffer {
  const names = Object.keys(parts).sort();
  const directory = Buffer.alloc(12 + names.length * 16);
  directory.writeUInt32BE(0x00010000, 0);
  directory.writeUInt16BE(names.length, 4);
  const power = Math.floor(Math.log2(names.length));
  directory.writeUInt16BE(2 ** power * 16, 6);
  directory.writeUInt16BE(power, 8);
  directory.writeUInt16BE(names.length * 16 - 2 ** power * 16, 10);
  const bodies: Buffer[] = [];
  let at = directory.length;
  for (const [place, name] of names.entries()) {
    const part = parts[name] ?? Buffer.alloc(0);
    const body = Buffer.concat([part], (part.length + 3) & ~3);
    const entry = 12 + place * 16;
    directory.write(name, entry, 'latin1');
    directory.writeUInt32BE(checksum(body), entry + 4);
    directory.writeUInt32BE(at, entry + 8);
    directory.writeUInt32BE(part.length, entry + 12);
    bodies.push(body);
    at += body.length;
  }
  const file = Buffer.concat([directory, ...bodies]);
  const head = directory.readUInt32BE(12 + names.indexOf('head') * 16 + 8);
  file.writeUInt32BE((0xb1b0afba - checksum(file)) >>> 0, head + 8);
  return file;
}

function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 4) sum = (sum + bytes.readUInt32BE(at)) >>> 0;
  return sum;
}
