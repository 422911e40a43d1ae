/** The query for everything that names a thing: plain terms that a user can read and change. */
import type { Identity } from '../domain/entity/identity.ts';
import type { Known } from '../domain/entity/known.ts';
import type { Kind } from '../domain/record.ts';
import { quoteText } from './print.ts';

/** More names make a query slower and find little more: whoever writes a fingerprint writes a name, too. */
const MOST_NAMES = 5;
const MOST_ISSUES = 3;

/** Null for a thing that is known by nothing a record could be found by. */
export function entityQuery(known: Known, kind: Kind): string | null {
  const names = named(known);
  if (names.length === 0) return null;
  const terms = known.thing === 'user' ? ofUser(names, kind) : names.map(inText);
  return terms.length === 0 ? null : [...new Set(terms)].join(' OR ');
}

function named({ names, issues }: Known): readonly Identity[] {
  const own = names.filter(({ by }) => by !== 'address').slice(0, MOST_NAMES);
  const marks = issues
    .slice(0, MOST_ISSUES)
    .flatMap(({ serial, fingerprints }) => (serial === null ? fingerprints.slice(0, 1) : [serial]));
  // An address alone is better than nothing at all.
  return own.length + marks.length > 0 ? [...own, ...marks] : names.slice(0, 1);
}

/**
 * In whatever a record says. A name is not meant where it is part of a longer one: `mail.example.com` is not
 * `webmail.example.com`. What is long and particular needs no such care.
 */
function inText({ by, key, on }: Identity): string {
  if (by === 'serial' || by === 'fingerprint') return forms(by, key).map(whole).join(' OR ');
  return on === null ? whole(key) : `(platform:${quoteText(on)} ${whole(key)})`;
}

function whole(text: string): string {
  // Beyond ASCII, regular expressions and folding do not agree on what is the same letter.
  return TELLING.test(text) || !ASCII.test(text) ? quoteText(text) : `(${quoteText(text)} /${within(text)}/)`;
}

const ASCII = /^[ -~]*$/;
const TELLING = /^[0-9a-f][0-9a-f:-]{14,}$/;

/** As one number, in pairs as certificates are mostly printed, and a serial as decimal, too. */
function forms(by: Identity['by'], key: string): readonly string[] {
  const digits = key.replace(/^0x/, '');
  return by === 'serial' ? formsOf(digits) : formsOf(digits).slice(0, 2);
}

/** The ways in which hexadecimal digits are written: as they are, in pairs, and where they are many as a decimal. */
export function formsOf(digits: string): readonly string[] {
  const decimal = digits.length >= LONG_SERIAL ? [BigInt(`0x${digits}`).toString()] : [];
  return [digits, digits.replace(/(?<=.)(?=(?:..)+$)/g, ':'), ...decimal];
}

/** A shorter one in decimal might be any number. */
const LONG_SERIAL = 16;

/** The text where no letter, digit, hyphen or further label touches it. */
const within = (text: string): string => `(?<![\\w.@-])${escaped(text)}(?![\\w-]|\\.\\w)`;

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/**
 * Users are asked for where somebody acts or is acted upon: accounts list their administrators in every entry,
 * and what merely lists them is not about them.
 */
function ofUser(names: readonly Identity[], kind: Kind): readonly string[] {
  const own = [...new Set(names.filter(({ on }) => on === null).map(({ text }) => quoteText(text)))];
  const exactly = (field: string): readonly string[] =>
    own.length === 0 ? [] : [`${field}=${own.join(',')}`];
  const numbers = names.flatMap(({ on, key }) =>
    on === null || kind === 'alert' ? [] : [`(platform:${quoteText(on)} actor=${quoteText(key)})`],
  );
  // An e-mail address that begins with the name is found by the name.
  const words = names.filter(({ by }) => by === 'name' || by === 'email').map(({ key }) => key);
  const text = words.filter((word) => !words.some((other) => other !== word && word.startsWith(`${other}@`)));
  switch (kind) {
    case 'alert':
      return [...exactly('entity'), ...text.map(whole)];
    case 'job':
      return [...exactly('actor'), ...numbers, ...text.map(whole)];
    case 'audit':
      return [
        ...exactly('actor'),
        ...exactly('entity'),
        ...numbers,
        ...text.map((word) =>
          ASCII.test(word)
            ? `(description:${quoteText(word)} description=~/${within(word)}/)`
            : `description:${quoteText(word)}`,
        ),
      ];
    case 'statistic':
      return [];
  }
}
