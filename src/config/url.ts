/** Web addresses of the configuration. */
import { isLoopback } from '../platforms/guard.ts';
import type { Wrong } from './values.ts';

/** An address without secrets in it, as it is asked; undefined once it is told what is wrong. */
export function checkUrl(text: string, wrong: Wrong): string | undefined {
  const url = URL.parse(text.trim());
  const write = 'Write an address such as "https://host.example".';
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return wrong('is no web address', write);
  }
  if (url.username !== '' || url.password !== '') {
    return wrong('holds a user name or password', 'Leave them out of the address; use the secret settings.');
  }
  if (url.search !== '' || url.hash !== '') return wrong('has a ? or # part', 'Leave that part out.');
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return wrong(
      'is plain http to another machine, which would show the secret to everyone on the way',
      'Use https; http is accepted for a loopback address only.',
    );
  }
  return url.href.replace(/\/+$/, '');
}
