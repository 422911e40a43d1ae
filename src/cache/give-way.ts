import { setPriority } from 'node:os';

/** So much nicer than the thread that draws, on the scale of nice(1). */
const NICER = 10;

/**
 * Lets the other threads of this process go first where there are fewer cores than work, so that a key is answered
 * while a sync writes. Only Linux has priorities of threads, https://man7.org/linux/man-pages/man2/setpriority.2.html
 * (the calling thread is 0 there): elsewhere it would slow the whole process.
 */
export function giveWay(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(NICER);
  } catch {
    // Where that is not allowed all threads are equal.
  }
}
