/** What is remembered of exports between looks: in the cache as the position of their stream. */
import { isObject, type Json } from '../../../domain/json.ts';
import type { DayOrder } from './instants.ts';

/** Bytes; UTC ms. */
export interface FileStamp {
  readonly size: number;
  readonly mtime: number;
}

/** A file as it was when it was last taken. */
export interface TakenFile extends FileStamp {
  /** SHA-256. */
  readonly hash: string;
  /** A last line without an end was left out. */
  readonly cut?: boolean;
  /** How its dates were read although none of them told. */
  readonly assumed?: DayOrder;
}

export interface FolderState {
  readonly files: ReadonlyMap<string, TakenFile>;
  readonly waiting: ReadonlyMap<string, FileStamp>;
  /** What the dates of the latest export that told said about day and month; null before one did. */
  readonly dayOrder: DayOrder | null;
}

/** Reads a stream's position; what is of another making is left out. */
export function readState(state: Json): FolderState {
  const { files, waiting, dayOrder } = isObject(state) ? state : {};
  return {
    files: mapOf(files, (file) => {
      const { hash, cut, assumed } = file;
      const stamp = stampOf(file);
      if (stamp === null || typeof hash !== 'string') return null;
      const order = orderOf(assumed);
      return {
        ...stamp,
        hash,
        ...(cut === true ? { cut } : {}),
        ...(order === null ? {} : { assumed: order }),
      };
    }),
    waiting: mapOf(waiting, stampOf),
    dayOrder: orderOf(dayOrder),
  };
}

export const writeState = ({ files, waiting, dayOrder }: FolderState): Json => ({
  files: Object.fromEntries([...files].map(([name, file]) => [name, { ...file }])),
  ...(waiting.size === 0
    ? {}
    : { waiting: Object.fromEntries([...waiting].map(([name, stamp]) => [name, { ...stamp }])) }),
  ...(dayOrder === null ? {} : { dayOrder }),
});

type Fields = Readonly<Record<string, unknown>>;

function mapOf<T>(from: unknown, read: (fields: Fields) => T | null): ReadonlyMap<string, T> {
  const map = new Map<string, T>();
  for (const [name, value] of Object.entries(isObject(from) ? from : {})) {
    const one = isObject(value) ? read(value) : null;
    if (one !== null) map.set(name, one);
  }
  return map;
}

function stampOf({ size, mtime }: Fields): FileStamp | null {
  return typeof size === 'number' && typeof mtime === 'number' ? { size, mtime } : null;
}

const orderOf = (value: unknown): DayOrder | null =>
  value === 'day first' || value === 'month first' ? value : null;
