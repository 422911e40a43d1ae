/** IP addresses as 32 hex digits, so that equality, blocks and order are plain text comparisons. */
import { isIPv4, isIPv6 } from 'node:net';

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
const v4Hex = (text: string): string =>
  text
    .split('.')
    .map((part) => hex(Number(part), 2))
    .join('');

/**
 * The address as 32 hex digits of its IPv6 form; an IPv4 address as its IPv4-mapped one (RFC 4291 2.5.5.2),
 * so that `192.0.2.1` and `::ffff:192.0.2.1` are equal. A zone (`%eth0`) is dropped. Null when it is none.
 */
export function ipHex(text: string): string | null {
  if (isIPv4(text)) return `${'0'.repeat(20)}ffff${v4Hex(text)}`;
  const address = text.replace(/%.*$/s, '');
  if (!isIPv6(address)) return null;
  const whole = address.replace(/[\d.]+$/, (tail) =>
    tail.includes('.') ? `${v4Hex(tail).slice(0, 4)}:${v4Hex(tail).slice(4)}` : tail,
  );
  const [head = '', tail] = whole.split('::');
  const groups = (part: string | undefined) => (part ? part.split(':') : []);
  const [before, after] = [groups(head), groups(tail)];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].map((group) => group.toLowerCase().padStart(4, '0')).join('');
}

/** An address or CIDR block as its first and last address in hex; null when it is neither. */
export function ipBlock(text: string): { readonly from: string; readonly to: string } | null {
  const slash = text.indexOf('/');
  const address = ipHex(slash < 0 ? text : text.slice(0, slash));
  if (address === null) return null;
  if (slash < 0) return { from: address, to: address };
  const written = text.slice(slash + 1);
  const size = Number(written) + (isIPv4(text.slice(0, slash)) ? 96 : 0);
  if (!/^\d{1,3}$/.test(written) || size > 128) return null;
  const rest = (1n << BigInt(128 - size)) - 1n;
  const first = BigInt(`0x${address}`) & ~rest;
  const text32 = (value: bigint) => value.toString(16).padStart(32, '0');
  return { from: text32(first), to: text32(first | rest) };
}
