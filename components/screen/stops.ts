/**
 * Stops that come from outside. SIGTSTP does what Ctrl-Z does; after SIGSTOP, which nobody hears of, whoever is
 * brought back (SIGCONT) takes the terminal again, for a shell has had it meanwhile.
 */
export interface Stops {
  /** While somebody else has the terminal, a stop is the system's affair. */
  outside<T>(work: () => Promise<T>): Promise<T>;
  close(): void;
}

export function heedStops(onStop: () => void, onGoOn: () => void): Stops {
  let away = false;
  const goOn = (): void => {
    if (!away) onGoOn();
  };
  // As long as anybody listens to it, the signal stops nothing.
  const listen = (): void => void process.on('SIGTSTP', onStop);
  listen();
  process.on('SIGCONT', goOn);
  return {
    async outside(work) {
      away = true;
      process.off('SIGTSTP', onStop);
      try {
        return await work();
      } finally {
        listen();
        away = false;
      }
    },
    close() {
      process.off('SIGTSTP', onStop);
      process.off('SIGCONT', goOn);
    },
  };
}
