/** Tokens that end: what they say can be checked without remembering them, so a restarted server knows them. */
import { hex, mixText } from '../random.ts';

export interface Tokens {
  issue(now: number): string;
  isGood(token: string, now: number): boolean;
  /** Milliseconds a token lives. */
  readonly lifetime: number;
}

export function createTokens(seed: number, lifetime: number): Tokens {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const seal = (text: string) => hex(mixText(mixText(seed, 'token'), text), 32);
  return {
    lifetime,
    issue(now) {
      const text = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ sub: 'certdeck', exp: now + lifetime })}`;
      return `${text}.${seal(text)}`;
    },
    isGood(token, now) {
      const end = token.lastIndexOf('.');
      const text = token.slice(0, end);
      if (end < 0 || token.slice(end + 1) !== seal(text)) return false;
      const { exp } = JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString()) as {
        exp: number;
      };
      return now < exp;
    },
  };
}
