/** The figures of the portal's Overall Statistics, by the names its documentation gives them. */
import { figureLabelled, groupTitle } from '../../../domain/known-figures.ts';
import { foldHeading } from './headings.ts';

export interface PortalFigure {
  readonly category: string;
  readonly name: string;
  readonly unit: string | null;
}

const CERTIFICATES = groupTitle('certificates');
const ENDPOINTS = groupTitle('endpoints');
const KEYS = groupTitle('keys');
const TEMPLATES = groupTitle('templates');

/** Orders give figures of these names as well; what the portal counts may be another thing. */
const OWN = new Set(['Issued certificates', 'Revoked certificates']);

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

/** The figure a label of the portal names, under the name it is kept by; null where it is none of the published. */
export function portalFigure(label: string): PortalFigure | null {
  const figure = figureLabelled(foldHeading(label));
  if (figure === null || !figure.expected) return null;
  const { name, group, unit } = figure;
  return { category: groupTitle(group), name: OWN.has(name) ? `${name} (portal)` : name, unit };
}

export const knownCategory = (label: string): string | null => CATEGORIES.get(foldHeading(label)) ?? null;

export const STATISTICS_LOOKED_FOR =
  'three or more figures such as Discovered certificates, Issued, Revoked, Scanned endpoints, Symmetric keys, each beside or above its number';
