import { isObject, type Json } from '../../domain/json.ts';
import { HOUR, parseDuration, SECOND } from '../../domain/time.ts';
import type { Fault, PlatformSettings, Setting } from '../declaration.ts';
import { atHome } from '../settings.ts';
import { parseEndpoint } from './endpoint.ts';
import type { EndpointOrder } from './endpoint-scan.ts';
import { USUAL_PLACES } from './places.ts';

export const SETTINGS: readonly Setting[] = [
  {
    name: 'paths',
    type: 'texts',
    default: USUAL_PLACES,
    help: 'globs of certificate files (PEM or DER); default: the usual places of this system',
  },
  {
    name: 'endpoints',
    type: 'texts',
    default: [],
    faultOf: endpointFault,
    help: 'TLS servers to look at, host:port; the port is 443 unless given',
  },
  { name: 'scan_interval', type: 'duration', default: HOUR, least: SECOND, help: 'time between two scans' },
  {
    name: 'expect',
    type: 'map',
    default: {},
    faultOf: (_file, endpoint) => endpointFault(endpoint),
    help: 'which file an endpoint should serve: { "www.example.com:443" = "/etc/nginx/tls/www.pem" }',
  },
];

export interface HostSettings extends EndpointOrder {
  readonly globs: readonly string[];
  /** Milliseconds. */
  readonly interval: number;
}

/** The platform's own settings in types; the configuration has checked them before. */
export function hostSettings({ values }: PlatformSettings): HostSettings {
  const interval = values.scan_interval;
  return {
    globs: texts(values.paths)?.map(atHome) ?? USUAL_PLACES,
    endpoints: texts(values.endpoints) ?? [],
    expect: expectations(values.expect),
    interval:
      (typeof interval === 'string' ? parseDuration(interval) : null) ??
      (typeof interval === 'number' ? interval : HOUR),
  };
}

function endpointFault(text: string): Fault | null {
  if (parseEndpoint(text) !== null) return null;
  const fix = 'Write host:port, the port from 1 to 65535, an IPv6 address in brackets: "[2001:db8::1]:443".';
  return { what: `is no endpoint (${JSON.stringify(text)})`, fix };
}

const isText = (value: unknown): value is string => typeof value === 'string';

function texts(value: unknown): readonly string[] | null {
  return Array.isArray(value) ? value.filter(isText) : null;
}

function expectations(value: unknown): Readonly<Record<string, string>> {
  if (!isObject(value)) return {};
  const entries: readonly (readonly [string, Json])[] = Object.entries(value);
  return Object.fromEntries(
    entries.flatMap(([endpoint, path]) => (isText(path) ? [[endpoint, atHome(path)]] : [])),
  );
}
