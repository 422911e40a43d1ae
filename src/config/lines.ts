/**
 * Finds the line of a key. The TOML parser gives values without places, so the text is walked once more;
 * it is known to be valid by then, which keeps the walk short.
 */
import type { Path } from './problem.ts';

const SPACE = /[\s,]/;

/** The 1-based line of a path, or of the nearest table around it; null for an empty path. */
export function locate(text: string): (path: Path) => number | null {
  const places = new Walk(text).places;
  return (path) => {
    for (let length = path.length; length > 0; length--) {
      const line = places.get(JSON.stringify(path.slice(0, length)));
      if (line !== undefined) return line;
    }
    return null;
  };
}

class Walk {
  readonly places = new Map<string, number>();
  readonly #text: string;
  #at = 0;
  #line = 1;
  /** How many tables each array of tables has so far, by the path of the array. */
  readonly #sizes = new Map<string, number>();

  constructor(text: string) {
    this.#text = text;
    let table: Path = [];
    while (this.#skip()) {
      if (this.#peek() === '[') table = this.#header();
      else this.#pair(table);
    }
  }

  #peek(length = 1): string {
    return this.#text.slice(this.#at, this.#at + length);
  }

  #step(count = 1): void {
    for (let i = 0; i < count; i++) if (this.#text[this.#at++] === '\n') this.#line++;
  }

  /** Skips blanks, commas, line ends and comments; false at the end. */
  #skip(): boolean {
    while (this.#at < this.#text.length) {
      if (this.#peek() === '#') while (this.#at < this.#text.length && this.#peek() !== '\n') this.#step();
      else if (SPACE.test(this.#peek())) this.#step();
      else return true;
    }
    return false;
  }

  #note(path: Path): void {
    const key = JSON.stringify(path);
    if (!this.places.has(key)) this.places.set(key, this.#line);
  }

  /** `[a.b]` or `[[a.b]]`; a name of an array of tables on the way means its last table. */
  #header(): Path {
    const many = this.#peek(2) === '[[';
    this.#step(many ? 2 : 1);
    const keys = this.#keys(']');
    this.#step(many ? 2 : 1);
    let path: Path = [];
    keys.forEach((key, index) => {
      path = [...path, key];
      const size = this.#sizes.get(JSON.stringify(path));
      const last = index === keys.length - 1;
      if (last && many) {
        this.#sizes.set(JSON.stringify(path), (size ?? 0) + 1);
        this.#note(path);
        path = [...path, size ?? 0];
      } else if (size !== undefined) path = [...path, size - 1];
    });
    this.#note(path);
    return path;
  }

  /** Dotted keys up to (and without) the end mark. */
  #keys(end: string): string[] {
    const keys: string[] = [];
    while (this.#skip() && this.#peek() !== end) {
      if (this.#peek() === '.') this.#step();
      else if (this.#peek() === '"' || this.#peek() === "'") keys.push(this.#quoted());
      else {
        const bare = /[^\s.=\]]+/y;
        bare.lastIndex = this.#at;
        const key = bare.exec(this.#text)?.[0] ?? this.#peek();
        this.#step(key.length);
        keys.push(key);
      }
    }
    return keys;
  }

  #pair(table: Path): void {
    const start = this.#line;
    let path = table;
    for (const key of this.#keys('=')) {
      path = [...path, key];
      if (!this.places.has(JSON.stringify(path))) this.places.set(JSON.stringify(path), start);
    }
    this.#step();
    this.#value(path);
  }

  #value(path: Path): void {
    this.#skip();
    const first = this.#peek();
    if (first === '"' || first === "'") this.#quoted();
    else if (first === '{') {
      this.#step();
      while (this.#skip() && this.#peek() !== '}') this.#pair(path);
      this.#step();
    } else if (first === '[') {
      this.#step();
      for (let index = 0; this.#skip() && this.#peek() !== ']'; index++) {
        this.#note([...path, index]);
        this.#value([...path, index]);
      }
      this.#step();
    } else while (this.#at < this.#text.length && !/[\n,\]}#]/.test(this.#peek())) this.#step();
  }

  /** A quoted key or string of any of the four forms; its value only matters for keys. */
  #quoted(): string {
    const mark = this.#peek();
    const fence = this.#peek(3) === mark.repeat(3) ? mark.repeat(3) : mark;
    const start = this.#at;
    this.#step(fence.length);
    while (this.#at < this.#text.length && this.#peek(fence.length) !== fence) {
      this.#step(mark === '"' && this.#peek() === '\\' ? 2 : 1);
    }
    this.#step(fence.length);
    // A string of many lines may end in up to two quotes of its own before the fence.
    while (fence.length === 3 && this.#peek() === mark) this.#step();
    const inner = this.#text.slice(start + fence.length, this.#at - fence.length);
    if (mark === "'") return inner;
    try {
      return String(JSON.parse(`"${inner}"`));
    } catch {
      return inner;
    }
  }
}
