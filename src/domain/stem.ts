/** What is the same in error texts of one cause: hosts, ids and numbers make every text its own. Pure. */

/** Raised when texts are read otherwise than before: what was filed by them is filed anew. */
export const STEM_VERSION = 2;

/** Stands for whatever names one thing. */
export const PLACE = '…';
/** A stem is not longer than this (characters): what follows seldom tells two causes apart. */
const LONGEST = 80;
/** Nor is more of a text looked at (characters). */
const READ = 2_000;
/** With fewer letters a stem says nothing. */
const TELLING = 6;

/** What is replaced, in this order: each row takes what the rows before it have left. */
const PARTICULAR: readonly RegExp[] = [
  // A backslash, a control or an invisible character could not be asked for again.
  /[\\\p{C}]+/gu,
  /"[^"]*"?/g,
  /(?<![\p{L}\p{N}])(?:'[^']*'|`[^`]*`|«[^»]*»|“[^”]*”)/gu,
  // Addresses on the web, and paths.
  /\b[a-z][a-z\d+.-]*:\/\/[^\s,;)]+/gi,
  /(?<=^|[\s([=:])(?:~|\.{1,2})?\/[^\s,;:)]+/g,
  // Fingerprints and serial numbers in octets, cut ones too.
  /(?<![\w:])[\da-f]{2}(?::[\da-f]{2}){2,}(?:\.{2,})?/gi,
  // E-mail, host names and IPv4 with a port, IPv6.
  /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g,
  /(?<![\w.-])[\w*-]+(?:\.[\w-]+)+(?::\d+)?(?![\w-])/g,
  // Names joined by hyphens: secrets, vaults, machines.
  /(?<![\w.-])[a-z\d]+(?:-[a-z\d]+){2,}(?![\w-])/g,
  /\[?(?<![\w:])(?:[\da-f]{0,4}:){2,7}[\da-f]{1,4}(?![\w:])\]?(?::\d+)?/gi,
];

/** Terms of the field that have digits without being anybody's. */
const TERM =
  /^(?:PKCS#?\d+|(?:DNS|HTTP|TLS-ALPN)-01|SHA-?[\d-]+|MD5|RSA-?\d*|P-\d+|X\.?509(?:v3)?|(?:TLS|SSL)v?[\d.]+|OAuth2?|IPv[46])$/i;
const WORD = /[\p{L}\p{N}_#%.:+-]*\p{N}[\p{L}\p{N}_#%.:+-]*/gu;

/** A word with a digit is an id, a time or a number; the code of an answer is none of one's own. */
function withoutNumbers(text: string): string {
  return text.replace(WORD, (found, at: number) => {
    const [, word = found, tail = ''] = /^(.*?)([.:%-]*)$/u.exec(found) ?? [];
    const isCode = /^\d{3}$/.test(word) && /\bHTTP $/i.test(text.slice(0, at));
    return isCode || TERM.test(word) ? found : PLACE + tail;
  });
}

/** What two errors of the same cause have in common, at most a line of it. */
export function stemOf(error: string): string {
  const [line = ''] = error
    .slice(0, READ)
    .replace(/^\s+/, PLACE)
    .split(/[\r\n]/, 1);
  const replaced = withoutNumbers(PARTICULAR.reduce((text, one) => text.replace(one, PLACE), line))
    // Several in a row are one.
    .replace(/…(?:[\s…]*…)+/g, PLACE);
  // An error that is nothing but an id is its own cause.
  const stem = (replaced.match(/\p{L}/gu) ?? []).length < TELLING ? line : replaced;
  if (line.length === error.length && stem.length <= LONGEST) return stem;
  const words = stem.length <= LONGEST ? stem : stem.slice(0, LONGEST + 1).replace(/\s\S*$/, '');
  // Cut at a word: what only leads on to the next one goes, too.
  return `${words.slice(0, LONGEST).replace(/[\s…,;:(["'-]+$/, '')} ${PLACE}`.trimStart();
}
