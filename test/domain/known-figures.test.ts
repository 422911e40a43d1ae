import { describe, expect, test } from 'vitest';
import {
  FIGURE_GROUPS,
  figureLabelled,
  foldFigure,
  groupOfCategory,
  KNOWN_FIGURES,
  knownFigure,
} from '../../src/domain/known-figures.ts';

/** What docs.certinext.io, Reports and Exports, says that Overall Statistics covers, in its words and groups. */
const PUBLISHED = {
  certificates: [
    'Discovered certificates',
    'Configured',
    'non-configured certificates',
    'Issued',
    'deployed',
    'revoked',
    'rotated',
    'retired certificates',
    'Vulnerable certificates',
  ],
  endpoints: ['Scanned endpoints', 'Protected endpoints', 'unprotected endpoints'],
  keys: [
    'Total number of keys',
    'Symmetric key counts',
    'asymmetric key counts',
    'Key usage statistics',
    'key rotation statistics',
  ],
  templates: ['CSR templates', 'Provisioning templates', 'Key profiles', 'Email templates'],
};

describe('the known figures', () => {
  test('are those that are published, in that order, under four groups', () => {
    for (const { id } of FIGURE_GROUPS) {
      const expected = KNOWN_FIGURES.filter(({ group, expected }) => group === id && expected);
      const found = PUBLISHED[id].map((label) => figureLabelled(label));
      expect(found).toEqual(expected);
    }
  });

  test('no name and no synonym stands for two, and each is written as it is looked up', () => {
    const names = KNOWN_FIGURES.flatMap(({ name, synonyms }) => [foldFigure(name), ...synonyms]);
    expect(new Set(names).size).toBe(names.length);
    for (const { synonyms } of KNOWN_FIGURES)
      for (const text of synonyms) expect(foldFigure(text)).toBe(text);
  });

  test.each([
    ['Issued certificates (portal)', 'Certificates', 'Issued certificates'],
    ['TOTAL KEYS', 'keys', 'Total number of keys'],
    ['Count of Email templates', 'Templates and profiles', 'Email templates'],
    ['Un-protected endpoints', 'Endpoints and discovery', 'Unprotected endpoints'],
    ['Expired', 'Certificates', 'Expired certificates'],
    ['Expired', 'Secrets', undefined],
    ['Keys', 'Certificates', undefined],
    ['RSA 2048 keys', 'Keys', undefined],
    ['', '', undefined],
  ])('%s of %s', (name, category, known) => {
    expect(knownFigure(name, category)?.name).toBe(known);
  });

  test('a category is a group by its title or its id', () => {
    expect(groupOfCategory('Endpoints and discovery')).toBe('endpoints');
    expect(groupOfCategory('KEYS')).toBe('keys');
    expect(groupOfCategory('API keys')).toBeNull();
  });
});
