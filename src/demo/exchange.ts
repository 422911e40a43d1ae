/** One request and its answer, as the platforms see them; the HTTP around it is `serve.ts`'s. */

export interface Ask {
  readonly method: string;
  /** Path without the query, decoded nowhere. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower-case names; repeated headers as one value. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  /** JSON text; null sends no body. */
  readonly body: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A platform's stand-in: what it answers, and how it words what the server around it decides. */
export interface Standin {
  readonly kind: string;
  readonly name: string;
  /** Settings a client needs beside the address, e.g. `{ api_key }`. */
  readonly credentials: Readonly<Record<string, string>>;
  answer(ask: Ask): Answer | Promise<Answer>;
  /** The platform's words for a refusal that is not about the request's meaning: 429, 503, 500. */
  refusal(status: number, ask: Pick<Ask, 'path'>): Answer;
  /** Which caller a request counts against for rate limits. */
  caller(ask: Ask): string;
}

export const json = (status: number, value: unknown, headers?: Readonly<Record<string, string>>): Answer => ({
  status,
  body: JSON.stringify(value),
  ...(headers === undefined ? {} : { headers }),
});
