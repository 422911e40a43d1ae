/** The seam for waiting: runs `call` once after `ms`; the returned function takes it back. */
export type Timer = (ms: number, call: () => void) => () => void;

export const systemTimer: Timer = (ms, call) => {
  const handle = setTimeout(call, ms);
  return () => clearTimeout(handle);
};

/** Waits `ms`; ends at once, without an error, when the signal aborts. */
export function pause(timer: Timer, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted || ms <= 0) return resolve();
    const end = () => {
      cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const cancel = timer(ms, end);
    signal.addEventListener('abort', end);
  });
}
