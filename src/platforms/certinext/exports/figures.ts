/** The figures of the portal's Overall Statistics, by the names its documentation gives them. */
import { foldHeading } from './headings.ts';

export interface KnownFigure {
  readonly category: string;
  readonly name: string;
  readonly unit: string | null;
}

const CERTIFICATES = 'Certificates';
const ENDPOINTS = 'Endpoints and discovery';
const KEYS = 'Keys';
const TEMPLATES = 'Templates and profiles';

/** Category, unit, name, and what else the figure may be called. */
const FIGURES: readonly (readonly [string, string, string, ...(readonly string[])])[] = [
  [CERTIFICATES, 'certificates', 'Discovered certificates', 'discovered'],
  [CERTIFICATES, 'certificates', 'Configured certificates', 'configured'],
  [
    CERTIFICATES,
    'certificates',
    'Non-configured certificates',
    'non configured',
    'not configured',
    'unconfigured certificates',
    'unconfigured',
    'not configured certificates',
  ],
  // Orders give figures of these two names as well; what the portal counts may be another thing.
  [CERTIFICATES, 'certificates', 'Issued certificates (portal)', 'issued certificates', 'issued'],
  [CERTIFICATES, 'certificates', 'Deployed certificates', 'deployed'],
  [CERTIFICATES, 'certificates', 'Revoked certificates (portal)', 'revoked certificates', 'revoked'],
  [CERTIFICATES, 'certificates', 'Rotated certificates', 'rotated'],
  [CERTIFICATES, 'certificates', 'Retired certificates', 'retired'],
  [CERTIFICATES, 'certificates', 'Vulnerable certificates', 'vulnerable'],
  [ENDPOINTS, 'endpoints', 'Scanned endpoints', 'endpoints scanned'],
  [ENDPOINTS, 'endpoints', 'Protected endpoints'],
  [ENDPOINTS, 'endpoints', 'Unprotected endpoints', 'un protected endpoints'],
  [KEYS, 'keys', 'Total number of keys', 'total keys', 'number of keys', 'keys'],
  [KEYS, 'keys', 'Symmetric keys', 'symmetric key count', 'symmetric keys count', 'symmetric'],
  [KEYS, 'keys', 'Asymmetric keys', 'asymmetric key count', 'asymmetric keys count', 'asymmetric'],
  [KEYS, 'keys', 'Keys in use', 'key usage', 'key usage statistics', 'used keys'],
  [KEYS, 'keys', 'Rotated keys', 'key rotation', 'key rotation statistics', 'keys rotated'],
  [TEMPLATES, 'templates', 'CSR templates', 'csr template'],
  [TEMPLATES, 'templates', 'Provisioning templates', 'provisioning template'],
  [TEMPLATES, 'profiles', 'Key profiles', 'key profile'],
  [TEMPLATES, 'templates', 'Email templates', 'e mail templates', 'email template'],
];

const BY_NAME = new Map<string, KnownFigure>(
  FIGURES.flatMap(([category, unit, name, ...others]) =>
    [foldHeading(name), ...others].map((text): [string, KnownFigure] => [text, { category, name, unit }]),
  ),
);

const CATEGORIES = new Map<string, string>([
  ['certificate metrics', CERTIFICATES],
  ['certificates', CERTIFICATES],
  ['endpoint and discovery metrics', ENDPOINTS],
  ['endpoint discovery metrics', ENDPOINTS],
  ['endpoints and discovery', ENDPOINTS],
  ['endpoint metrics', ENDPOINTS],
  ['discovery metrics', ENDPOINTS],
  ['endpoints', ENDPOINTS],
  ['key management metrics', KEYS],
  ['key management', KEYS],
  ['key metrics', KEYS],
  ['templates and profiles', TEMPLATES],
  ['templates profiles', TEMPLATES],
  ['template and profile metrics', TEMPLATES],
]);

/** The figure a label names; counting words around it do not matter. */
export function knownFigure(label: string): KnownFigure | null {
  const text = foldHeading(label);
  const bare = text
    .replace(/^(?:total (?:number of |no of )?|number of |no of |count of )/, '')
    .replace(/ (?:count|total)$/, '');
  return BY_NAME.get(text) ?? BY_NAME.get(bare) ?? null;
}

export const knownCategory = (label: string): string | null => CATEGORIES.get(foldHeading(label)) ?? null;

export const STATISTICS_LOOKED_FOR =
  'three or more figures such as Discovered certificates, Issued, Revoked, Scanned endpoints, Symmetric keys, each beside or above its number';
