import type { Http } from './http.ts';

/**
 * One request at a time: for a platform that limits bursts without saying how far. Several at once would be
 * refused together, and come back together.
 */
export function inTurn(http: Pick<Http, 'ask'>): Pick<Http, 'ask'> {
  let last: Promise<unknown> = Promise.resolve();
  return {
    ask(ask) {
      const mine = last.then(async () => http.ask(ask));
      last = mine.catch(() => {});
      return mine;
    },
  };
}
