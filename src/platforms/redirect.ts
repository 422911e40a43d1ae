/** What a redirect that is not followed means, in words. */
interface Told {
  readonly what: string;
  readonly cause: string | null;
  readonly next: string;
}

/**
 * Where `location` leads is told without its path and query: those may hold tokens of a sign-in. On the
 * platform's own address `hops` redirects have been followed already.
 */
export function redirectWords(
  location: string | undefined,
  hops: number,
  { asked, origin }: { readonly asked: string; readonly origin: string },
): Told {
  const target = location === undefined ? null : URL.parse(location, origin);
  if (target?.origin === origin) {
    return {
      what: `${asked} was redirected on the platform itself`,
      cause:
        hops > 0
          ? `After ${hops} redirects it still points to another path of its own, or to the same again.`
          : 'It points to another path of its own; only what is read is looked for there.',
      next: `Check base_url (${origin}) and the path: a sign-in page or a proxy before the platform redirects so.`,
    };
  }
  const place = target?.origin === 'null' ? target.protocol : target?.origin;
  return {
    what: `${asked} was redirected elsewhere, which is not followed`,
    cause: place === undefined ? null : `It points to ${place}.`,
    next: 'If the platform has moved, set base_url to its new address.',
  };
}
