/** One request and its answer, as the platforms see them; the HTTP around it is `serve.ts`'s. */
import type { Book } from './certinext/exports.ts';
import type { Rolling } from './limit.ts';

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
  /** What the address of a client ends in: `/apicontroller/v1`; absent: nothing. */
  readonly root?: string;
  /** Secret settings a client needs beside the address, e.g. `{ api_key }`. */
  readonly credentials: Readonly<Record<string, string>>;
  /** Settings that are no secrets, e.g. `{ account_id }`. */
  readonly settings?: Readonly<Record<string, string | number>>;
  /** Published limits of a caller; absent: none are published, and the demo's own hold. */
  readonly limits?: readonly Rolling[];
  /** False where a refusal for too many requests carries no `Retry-After`. */
  readonly saysWhen?: false;
  /** What its portal gives as workbooks alone; absent: nothing. */
  readonly exported?: () => readonly Book[];
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
