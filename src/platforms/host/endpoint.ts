import { isIP, isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';

/** A TLS server as the configuration names it. */
export interface Endpoint {
  /** `host:port`, IPv6 in brackets, names in lower-case ASCII: the same server is always written the same. */
  readonly id: string;
  readonly host: string;
  readonly port: number;
  /** The name sent as SNI; null for an address, which TLS does not allow there. */
  readonly serverName: string | null;
}

const HTTPS = 443;
/** RFC 1035 section 2.3.4. */
const LONGEST_NAME = 253;

/** `www.example.com`, `www.example.com:8443`, `[2001:db8::1]:443`, `https://www.example.com/`; null otherwise. */
export function parseEndpoint(text: string): Endpoint | null {
  // Of a pasted address only the host counts; a password in front of it must not end up in a record.
  const [, bare = ''] = /^(?:https:\/\/)?(?:[^/]*@)?([^/?#]*)/i.exec(text.trim()) ?? [];
  if (isIPv6(bare)) return endpoint(bare, HTTPS);
  const match = /^(?:\[([^\]]+)\]|([^:[\]\s]+))(?::(\d{1,5}))?$/.exec(bare);
  if (match === null) return null;
  const [, six, name = '', port = String(HTTPS)] = match;
  if (six !== undefined) return isIPv6(six) ? endpoint(six, Number(port)) : null;
  const host = isIP(name) ? name : domainToASCII(name).replace(/\.$/, '');
  return host === '' || host.length > LONGEST_NAME ? null : endpoint(host, Number(port));
}

function endpoint(host: string, port: number): Endpoint | null {
  if (port < 1 || port > 65_535) return null;
  const address = isIP(host);
  const shown = host.toLowerCase();
  return {
    id: `${address === 6 ? `[${shown}]` : shown}:${port}`,
    host: shown,
    port,
    serverName: address === 0 ? shown : null,
  };
}
