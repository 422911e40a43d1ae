import { SECOND } from '../../domain/time.ts';

/** How much a scan takes on. Tests pass smaller ones. */
export interface Limits {
  /** Bytes; a larger file is left out and said so: a certificate is a few kilobytes, a trust store a few hundred. */
  readonly fileBytes: number;
  /** Files read at the same time. */
  readonly readers: number;
  /** Endpoints asked at the same time. */
  readonly connections: number;
  /** Milliseconds from the first packet to the end of the handshake. */
  readonly handshake: number;
  /** Folders below the fixed part of a glob. */
  readonly depth: number;
  /** Entries of a list inside one record; the rest is counted. */
  readonly listed: number;
}

export const LIMITS: Limits = {
  fileBytes: 8 * 1024 * 1024,
  readers: 16,
  connections: 32,
  handshake: 10 * SECOND,
  depth: 24,
  listed: 100,
};
